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

import io.github.etcdspring.connection.EtcdCalls;

/**
 * Makes each call and waits for its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdClusterOperations implements EtcdClusterOperations {

	private final EtcdCalls calls;

	DefaultEtcdClusterOperations(EtcdCalls calls) {
		this.calls = calls;
	}

	@Override
	public List<EtcdMember> members(boolean linearizable) {
		return ClusterCalls.members(linearizable).execute(this.calls);
	}

	@Override
	public EtcdMember addMember(List<URI> peerUrls, boolean learner) {
		return ClusterCalls.add(peerUrls, learner).execute(this.calls);
	}

	@Override
	public List<EtcdMember> updateMember(long id, List<URI> peerUrls) {
		return ClusterCalls.update(id, peerUrls).execute(this.calls);
	}

	@Override
	public List<EtcdMember> promoteMember(long id) {
		return ClusterCalls.promote(id).execute(this.calls);
	}

	@Override
	public List<EtcdMember> removeMember(long id) {
		return ClusterCalls.remove(id).execute(this.calls);
	}

}
