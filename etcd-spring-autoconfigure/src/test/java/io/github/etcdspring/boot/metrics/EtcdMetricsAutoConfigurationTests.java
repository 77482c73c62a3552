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

package io.github.etcdspring.boot.metrics;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdMetricsAutoConfiguration} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdMetricsAutoConfigurationTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class, EtcdMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				ObservationAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint());

	@Test
	void callsWatchesAndEndpointsAppearInTheMetricsEndpoint() {
		this.contextRunner.withBean(Listener.class).run((context) -> {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("/boot/metrics/key", "marker-value");
			assertThat(context.getBean(Listener.class).called.await(5, TimeUnit.SECONDS)).isTrue();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			MetricsEndpoint endpoint = new MetricsEndpoint(registry);
			assertThat(endpoint.listNames().getNames()).contains("etcd.client.request",
					"etcd.client.endpoint.connected", "etcd.watch.events.received", "etcd.watch.handler",
					"etcd.watch.registrations", "etcd.watch.backlog", "etcd.watch.reconnects");
			assertThat(registry.get("etcd.client.request")
				.tag("etcd.operation", "kv.put")
				.tag("etcd.outcome", "success")
				.timer()
				.count()).isEqualTo(1);
			assertThat(registry.get("etcd.client.endpoint.connected")
				.tag("connection", "etcdConnection")
				.tag("endpoint", etcd.endpoint())
				.gauge()
				.value()).isEqualTo(1);
			assertThat(registry.get("etcd.watch.registrations").tag("state", "active").gauge().value()).isEqualTo(1);
			await().untilAsserted(() -> assertThat(
					registry.get("etcd.watch.events.handled").tag("watch", "metered").counter().count())
				.isEqualTo(1));
			assertThat(registry.get("etcd.watch.handler").tag("outcome", "success").timer().count()).isEqualTo(1);
			assertThat(registry.getMeters().toString()).doesNotContain("marker");
			assertThat(registry.get("etcd.watch.active").tag("watch", "metered").gauge().value()).isEqualTo(1);
			await().until(() -> registry.get("etcd.watch.lag").tag("watch", "metered").timeGauge().value() == 0);
			context.getBean(EtcdWatchContainer.class).registration("metered").cancel();
			assertThat(registry.find("etcd.watch.lag").timeGauges()).isEmpty();
		});
	}

	@Test
	void methodsAreTimedOnceWithAndWithoutObservations() {
		this.contextRunner.run((context) -> {
			context.getBean(EtcdWatchMetrics.class).handled("observed", 1, 10);
			assertThat(context.getBean(MeterRegistry.class).find("etcd.watch.handler").timers()).isEmpty();
		});
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(EtcdWatchMetrics.class).handled("timed", 1, 10);
				assertThat(context.getBean(MeterRegistry.class).get("etcd.watch.handler").timer().count()).isEqualTo(1);
			});
	}

	@Test
	void leasesLocksAndLeadershipAppear() {
		this.contextRunner.withUserConfiguration(Candidate.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().until(() -> registry.get("etcd.leadership").tag("leadership", "candidate").gauge().value() == 1);
			assertThat(registry.get("etcd.leases").tag("state", "active").gauge().value()).isEqualTo(1);
			context.getBean(EtcdTemplate.class)
				.locks()
				.withLock("/metrics/lock", () -> assertThat(registry.get("etcd.locks").gauge().value()).isEqualTo(1));
			assertThat(registry.get("etcd.locks").gauge().value()).isZero();
			assertThat(registry.get("etcd.lock.wait").functionTimer().count()).isEqualTo(2);
			assertThat(registry.get("etcd.lock.hold").functionTimer().count()).isEqualTo(1);
			assertThat(registry.get("etcd.lock.lost").functionCounter().count()).isZero();
			assertThat(registry.get("etcd.lease.expired").functionCounter().count()).isZero();
			assertThat(registry.get("etcd.lease.renewal.failures").functionCounter().count()).isZero();
			assertThat(registry.get("etcd.lease.renewal").functionTimer().count()).isNotNegative();
		});
	}

	@Test
	void ownershipOfGroupsAppears() {
		ApplicationContextRunner runner = this.contextRunner.withBean(Member.class);
		runner.run((owner) -> runner.run((standby) -> {
			assertThat(ownership(owner)).isEqualTo(1);
			assertThat(ownership(standby)).isZero();
			assertThat(standby.getBean(MeterRegistry.class)
				.get("etcd.watch.registrations")
				.tag("state", "standby")
				.gauge()
				.value()).isEqualTo(1);
			owner.getBean(EtcdWatchContainer.class).stop();
			await().until(() -> ownership(standby) == 1);
			assertThat(ownership(owner)).isZero();
			owner.getBean(EtcdWatchContainer.class).registration("grouped").cancel();
			assertThat(owner.getBean(MeterRegistry.class).find("etcd.watch.group.owner").gauges()).isEmpty();
		}));
	}

	private static double ownership(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.get("etcd.watch.group.owner")
			.tag("watch", "grouped")
			.tag("group", "metrics")
			.gauge()
			.value();
	}

	@Test
	void backsOffWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EtcdWatchMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EtcdTemplate.class)
				.doesNotHaveBean("etcdWatchMetrics"));
	}

	@Test
	void backsOffWhenWatchMetricsAreDefined() {
		EtcdWatchMetrics metrics = new EtcdWatchMetrics() {
		};
		this.contextRunner.withBean(EtcdWatchMetrics.class, () -> metrics)
			.run((context) -> assertThat(context).getBean(EtcdWatchMetrics.class).isSameAs(metrics));
	}

	@Test
	void watchesWithoutEndDoNotCreateMetersWithoutEnd() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		MicrometerEtcdWatchMetrics metrics = new MicrometerEtcdWatchMetrics(registry);
		for (int i = 0; i < 1000; i++) {
			metrics.received("named-" + i, 1);
			metrics.received("watch-" + i, 1);
		}
		assertThat(registry.find("etcd.watch.events.received").counters()).hasSizeLessThan(250);
		assertThat(registry.get("etcd.watch.events.received").tag("watch", "others").counter().count())
			.isGreaterThanOrEqualTo(1700);
	}

	@Test
	void everythingThatWatchesTellIsCounted() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		MicrometerEtcdWatchMetrics metrics = new MicrometerEtcdWatchMetrics(registry);
		metrics.received("one", 5);
		metrics.handled("one", 2, 10);
		metrics.handlerFailed("one", 3, 10, false);
		metrics.handlerFailed("one", 3, 10, true);
		metrics.reconnected("one");
		metrics.parked("one");
		metrics.compacted("one");
		metrics.failed("one");
		assertThat(registry.get("etcd.watch.events.received").counter().count()).isEqualTo(5);
		assertThat(registry.get("etcd.watch.events.handled").counter().count()).isEqualTo(2);
		assertThat(registry.get("etcd.watch.events.skipped").counter().count()).isEqualTo(3);
		assertThat(registry.get("etcd.watch.handler").tag("outcome", "success").timer().count()).isEqualTo(1);
		assertThat(registry.get("etcd.watch.handler").tag("outcome", "error").timer().count()).isEqualTo(2);
		assertThat(registry.get("etcd.watch.reconnects").counter().count()).isEqualTo(1);
		assertThat(registry.get("etcd.watch.parkings").counter().count()).isEqualTo(1);
		assertThat(registry.get("etcd.watch.compactions").counter().count()).isEqualTo(1);
		assertThat(registry.get("etcd.watch.failures").counter().count()).isEqualTo(1);
	}

	@Configuration(proxyBeanMethods = false)
	static class Candidate {

		@Bean
		EtcdLeadership candidate(EtcdTemplate etcd) {
			return new EtcdLeadership(etcd.elections(), "/metrics/election", "me");
		}

	}

	static class Listener {

		private final CountDownLatch called = new CountDownLatch(1);

		@EtcdWatch(key = "/boot/metrics/", prefix = true, id = "metered")
		void onEvent(String value) {
			this.called.countDown();
		}

	}

	static class Member {

		@EtcdWatch(key = "/boot/grouped/", prefix = true, id = "grouped", group = "metrics", cursor = "metrics")
		void onEvent(String value) {
		}

	}

}
