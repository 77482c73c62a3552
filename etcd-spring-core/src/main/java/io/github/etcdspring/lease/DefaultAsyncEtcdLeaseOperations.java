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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;

/**
 * Makes each call and returns a future of its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdLeaseOperations implements AsyncEtcdLeaseOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	DefaultAsyncEtcdLeaseOperations(EtcdConnection connection, EtcdCalls calls) {
		this.connection = connection;
		this.calls = calls;
	}

	@Override
	public CompletableFuture<EtcdLease> grant(Duration ttl, Consumer<EtcdLeaseSpec> spec) {
		return new KeptGrant(this.connection, ttl, spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<LeaseGrant> grantOnly(Duration ttl) {
		return LeaseCalls.grant(0, ttl).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<LeaseGrant> grantOnly(long id, Duration ttl) {
		return LeaseCalls.grant(LeaseCalls.chosen(id), ttl).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<ResponseHeader> revoke(long id) {
		return LeaseCalls.revoke(id).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<Duration> keepAliveOnce(long id) {
		return LeaseCalls.keepAliveOnce(id).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable LeaseInfo> timeToLive(long id, boolean withKeys) {
		return LeaseCalls.timeToLive(id, withKeys).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<List<Long>> list() {
		return LeaseCalls.list().executeAsync(this.calls);
	}

}
