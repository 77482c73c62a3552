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

import java.util.List;
import java.util.function.Supplier;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdNoLeaderException;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on single members and on the database, blocking. All of them may fail with
 * an {@link io.github.etcdspring.EtcdException} within the request timeout. Wrong
 * arguments are an {@link IllegalArgumentException} before anything is sent.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdMaintenanceOperations {

	/**
	 * Ask a member for its state. Works without a leader.
	 * @param endpoint one of the endpoints of the connection, such as {@code
	 * http://localhost:2379}
	 * @return the state
	 */
	EtcdMemberStatus status(String endpoint);

	/**
	 * List the alarms of all members.
	 * @return the alarms, unmodifiable
	 */
	List<EtcdAlarm> alarms();

	/**
	 * Disarm an alarm, after its cause is gone. Disarming one that is not raised does
	 * nothing.
	 * @param alarm the alarm, as it was listed
	 */
	void disarm(EtcdAlarm alarm);

	/**
	 * Give the free space of the database of a member back to its file system. The member
	 * serves nothing meanwhile, which may take longer than the request timeout: use a
	 * view with a longer one, and defragment one member after the other.
	 * @param endpoint one of the endpoints of the connection, such as {@code
	 * http://localhost:2379}
	 */
	void defragment(String endpoint);

	/**
	 * Compute the hash of the keys of a member, to compare it with that of others.
	 * @param endpoint one of the endpoints of the connection, such as {@code
	 * http://localhost:2379}
	 * @param revision the revision up to which to compute, or 0 for the latest
	 * @return the hash
	 * @throws EtcdCompactedException if the revision is no longer there
	 * @throws EtcdFutureRevisionException if the revision is not there yet
	 */
	EtcdHash hash(String endpoint, long revision);

	/**
	 * Let another member lead. The endpoints of the connection are asked which of them is
	 * the leader.
	 * @param memberId the id of the member that shall lead
	 * @throws EtcdNoLeaderException if none of the endpoints is the leader
	 */
	void moveLeader(long memberId);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @param endpoints tells the endpoints of the connection
	 * @return the operations
	 */
	static EtcdMaintenanceOperations create(EtcdCalls calls, Supplier<List<String>> endpoints) {
		return new DefaultEtcdMaintenanceOperations(calls, endpoints);
	}

}
