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

package io.github.etcdspring.boot.health;

import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdWatchHealthContributorAutoConfiguration} and
 * {@link EtcdWatchHealthIndicator} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchHealthContributorAutoConfigurationTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class, EtcdWatchHealthContributorAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint())
		.withBean(Listener.class);

	@Test
	void upWithStateOfEachWatch() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(EtcdWatchHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(watch(health)).containsEntry("state", State.ACTIVE)
				.containsEntry("backlog", 0)
				.containsKeys("revision", "range", "lag")
				.doesNotContainKey("error");
		});
	}

	@Test
	void upWhileAnotherInstanceOwnsTheGroup() {
		ApplicationContextRunner runner = this.contextRunner.withBean(Member.class);
		runner.run((owner) -> runner.run((standby) -> {
			Health health = standby.getBean(EtcdWatchHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails())
				.extractingByKey("grouped", InstanceOfAssertFactories.map(String.class, Object.class))
				.containsEntry("state", State.STANDBY)
				.containsEntry("group", "health");
			assertThat(watch(health)).doesNotContainKey("group");
		}));
	}

	@Test
	void upWhileEtcdIsAway() {
		this.contextRunner.withPropertyValues("etcd.endpoints=http://127.0.0.1:1", "etcd.watch.start-timeout=100ms")
			.run((context) -> {
				Health health = context.getBean(EtcdWatchHealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(watch(health)).containsEntry("state", State.CONNECTING);
			});
	}

	@Test
	void downWhenTheServerRefusesOne() {
		try (EtcdServer server = EtcdServer.start()) {
			server.gateway().authentication().addUser("nobody", "marker");
			server.enableAuthentication("marker");
			this.contextRunner
				.withPropertyValues("etcd.endpoints=" + server.endpoint(), "etcd.username=nobody",
						"etcd.password=marker")
				.run((context) -> {
					EtcdWatchHealthIndicator indicator = context.getBean(EtcdWatchHealthIndicator.class);
					Health health = await().until(indicator::health, (each) -> each.getStatus().equals(Status.DOWN));
					assertThat(watch(health)).containsEntry("state", State.FAILED).containsKey("error");
					assertThat(health.getDetails().toString()).doesNotContain("marker");
				});
		}
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("management.health.etcd-watch.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EtcdWatchHealthIndicator.class));
	}

	@Test
	void backsOffWithoutHealthModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HealthIndicator.class, HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("etcdWatchHealthContributor"));
	}

	@Test
	void backsOffWhenContributorIsDefined() {
		this.contextRunner.withBean("etcdWatchHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean("etcdWatchHealthContributor"));
	}

	private static Map<String, Object> watch(Health health) {
		return assertThat(health.getDetails())
			.extractingByKey("listed", InstanceOfAssertFactories.map(String.class, Object.class))
			.actual();
	}

	static class Listener {

		@EtcdWatch(key = "/health/", prefix = true, id = "listed")
		void onEvent(String value) {
		}

	}

	static class Member {

		@EtcdWatch(key = "/health/", prefix = true, id = "grouped", group = "health", cursor = "health")
		void onEvent(String value) {
		}

	}

}
