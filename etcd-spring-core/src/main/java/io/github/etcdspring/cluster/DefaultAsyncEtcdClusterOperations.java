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
 * Makes each call and returns a future of its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdClusterOperations implements AsyncEtcdClusterOperations {

	private final EtcdCalls calls;

	DefaultAsyncEtcdClusterOperations(EtcdCalls calls) {
		this.calls = calls;
	}

	@Override
	public CompletableFuture<List<EtcdMember>> members(boolean linearizable) {
		return ClusterCalls.members(linearizable).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<EtcdMember> addMember(List<URI> peerUrls, boolean learner) {
		return ClusterCalls.add(peerUrls, learner).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<EtcdMember>> updateMember(long id, List<URI> peerUrls) {
		return ClusterCalls.update(id, peerUrls).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<EtcdMember>> promoteMember(long id) {
		return ClusterCalls.promote(id).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<EtcdMember>> removeMember(long id) {
		return ClusterCalls.remove(id).executeAsync(this.calls);
	}

}
