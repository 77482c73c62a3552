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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand leases of one connection.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
@Timeout(900)
class LeaseScaleSoakTests {

	private static final int LEASES = 10_000;

	private static final Duration TTL = Duration.ofSeconds(30);

	private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("etcd.soak.seconds", 300));

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noneOfManyLeasesIsLost(boolean follower) {
		try (EtcdCluster cluster = EtcdCluster.start((follower) ? 3 : 1)) {
			EtcdServer member = (follower) ? cluster.followers().get(0) : cluster.leader();
			try (LeasedEtcd etcd = new LeasedEtcd(member.endpoint())) {
				AtomicInteger changes = new AtomicInteger();
				List<EtcdLease> leases = new ArrayList<>();
				for (int i = 0; i < LEASES / 100; i++) {
					List<CompletableFuture<EtcdLease>> granted = new ArrayList<>();
					for (int j = 0; j < 100; j++) {
						granted.add(etcd.template.async().leases().grant(TTL));
					}
					granted.forEach((future) -> leases.add(future.orTimeout(10, TimeUnit.SECONDS).join()));
				}
				leases.forEach((lease) -> lease.addListener((event) -> changes.incrementAndGet()));
				OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
				long computed = system.getProcessCpuTime();
				Awaitility.await()
					.pollInterval(Duration.ofSeconds(1))
					.during(TIME)
					.atMost(TIME.plusSeconds(10))
					.until(() -> leases.stream().allMatch((lease) -> lease.state() == EtcdLease.State.ACTIVE));
				computed = system.getProcessCpuTime() - computed;
				EtcdLeaseStatistics statistics = etcd.leases.statistics();
				System.out.printf("%d leases, follower: %s: %d renewals of %d us, %.1f %% of one processor%n", LEASES,
						follower, statistics.renewals(),
						TimeUnit.NANOSECONDS.toMicros(statistics.renewalTime().toNanos()) / statistics.renewals(),
						100.0 * computed / TIME.toNanos());
				assertThat(changes).hasValue(0);
				assertThat(etcd.leases.list()).hasSizeGreaterThanOrEqualTo(LEASES);
			}
		}
	}

}
