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
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on single members and on the database that do not wait. Futures complete on
 * the callback executor of the connection and fail with what
 * {@link EtcdMaintenanceOperations} throws; cancelling one cancels the call on the
 * server.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface AsyncEtcdMaintenanceOperations {

	/**
	 * Ask a member for its state. Works without a leader.
	 * @param endpoint one of the endpoints of the connection, such as {@code
	 * http://localhost:2379}
	 * @return a future of the state
	 */
	CompletableFuture<EtcdMemberStatus> status(String endpoint);

	/**
	 * List the alarms of all members.
	 * @return a future of the alarms, unmodifiable
	 */
	CompletableFuture<List<EtcdAlarm>> alarms();

	/**
	 * Disarm an alarm, after its cause is gone. Disarming one that is not raised does
	 * nothing.
	 * @param alarm the alarm, as it was listed
	 * @return a future of the end of the call
	 */
	CompletableFuture<Void> disarm(EtcdAlarm alarm);

	/**
	 * Give the free space of the database of a member back to its file system. The member
	 * serves nothing meanwhile, which may take longer than the request timeout: use a
	 * view with a longer one, and defragment one member after the other.
	 * @param endpoint one of the endpoints of the connection, such as {@code
	 * http://localhost:2379}
	 * @return a future of the end of the call
	 */
	CompletableFuture<Void> defragment(String endpoint);

	/**
	 * Compute the hash of the keys of a member, to compare it with that of others.
	 * @param endpoint one of the endpoints of the connection, such as {@code
	 * http://localhost:2379}
	 * @param revision the revision up to which to compute, or 0 for the latest
	 * @return a future of the hash
	 */
	CompletableFuture<EtcdHash> hash(String endpoint, long revision);

	/**
	 * Let another member lead. The endpoints of the connection are asked which of them is
	 * the leader.
	 * @param memberId the id of the member that shall lead
	 * @return a future of the end of the call
	 */
	CompletableFuture<Void> moveLeader(long memberId);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @param endpoints tells the endpoints of the connection
	 * @return the operations
	 */
	static AsyncEtcdMaintenanceOperations create(EtcdCalls calls, Supplier<List<String>> endpoints) {
		return new DefaultAsyncEtcdMaintenanceOperations(calls, endpoints);
	}

}
