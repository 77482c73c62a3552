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

import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on the members of the cluster, blocking. All of them may fail with an
 * {@link io.github.etcdspring.EtcdException} within the request timeout; interrupting the
 * thread cancels the call. Changes are not repeated once they may have been applied:
 * after one whose outcome is {@linkplain io.github.etcdspring.EtcdOutcome#UNKNOWN
 * unknown}, list the members. The server refuses, with an
 * {@link EtcdUnavailableException}, what would endanger the cluster, such as a change
 * while members are away. With authentication enabled, changes need a user with the role
 * {@code root}. Ids of members are unsigned 64-bit numbers. Wrong arguments are an
 * {@link IllegalArgumentException} before anything is sent.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href= "https://etcd.io/docs/latest/op-guide/runtime-configuration/">Runtime
 * reconfiguration</a>
 */
public interface EtcdClusterOperations {

	/**
	 * List the members as the cluster agrees on them. Members older than 3.5 answer on
	 * their own.
	 * @return the members, unmodifiable
	 */
	default List<EtcdMember> members() {
		return members(true);
	}

	/**
	 * List the members.
	 * @param linearizable whether the cluster must confirm that the answer is current,
	 * which needs a leader; otherwise the member that is asked answers on its own,
	 * without a leader, too
	 * @return the members, unmodifiable
	 */
	List<EtcdMember> members(boolean linearizable);

	/**
	 * Add a member, which must be started afterwards with {@code --initial-cluster-state
	 * existing}. A voter counts for the majority at once, whether it has been started or
	 * not: a cluster of one member stands still until its second member has joined. Not
	 * idempotent, but a second member with the same URLs is refused.
	 * @param peerUrls where other members will reach it, such as {@code
	 * http://etcd-4:2380}, not empty
	 * @param learner whether it shall only learn until it is promoted: it does not count
	 * for the majority while it catches up
	 * @return the new member, without a name
	 * @throws EtcdInvalidRequestException if there is a member with one of the URLs, or
	 * there are too many learners
	 * @see <a href="https://etcd.io/docs/latest/learning/design-learner/">Learners</a>
	 */
	EtcdMember addMember(List<URI> peerUrls, boolean learner);

	/**
	 * Change where other members reach a member. Idempotent.
	 * @param id the id of the member
	 * @param peerUrls where other members will reach it, such as {@code
	 * http://etcd-4:2380}, not empty
	 * @return the members afterwards, unmodifiable
	 * @throws EtcdInvalidRequestException if there is no such member, or another one has
	 * one of the URLs
	 */
	List<EtcdMember> updateMember(long id, List<URI> peerUrls);

	/**
	 * Make a learner that has caught up a voter. Not idempotent: a voter is refused.
	 * @param id the id of the learner
	 * @return the members afterwards, unmodifiable
	 * @throws EtcdInvalidRequestException if there is no such member, it is no learner,
	 * or it has not caught up with the leader yet, in which case try again later
	 */
	List<EtcdMember> promoteMember(long id);

	/**
	 * Remove a member. It stops by itself and can never come back with its data. Not
	 * idempotent: a member that has been removed is refused.
	 * @param id the id of the member
	 * @return the members afterwards, unmodifiable
	 * @throws EtcdInvalidRequestException if there is no such member (any more), or too
	 * few of the others have been started
	 */
	List<EtcdMember> removeMember(long id);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static EtcdClusterOperations create(EtcdCalls calls) {
		return new DefaultEtcdClusterOperations(calls);
	}

}
