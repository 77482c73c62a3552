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

package io.github.etcdspring.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.lease.AsyncEtcdLeaseOperations;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lease.LeaseGrant;
import io.github.etcdspring.lease.LeaseInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EtcdTemplate#leases()}.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateLeaseTests {

	private static final long NONE = 0x7fff_ffffL;

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	private final EtcdTemplate template = etcd.template();

	private final EtcdLeaseOperations leases = this.template.leases();

	@Test
	void grantRoundsUpToWholeSeconds() {
		LeaseGrant lease = this.leases.grantOnly(Duration.ofMillis(59_001));
		assertThat(lease.id()).isNotZero();
		assertThat(lease.ttl()).isEqualTo(Duration.ofSeconds(60));
		assertThat(lease.header().clusterId()).isNotZero();
	}

	@Test
	void callerMayChooseTheId() {
		assertThat(this.leases.grantOnly(4711, Duration.ofMinutes(1)).id()).isEqualTo(4711);
		assertThatExceptionOfType(EtcdLeaseExistsException.class)
			.isThrownBy(() -> this.leases.grantOnly(4711, Duration.ofMinutes(1)));
	}

	@Test
	void revokeDeletesTheKeysThatAreAttached() {
		long lease = this.leases.grantOnly(Duration.ofMinutes(1)).id();
		long revision = this.template.put(etcd.key("a"), "1", (put) -> put.lease(lease)).revision();
		assertThat(this.leases.revoke(lease).revision()).isEqualTo(revision + 1);
		assertThat(this.template.get(etcd.key("a"))).isNull();
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class).isThrownBy(() -> this.leases.revoke(lease));
	}

	@Test
	void keepAliveOnceRenews() {
		long lease = this.leases.grantOnly(Duration.ofMinutes(1)).id();
		assertThat(this.leases.keepAliveOnce(lease)).isEqualTo(Duration.ofMinutes(1));
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class).isThrownBy(() -> this.leases.keepAliveOnce(NONE))
			.withMessageContaining(Long.toHexString(NONE));
	}

	@Test
	void timeToLiveTellsWhatIsLeftAndWhatEnds() {
		long lease = this.leases.grantOnly(Duration.ofMinutes(1)).id();
		this.template.put(etcd.key("a"), "1", (put) -> put.lease(lease));
		LeaseInfo info = this.leases.timeToLive(lease, true);
		assertThat(info.id()).isEqualTo(lease);
		assertThat(info.grantedTtl()).isEqualTo(Duration.ofMinutes(1));
		assertThat(info.remainingTtl()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
		assertThat(info.keys()).containsExactly(etcd.key("a"));
		assertThat(info).hasToString("LeaseInfo[id=%s, remainingTtl=%s, grantedTtl=PT1M, keys=[%s]]"
			.formatted(Long.toHexString(lease), info.remainingTtl(), etcd.key("a")));
		assertThat(this.leases.timeToLive(lease).keys()).isEmpty();
		assertThat(this.leases.timeToLive(NONE)).isNull();
	}

	@Test
	void listTellsAllLeases() {
		long first = this.leases.grantOnly(Duration.ofMinutes(1)).id();
		long second = this.leases.grantOnly(Duration.ofMinutes(1)).id();
		assertThat(this.leases.list()).contains(first, second).doesNotContain(NONE);
		this.leases.revoke(first);
		assertThat(this.leases.list()).contains(second).doesNotContain(first);
	}

	@Test
	void everyOperationHasAFuture() throws Exception {
		AsyncEtcdLeaseOperations async = this.template.async().leases();
		long lease = join(async.grantOnly(Duration.ofMinutes(1))).id();
		assertThat(join(async.grantOnly(lease + 1, Duration.ofMinutes(1))).id()).isEqualTo(lease + 1);
		assertThat(join(async.keepAliveOnce(lease))).isEqualTo(Duration.ofMinutes(1));
		assertThat(join(async.timeToLive(lease)).id()).isEqualTo(lease);
		assertThat(join(async.timeToLive(NONE))).isNull();
		assertThat(join(async.list())).contains(lease);
		assertThat(join(async.revoke(lease)).revision()).isPositive();
	}

	@Test
	void wrongArgumentsAreRefusedByNameBeforeAnythingIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.grantOnly(null))
			.withMessage("'ttl' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.grantOnly(Duration.ZERO))
			.withMessage("'ttl' must be positive, but is PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.grantOnly(Duration.ofSeconds(9_000_000_001L)))
			.withMessageContaining("9000000000 seconds");
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.grantOnly(0, Duration.ofMinutes(1)))
			.withMessage("'id' must not be 0");
	}

	private static <T> T join(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

}
