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

package io.github.etcdspring.parity;

import java.time.Duration;

import org.awaitility.Awaitility;

import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.lease.LeaseGrant;
import io.github.etcdspring.lease.LeaseInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The calls about leases.
 *
 * @author The etcd-spring authors
 */
enum LeaseRow implements ParityRow {

	GRANT("grant(ttl)", "leases().grantOnly(ttl), grantOnly(id, ttl)", (etcd) -> {
		LeaseGrant lease = etcd.template().leases().grantOnly(Duration.ofMinutes(1));
		assertThat(lease.ttl()).isEqualTo(Duration.ofMinutes(1));
		assertThat(etcd.template().leases().grantOnly(lease.id() + 1, Duration.ofMinutes(1)).id())
			.isEqualTo(lease.id() + 1);
		assertThatExceptionOfType(EtcdLeaseExistsException.class)
			.isThrownBy(() -> etcd.template().leases().grantOnly(lease.id(), Duration.ofMinutes(1)));
	}),

	OTHER_TTL("the server may choose another TTL", "LeaseGrant.ttl()", (etcd) -> {
		LeaseGrant lease = etcd.template().leases().grantOnly(Duration.ofMillis(1));
		assertThat(lease.ttl()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
	}),

	REVOKE("revoke(id) deletes the keys", "leases().revoke(id)", (etcd) -> {
		long lease = etcd.lease();
		etcd.template().put(etcd.key("a"), "1", (put) -> put.lease(lease));
		etcd.template().put(etcd.key("b"), "1", (put) -> put.lease(lease));
		etcd.template().leases().revoke(lease);
		assertThat(etcd.template().count(etcd.keys())).isZero();
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class)
			.isThrownBy(() -> etcd.template().leases().revoke(lease));
	}),

	KEEP_ALIVE("keep_alive(id) once, returns the TTL", "leases().keepAliveOnce(id)", (etcd) -> {
		long lease = etcd.lease();
		assertThat(etcd.template().leases().keepAliveOnce(lease)).isEqualTo(Duration.ofMinutes(1));
		etcd.template().leases().revoke(lease);
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class)
			.isThrownBy(() -> etcd.template().leases().keepAliveOnce(lease));
	}),

	TIME_TO_LIVE("ttl(id, keys: bool), -1 when gone", "leases().timeToLive(id, withKeys), null when gone", (etcd) -> {
		long lease = etcd.lease();
		etcd.template().put(etcd.key("a"), "1", (put) -> put.lease(lease));
		LeaseInfo info = etcd.template().leases().timeToLive(lease, true);
		assertThat(info.grantedTtl()).isEqualTo(Duration.ofMinutes(1));
		assertThat(info.remainingTtl()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
		assertThat(info.keys()).containsExactly(etcd.key("a"));
		assertThat(etcd.template().leases().timeToLive(lease, false).keys()).isEmpty();
		etcd.template().leases().revoke(lease);
		assertThat(etcd.template().leases().timeToLive(lease)).isNull();
	}),

	LIST("leases()", "leases().list()", (etcd) -> {
		long first = etcd.lease();
		long second = etcd.lease();
		Awaitility.await("the member that is asked answers on its own")
			.untilAsserted(() -> assertThat(etcd.template().leases().list()).contains(first, second));
		etcd.template().leases().revoke(first);
		Awaitility.await()
			.untilAsserted(() -> assertThat(etcd.template().leases().list()).contains(second).doesNotContain(first));
	}),

	ONE_PER_KEY("at most one lease per key", "EtcdEntry.leaseId()", (etcd) -> {
		long first = etcd.lease();
		long second = etcd.lease();
		etcd.template().put(etcd.key("a"), "1", (put) -> put.lease(first));
		etcd.template().put(etcd.key("a"), "2", (put) -> put.lease(second));
		etcd.template().leases().revoke(first);
		assertThat(etcd.template().getEntry(etcd.key("a")).leaseId()).isEqualTo(second);
	}),

	EXPIRY("expiry deletes the keys", "PutSpec.lease(id), ttl(duration)", (etcd) -> {
		LeaseGrant lease = etcd.template().leases().grantOnly(Duration.ofSeconds(1));
		etcd.template().put(etcd.key("a"), "1", (put) -> put.lease(lease.id()));
		assertThat(etcd.template().get(etcd.key("a"))).isEqualTo("1");
		Awaitility.await()
			.atMost(lease.ttl().plusSeconds(10))
			.untilAsserted(() -> assertThat(etcd.template().get(etcd.key("a"))).isNull());
		assertThat(etcd.template().leases().timeToLive(lease.id())).isNull();
	});

	private final String row;

	private final Proof proof;

	LeaseRow(String etcdEx, String here, Proof proof) {
		this.row = etcdEx + " → " + here;
		this.proof = proof;
	}

	@Override
	public void prove(Scene etcd) throws Exception {
		this.proof.on(etcd);
	}

	@Override
	public String toString() {
		return this.row;
	}

}
