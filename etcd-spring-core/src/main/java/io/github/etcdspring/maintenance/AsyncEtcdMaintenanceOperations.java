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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdServerStreams;

/**
 * Operations on single members and on the database that do not wait. Futures complete on
 * the callback executor of the connection and fail with what
 * {@link EtcdMaintenanceOperations} throws; cancelling one cancels the call on the
 * server. Wrong arguments are an {@link IllegalArgumentException} of the call itself.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdMaintenanceOperations
 * @see <a href="https://etcd.io/docs/latest/op-guide/maintenance/">Maintenance</a>
 */
public interface AsyncEtcdMaintenanceOperations {

	/**
	 * Ask a member for its state. Works without a leader, and asks nobody else.
	 * @param endpoint one of the endpoints of the connection
	 * @return a future of the state; sizes are in bytes
	 */
	CompletableFuture<EtcdMemberStatus> status(String endpoint);

	/**
	 * List the alarms of all members.
	 * @return a future of the alarms, empty if all is well, unmodifiable
	 */
	CompletableFuture<List<EtcdAlarm>> alarms();

	/**
	 * Disarm an alarm, after its cause is gone. Idempotent: disarming one that is not
	 * raised does nothing.
	 * @param alarm the alarm, as it was listed
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> disarm(EtcdAlarm alarm);

	/**
	 * Give the free space of the database of a member back to its file system. The member
	 * serves nothing meanwhile, which may take longer than the request timeout: use a
	 * view with a longer one, and defragment one member after the other. Changes no key,
	 * and may be repeated.
	 * @param endpoint one of the endpoints of the connection
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> defragment(String endpoint);

	/**
	 * Compute the hash of the keys of a member, to compare it with that of others at the
	 * same revision.
	 * @param endpoint one of the endpoints of the connection
	 * @param revision the revision up to which to compute, or 0 for the latest
	 * @return a future of the hash
	 */
	CompletableFuture<EtcdHash> hash(String endpoint, long revision);

	/**
	 * Let another member lead. The endpoints of the connection are asked which of them is
	 * the leader. Idempotent: a member that leads already goes on.
	 * @param memberId the id of the member that shall lead, an unsigned 64-bit number
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> moveLeader(long memberId);

	/**
	 * Save a snapshot of the database of a member to a file: the first endpoint that
	 * answers and has a leader, or else the first that answers. As
	 * {@link #snapshot(String, Path)} in everything else.
	 * @param file the file, in a directory that is there
	 * @return a future of what was saved
	 */
	CompletableFuture<EtcdSnapshot> snapshot(Path file);

	/**
	 * Save a snapshot of the database of a member to a file, on a thread of its own, as
	 * {@link EtcdMaintenanceOperations#snapshot(String, Path)} does. Cancelling the
	 * future ends the transfer, and removes the temporary file a moment later.
	 * @param endpoint one of the endpoints of the connection
	 * @param file the file, in a directory that is there
	 * @return a future of what was saved; it fails with an
	 * {@link java.io.UncheckedIOException} if the file cannot be written
	 */
	CompletableFuture<EtcdSnapshot> snapshot(String endpoint, Path file);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @param streams the path of calls that are answered by many messages
	 * @param endpoints tells the endpoints of the connection
	 * @return the operations
	 */
	static AsyncEtcdMaintenanceOperations create(EtcdCalls calls, EtcdServerStreams streams,
			Supplier<List<String>> endpoints) {
		return new DefaultAsyncEtcdMaintenanceOperations(calls, streams, endpoints);
	}

}
