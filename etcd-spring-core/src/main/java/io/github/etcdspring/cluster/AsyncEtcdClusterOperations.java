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

package io.github.etcdspring.cluster;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on the members of the cluster that do not wait. Futures complete on the
 * callback executor of the connection and fail with what {@link EtcdClusterOperations}
 * throws, which also says what may be repeated; cancelling one cancels the call on the
 * server. Wrong arguments are an {@link IllegalArgumentException} of the call itself.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdClusterOperations
 * @see <a href= "https://etcd.io/docs/latest/op-guide/runtime-configuration/">Runtime
 * reconfiguration</a>
 */
public interface AsyncEtcdClusterOperations {

	/**
	 * List the members as the cluster agrees on them. Members older than 3.5 answer on
	 * their own.
	 * @return a future of the members, unmodifiable
	 */
	default CompletableFuture<List<EtcdMember>> members() {
		return members(true);
	}

	/**
	 * List the members.
	 * @param linearizable whether the cluster must confirm that the answer is current;
	 * otherwise the member that is asked answers on its own, without a leader, too
	 * @return a future of the members, unmodifiable
	 */
	CompletableFuture<List<EtcdMember>> members(boolean linearizable);

	/**
	 * Add a member, which must be started afterwards with {@code --initial-cluster-state
	 * existing}.
	 * @param peerUrls where other members will reach it, such as {@code
	 * http://etcd-4:2380}, not empty
	 * @param learner whether it shall only learn until it is promoted: it does not count
	 * for the majority while it catches up
	 * @return a future of the new member, without a name
	 */
	CompletableFuture<EtcdMember> addMember(List<URI> peerUrls, boolean learner);

	/**
	 * Change where other members reach a member.
	 * @param id the id of the member
	 * @param peerUrls where other members will reach it, such as {@code
	 * http://etcd-4:2380}, not empty
	 * @return a future of the members afterwards, unmodifiable
	 */
	CompletableFuture<List<EtcdMember>> updateMember(long id, List<URI> peerUrls);

	/**
	 * Make a learner that has caught up a voter.
	 * @param id the id of the learner
	 * @return a future of the members afterwards, unmodifiable
	 */
	CompletableFuture<List<EtcdMember>> promoteMember(long id);

	/**
	 * Remove a member. It stops by itself and can never come back with its data.
	 * @param id the id of the member
	 * @return a future of the members afterwards, unmodifiable
	 */
	CompletableFuture<List<EtcdMember>> removeMember(long id);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static AsyncEtcdClusterOperations create(EtcdCalls calls) {
		return new DefaultAsyncEtcdClusterOperations(calls);
	}

}
