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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * Makes each call and waits for its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdLeaseOperations implements EtcdLeaseOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	private final EtcdValueConverter converter;

	DefaultEtcdLeaseOperations(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter) {
		this.connection = connection;
		this.calls = calls;
		this.converter = converter;
	}

	@Override
	public EtcdLease grant(Duration ttl, Consumer<EtcdLeaseSpec> spec) {
		return new KeptGrant(this.connection, ttl, spec).execute(this.calls);
	}

	@Override
	public EtcdLease session() {
		return LeaseManager.of(this.connection).session();
	}

	@Override
	public EtcdEphemeralKey putEphemeral(EtcdLease lease, String key, Object value) {
		Assert.notNull(lease, "'lease' must not be null");
		EphemeralKey ephemeral = new EphemeralKey(lease, key, AsyncEtcdKvOperations.create(this.calls, this.converter),
				this.converter, LeaseManager.of(this.connection).threads(), this.calls.timeout());
		ephemeral.open(value);
		return ephemeral;
	}

	@Override
	public List<EtcdLease> kept() {
		return LeaseManager.of(this.connection).leases();
	}

	@Override
	public EtcdLeaseStatistics statistics() {
		return LeaseManager.of(this.connection).statistics();
	}

	@Override
	public LeaseGrant grantOnly(Duration ttl) {
		return LeaseCalls.grant(0, ttl).execute(this.calls);
	}

	@Override
	public LeaseGrant grantOnly(long id, Duration ttl) {
		return LeaseCalls.grant(LeaseCalls.chosen(id), ttl).execute(this.calls);
	}

	@Override
	public ResponseHeader revoke(long id) {
		return LeaseCalls.revoke(id).execute(this.calls);
	}

	@Override
	public Duration keepAliveOnce(long id) {
		return LeaseCalls.keepAliveOnce(id).execute(this.calls);
	}

	@Override
	public @Nullable LeaseInfo timeToLive(long id, boolean withKeys) {
		return LeaseCalls.timeToLive(id, withKeys).execute(this.calls);
	}

	@Override
	public List<Long> list() {
		return LeaseCalls.list().execute(this.calls);
	}

}
