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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.etcd.jetcd.Client;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import io.github.etcdspring.EtcdNoSpaceException;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdHealthContributorAutoConfiguration} and
 * {@link EtcdHealthIndicator} on a real etcd.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdHealthContributorAutoConfigurationTests {

	private static final Duration BOUND = Duration.ofSeconds(20);

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.request-timeout=60s");

	@Test
	void upWithDetailsOfTheCluster() {
		this.contextRunner.run((context) -> {
			Health health = upHealth(context);
			assertThat(health.getDetails()).containsKeys("clusterId", "revision").containsEntry("leader", "default");
			assertThat(endpoint(health, etcd.endpoint())).containsEntry("state", EtcdEndpoint.State.CONNECTED)
				.containsEntry("member", "default")
				.containsEntry("version", etcd.server().version())
				.containsEntry("leader", true)
				.containsEntry("learner", false)
				.containsKeys("memberId", "dbSize", "dbSizeInUse", "raftLag")
				.doesNotContainKeys("error", "errors");
			assertThat(health.getDetails()).doesNotContainKeys("alarms", "remedy");
		});
	}

	@Test
	void detailsAreLeftOutOnRequest() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(EtcdHealthIndicator.class).health(false);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).isEmpty();
		});
	}

	@Test
	void downInTimeWhenNothingListens(CapturedOutput output) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		String endpoint = "http://127.0.0.1:" + port;
		this.contextRunner.withPropertyValues("etcd.endpoints=" + endpoint).run((context) -> {
			EtcdHealthIndicator indicator = context.getBean(EtcdHealthIndicator.class);
			assertThat(inTime(indicator::health).getStatus()).isEqualTo(Status.DOWN);
			// The first connection of a process may take longer than the check
			Health health = await().until(indicator::health,
					(next) -> endpoint(next, endpoint).containsValue(EtcdEndpoint.State.DISCONNECTED));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).hasEntrySatisfying("error",
					(error) -> assertThat(error).asString().isNotBlank().doesNotContain("etcd.request-timeout"));
			assertThat(endpoint(health, endpoint)).containsEntry("state", EtcdEndpoint.State.DISCONNECTED)
				.hasEntrySatisfying("error", (error) -> assertThat(error).asString().contains("refused"));
		});
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void downInTimeWhenServerNeverAnswers() throws IOException {
		try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			this.contextRunner.withPropertyValues("etcd.endpoints=http://127.0.0.1:" + blackHole.getLocalPort())
				.run((context) -> assertThat(inTime(context.getBean(EtcdHealthIndicator.class)::health).getStatus())
					.isEqualTo(Status.DOWN));
		}
	}

	@Test
	void downInTimeWhenServerIsFrozenAndUpAgainAfterwards() {
		try (EtcdServer server = EtcdServer.start()) {
			this.contextRunner.withPropertyValues("etcd.endpoints=" + server.endpoint()).run((context) -> {
				assertThat(upHealth(context).getStatus()).isEqualTo(Status.UP);
				server.pause();
				assertThat(inTime(context.getBean(EtcdHealthIndicator.class)::health).getStatus())
					.isEqualTo(Status.DOWN);
				server.resume();
				assertThat(upHealth(context).getStatus()).isEqualTo(Status.UP);
			});
		}
	}

	@Test
	void downWithTheRemedyWhenTheDatabaseIsFull() {
		try (EtcdServer server = EtcdServer.builder().flag("quota-backend-bytes", "65536").start()) {
			this.contextRunner.withPropertyValues("etcd.endpoints=" + server.endpoint()).run((context) -> {
				upHealth(context);
				EtcdTemplate template = context.getBean(EtcdTemplate.class);
				assertThatExceptionOfType(EtcdNoSpaceException.class).isThrownBy(() -> {
					for (int i = 0; i < 100; i++) {
						template.put("/full/" + i, new byte[8192]);
					}
				});
				Health health = inTime(context.getBean(EtcdHealthIndicator.class)::health);
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("alarms", List.of("NO_SPACE at member default"))
					.containsKeys("remedy", "revision");
				template.maintenance().alarms().forEach(template.maintenance()::disarm);
			});
		}
	}

	@Test
	void downWhenTheDataOfAMemberAreCorrupt() {
		try (EtcdServer server = EtcdServer.start()) {
			this.contextRunner.withPropertyValues("etcd.endpoints=" + server.endpoint()).run((context) -> {
				upHealth(context);
				server.gateway().maintenance().raiseCorrupt();
				Health health = inTime(context.getBean(EtcdHealthIndicator.class)::health);
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("alarms", List.of("CORRUPT at member default"));
				server.gateway().maintenance().disarm();
				assertThat(upHealth(context).getDetails()).doesNotContainKey("alarms");
			});
		}
	}

	@Test
	@Tag("matrix")
	void quotaIsShownWhereServersTellIt() {
		try (EtcdServer server = EtcdServer.builder().version("3.6.16").start()) {
			this.contextRunner.withPropertyValues("etcd.endpoints=" + server.endpoint())
				.run((context) -> assertThat(endpoint(upHealth(context), server.endpoint()))
					.containsEntry("dbQuota", 2147483648L)
					.containsEntry("dbQuotaUsed", "0 %"));
		}
	}

	@Test
	void timeoutIsConfigurable() throws IOException {
		try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			this.contextRunner
				.withPropertyValues("etcd.endpoints=http://127.0.0.1:" + blackHole.getLocalPort(),
						"management.health.etcd.timeout=100ms")
				.run((context) -> {
					Health health = context.getBean(EtcdHealthIndicator.class).health();
					assertThat(health.getStatus()).isEqualTo(Status.DOWN);
					assertThat(health.getDetails().get("error").toString()).contains("within 100 ms");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s" })
	void rejectsTimeoutThatCannotWorkByName(String timeout) {
		this.contextRunner.withPropertyValues("management.health.etcd.timeout=" + timeout)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("management.health.etcd.timeout"));
	}

	@Test
	void upWithOneMemberOfThreeAway() {
		try (EtcdCluster cluster = EtcdCluster.start(3)) {
			this.contextRunner.withPropertyValues("etcd.endpoints=" + String.join(",", cluster.endpoints()))
				.run((context) -> {
					EtcdHealthIndicator indicator = context.getBean(EtcdHealthIndicator.class);
					upHealth(context);
					EtcdServer away = cluster.followers().get(0);
					EtcdServer other = cluster.followers().get(1);
					away.kill();
					await().untilAsserted(() -> {
						Health health = indicator.health();
						assertThat(health.getStatus()).isEqualTo(Status.UP);
						assertThat(endpoint(health, away.endpoint()))
							.containsEntry("state", EtcdEndpoint.State.DISCONNECTED)
							.containsKey("error")
							.doesNotContainKey("member");
						assertThat(endpoint(health, other.endpoint()))
							.containsEntry("state", EtcdEndpoint.State.CONNECTED)
							.containsEntry("leader", false)
							.containsKeys("member", "raftLag");
					});
				});
		}
	}

	@Test
	void upForUserWhoMayReadNoKey() {
		try (EtcdServer server = EtcdServer.start()) {
			server.gateway().authentication().addUser("nobody", "marker");
			server.enableAuthentication("marker");
			this.contextRunner
				.withPropertyValues("etcd.endpoints=" + server.endpoint(), "etcd.username=nobody",
						"etcd.password=marker")
				.run((context) -> {
					Health health = upHealth(context);
					assertThat(health.getDetails().toString()).doesNotContain("marker");
				});
		}
	}

	@Test
	void downWithWrongPassword(CapturedOutput output) {
		try (EtcdServer server = EtcdServer.start()) {
			server.gateway().authentication().addUser("nobody", "marker");
			server.enableAuthentication("marker");
			this.contextRunner
				.withPropertyValues("etcd.endpoints=" + server.endpoint(), "etcd.username=nobody",
						"etcd.password=another-marker")
				.run((context) -> {
					Health health = inTime(context.getBean(EtcdHealthIndicator.class)::health);
					assertThat(health.getStatus()).isEqualTo(Status.DOWN);
					assertThat(health.getDetails().get("error")).asString().contains("etcd.password");
					assertThat(health.getDetails().toString()).doesNotContain("marker");
				});
		}
		assertThat(output).doesNotContain("marker");
	}

	@Test
	void oneContributorForEachConnection() {
		this.contextRunner
			.withBean("audit", EtcdConnection.class,
					() -> new EtcdConnection(Client.builder().endpoints(etcd.endpoint()),
							EtcdConnectionSettings.defaults()),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> {
				CompositeHealthContributor composite = context.getBean("etcdHealthContributor",
						CompositeHealthContributor.class);
				assertThat(composite.stream().map(CompositeHealthContributor.Entry::name))
					.containsExactlyInAnyOrder("etcdConnection", "audit");
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("management.health.etcd.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EtcdHealthIndicator.class));
	}

	@Test
	void backsOffWithoutHealthModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HealthIndicator.class, HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("etcdHealthContributor"));
	}

	@Test
	void backsOffWhenContributorIsDefined() {
		HealthIndicator custom = () -> Health.up().build();
		this.contextRunner.withBean("etcdHealthIndicator", HealthIndicator.class, () -> custom)
			.run((context) -> assertThat(context).doesNotHaveBean("etcdHealthContributor")
				.getBean("etcdHealthIndicator")
				.isSameAs(custom));
	}

	private static Health upHealth(ApplicationContext context) {
		EtcdHealthIndicator indicator = context.getBean(EtcdHealthIndicator.class);
		return await().atMost(Duration.ofSeconds(30))
			.until(() -> inTime(indicator::health), (health) -> health.getStatus().equals(Status.UP));
	}

	private static Map<String, Object> endpoint(Health health, String endpoint) {
		return assertThat(health.getDetails()).extractingByKey("endpoints", InstanceOfAssertFactories.MAP)
			.extractingByKey(endpoint, InstanceOfAssertFactories.map(String.class, Object.class))
			.actual();
	}

	private static <T> T inTime(Supplier<T> action) {
		long start = System.nanoTime();
		T result = action.get();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
		return result;
	}

}
