/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.etcdspring.maintenance;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdNoLeaderException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdServerStreams;

/**
 * Operations on single members and on the database, blocking. All of them may fail with
 * an {@link io.github.etcdspring.EtcdException} within the request timeout; interrupting
 * the thread cancels the call. Nothing is repeated once it may have been applied, apart
 * from what only reads. With authentication enabled, most of them need a user with the
 * role {@code root}. Wrong arguments are an {@link IllegalArgumentException} before
 * anything is sent.
 * <p>
 * An endpoint is written as it is in the configuration, such as {@code
 * http://localhost:2379}; one that is none of the connection's is an
 * {@link EtcdInvalidRequestException}, one that is not connected an
 * {@link EtcdUnavailableException} at once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/op-guide/maintenance/">Maintenance</a>
 */
public interface EtcdMaintenanceOperations {

	/**
	 * Ask a member for its state. Works without a leader, and asks nobody else.
	 * @param endpoint one of the endpoints of the connection
	 * @return the state; sizes are in bytes
	 */
	EtcdMemberStatus status(String endpoint);

	/**
	 * List the alarms of all members.
	 * @return the alarms, empty if all is well, unmodifiable
	 */
	List<EtcdAlarm> alarms();

	/**
	 * Disarm an alarm, after its cause is gone: a member that still lacks space raises it
	 * again. Idempotent: disarming one that is not raised does nothing.
	 * @param alarm the alarm, as it was listed
	 * @see <a href= "https://etcd.io/docs/latest/op-guide/maintenance/#space-quota">Space
	 * quota</a>
	 */
	void disarm(EtcdAlarm alarm);

	/**
	 * Give the free space of the database of a member back to its file system, which
	 * compaction alone does not. The member serves nothing meanwhile, which may take
	 * longer than the request timeout: use a view with a longer one, and defragment one
	 * member after the other. Changes no key, and may be repeated.
	 * @param endpoint one of the endpoints of the connection
	 * @see <a href=
	 * "https://etcd.io/docs/latest/op-guide/maintenance/#defragmentation">Defragmentation</a>
	 */
	void defragment(String endpoint);

	/**
	 * Compute the hash of the keys of a member, to compare it with that of others at the
	 * same revision.
	 * @param endpoint one of the endpoints of the connection
	 * @param revision the revision up to which to compute, or 0 for the latest
	 * @return the hash
	 * @throws EtcdCompactedException if the revision is no longer there
	 * @throws EtcdFutureRevisionException if the revision is not there yet
	 * @see <a href="https://etcd.io/docs/latest/op-guide/data_corruption/">Data
	 * corruption</a>
	 */
	EtcdHash hash(String endpoint, long revision);

	/**
	 * Let another member lead. The endpoints of the connection are asked which of them is
	 * the leader. Idempotent: a member that leads already goes on.
	 * @param memberId the id of the member that shall lead, an unsigned 64-bit number
	 * @throws EtcdNoLeaderException if none of the endpoints is the leader
	 * @throws EtcdInvalidRequestException if there is no such member, or it is a learner
	 */
	void moveLeader(long memberId);

	/**
	 * Save a snapshot of the database of a member to a file: the first endpoint that
	 * answers and has a leader, or else the first that answers. As
	 * {@link #snapshot(String, Path)} in everything else.
	 * @param file the file, in a directory that is there
	 * @return what was saved
	 * @throws UncheckedIOException if the file cannot be written
	 */
	EtcdSnapshot snapshot(Path file);

	/**
	 * Save a snapshot of the database of a member to a file, from which
	 * {@code etcdutl snapshot restore} makes a new cluster. It holds all keys, those of
	 * other namespaces, users and leases included. Memory does not depend on its size.
	 * <p>
	 * The file is there as a whole or not at all: it grows under a temporary name
	 * ({@code etcd-snapshot-*.part}) in the same directory, which must have the space,
	 * and gets its own name when its checksum has been verified and everything has been
	 * written to the disk. A file that is there already is replaced in that moment, and
	 * kept if anything fails. After a failure, an interrupt or a cancellation nothing is
	 * left; a process that is killed may leave the temporary file. Where the file system
	 * knows owners, the file is readable by its owner alone.
	 * <p>
	 * A transfer may take as long as it needs, as long as it goes on: the request timeout
	 * limits the wait for each piece. It is not begun anew on its own: repeat it after a
	 * {@linkplain io.github.etcdspring.EtcdException#isTransient() transient} failure.
	 * Works without a leader and from a learner, whose data may be old then: see
	 * {@link EtcdSnapshot#revision()}.
	 * @param endpoint one of the endpoints of the connection
	 * @param file the file, in a directory that is there
	 * @return what was saved
	 * @throws UncheckedIOException if the file cannot be written
	 * @see <a href="https://etcd.io/docs/latest/op-guide/recovery/">Disaster recovery</a>
	 */
	EtcdSnapshot snapshot(String endpoint, Path file);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @param streams the path of calls that are answered by many messages
	 * @param endpoints tells the endpoints of the connection
	 * @return the operations
	 */
	static EtcdMaintenanceOperations create(EtcdCalls calls, EtcdServerStreams streams,
			Supplier<List<String>> endpoints) {
		return new DefaultEtcdMaintenanceOperations(calls, streams, endpoints);
	}

}
