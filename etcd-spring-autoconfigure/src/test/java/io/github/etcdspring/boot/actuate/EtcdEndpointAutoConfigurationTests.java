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

package io.github.etcdspring.boot.actuate;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.Operation;
import org.springframework.boot.actuate.endpoint.OperationFilter;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.actuate.EtcdEndpoint.EtcdDescriptor;
import io.github.etcdspring.boot.actuate.EtcdEndpoint.GroupDescriptor;
import io.github.etcdspring.boot.actuate.EtcdEndpoint.MembersDescriptor;
import io.github.etcdspring.boot.actuate.EtcdEndpoint.WatchDescriptor;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.connection.EtcdEndpoint.State;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdEndpointAutoConfiguration} and {@link EtcdEndpoint} on a real
 * etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdEndpointAutoConfigurationTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class, EtcdEndpointAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "management.endpoints.web.exposure.include=etcd")
		.withBean(Listener.class);

	@Test
	void showsConnectionsAndWatches() {
		this.contextRunner.run((context) -> {
			context.getBean(EtcdTemplate.class).put("/endpoint/key", "marker");
			EtcdDescriptor report = context.getBean(EtcdEndpoint.class).etcd();
			assertThat(report.connections()).containsOnlyKeys("etcdConnection");
			assertThat(report.connections().get("etcdConnection").connected()).isTrue();
			assertThat(report.connections().get("etcdConnection").endpoints()).singleElement().satisfies((endpoint) -> {
				assertThat(endpoint.uri()).isEqualTo(etcd.endpoint());
				assertThat(endpoint.state()).isEqualTo(State.CONNECTED);
				assertThat(endpoint.lastError()).isNull();
			});
			assertThat(report.watches().get("etcdWatchContainer")).singleElement().satisfies((watch) -> {
				assertThat(watch.id()).isEqualTo("listed");
				assertThat(watch.range()).contains("/endpoint/");
				assertThat(watch.state()).isEqualTo(EtcdWatchRegistration.State.ACTIVE);
				assertThat(watch.error()).isNull();
			});
			assertThat(report.toString()).doesNotContain("marker");
		});
	}

	@Test
	void showsParts() {
		this.contextRunner.run((context) -> {
			EtcdEndpoint endpoint = context.getBean(EtcdEndpoint.class);
			assertThat(endpoint.part("connections")).isEqualTo(endpoint.etcd().connections());
			assertThat(endpoint.part("watches")).containsOnlyKeys("etcdWatchContainer");
			assertThat(endpoint.part("other")).isNull();
			Map<String, ?> members = endpoint.part("members");
			assertThat(members).containsOnlyKeys("etcdConnection");
			assertThat((MembersDescriptor) members.get("etcdConnection")).satisfies((descriptor) -> {
				assertThat(descriptor.error()).isNull();
				assertThat(descriptor.members()).singleElement().satisfies((member) -> {
					assertThat(member.name()).isEqualTo("default");
					assertThat(member.clientUrls()).isEqualTo(List.of(etcd.endpoint()));
					assertThat(member.learner()).isFalse();
				});
			});
		});
	}

	@Test
	void showsLeasesLocksAndLeadership() {
		this.contextRunner.withUserConfiguration(Candidate.class).run((context) -> {
			EtcdEndpoint endpoint = context.getBean(EtcdEndpoint.class);
			try (EtcdLock lock = context.getBean(EtcdTemplate.class).locks().lock("/endpoint/lock")) {
				assertThat(endpoint.part("leases").get("etcdConnection").toString()).contains("ACTIVE", "ttl=10000");
				assertThat(endpoint.part("locks").get("etcdConnection").toString()).contains(lock.key(),
						String.valueOf(lock.fencingToken()));
			}
			assertThat(endpoint.part("locks").get("etcdConnection")).isEqualTo(List.of());
			EtcdLeadership leadership = context.getBean(EtcdLeadership.class);
			await().until(leadership::isLeader);
			assertThat(endpoint.part("leadership").get("candidate").toString()).contains("leader=true");
		});
	}

	@Test
	void showsGroups() {
		this.contextRunner.withBean(Member.class)
			.run((context) -> this.contextRunner.withBean(Member.class).run((second) -> {
				EtcdEndpoint owner = context.getBean(EtcdEndpoint.class);
				EtcdEndpoint standby = second.getBean(EtcdEndpoint.class);
				assertThat(owner.part("groups").get("etcdWatchContainer"))
					.isEqualTo(List.of(new GroupDescriptor("billing", true, List.of("grouped"))));
				assertThat(standby.part("groups").get("etcdWatchContainer"))
					.isEqualTo(List.of(new GroupDescriptor("billing", false, List.of("grouped"))));
				assertThat(standby.watch("watches", "grouped").state()).isEqualTo(EtcdWatchRegistration.State.STANDBY);
				assertThat(standby.watch("watches", "grouped").group()).isEqualTo("billing");
				assertThat(standby.watch("watches", "listed").group()).isNull();
				owner.pauseOrResume("watches", "grouped", true);
				await().until(() -> standby.part("groups").toString().contains("owner=true"));
			}));
	}

	@Test
	void tellsWhyMembersAreNotKnown() {
		this.contextRunner.withPropertyValues("etcd.endpoints=http://127.0.0.1:1", "etcd.watch.auto-startup=false")
			.run((context) -> {
				Map<String, ?> members = context.getBean(EtcdEndpoint.class).part("members");
				assertThat(((MembersDescriptor) members.get("etcdConnection")).error()).contains("http://127.0.0.1:1");
			});
	}

	@Test
	void pausesAndResumesWatch() {
		this.contextRunner.run((context) -> {
			EtcdEndpoint endpoint = context.getBean(EtcdEndpoint.class);
			WatchDescriptor paused = endpoint.pauseOrResume("watches", "listed", true);
			assertThat(paused.state()).isEqualTo(EtcdWatchRegistration.State.PAUSED);
			endpoint.pauseOrResume("watches", "listed", false);
			await().untilAsserted(() -> assertThat(endpoint.watch("watches", "listed").state())
				.isEqualTo(EtcdWatchRegistration.State.ACTIVE));
		});
	}

	@Test
	void knowsNoOtherWatch() {
		this.contextRunner.run((context) -> {
			EtcdEndpoint endpoint = context.getBean(EtcdEndpoint.class);
			assertThat(endpoint.watch("watches", "other")).isNull();
			assertThat(endpoint.watch("connections", "listed")).isNull();
			assertThat(endpoint.pauseOrResume("watches", "other", true)).isNull();
		});
	}

	@Test
	void answersOnTheWebWithNotFoundForUnknownWatch() {
		this.contextRunner.run((context) -> {
			EtcdEndpointWebExtension extension = context.getBean(EtcdEndpointWebExtension.class);
			assertThat(extension.pauseOrResume("watches", "other", true).getStatus()).isEqualTo(404);
			assertThat(extension.pauseOrResume("watches", "listed", true).getStatus()).isEqualTo(200);
		});
	}

	@Test
	void hasNoWebExtensionWhenExposedElsewhereOnly() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=health", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=etcd")
			.run((context) -> assertThat(context).hasSingleBean(EtcdEndpoint.class)
				.doesNotHaveBean(EtcdEndpointWebExtension.class));
	}

	@Test
	void backsOffWhenNotExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(EtcdEndpoint.class));
	}

	@Test
	void backsOffWithoutAccess() {
		this.contextRunner.withPropertyValues("management.endpoint.etcd.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(EtcdEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.etcd.access=READ_ONLY",
			"management.endpoints.access.default=READ_ONLY", "management.endpoints.access.max-permitted=READ_ONLY" })
	void watchesCannotBePausedWithReadOnlyAccess(String access) {
		this.contextRunner.run((context) -> assertThat(operations(context)).contains(OperationType.READ)
			.containsOnlyOnce(OperationType.WRITE));
		this.contextRunner.withPropertyValues(access)
			.run((context) -> assertThat(operations(context)).containsOnly(OperationType.READ));
	}

	@Test
	void backsOffWhenEndpointIsDefined() {
		EtcdEndpoint custom = new EtcdEndpoint(Map.of(), Map.of(), Map.of());
		this.contextRunner.withBean(EtcdEndpoint.class, () -> custom)
			.run((context) -> assertThat(context).getBean(EtcdEndpoint.class).isSameAs(custom));
	}

	@Test
	void backsOffWithoutActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("etcdEndpoint"));
	}

	private static List<OperationType> operations(ApplicationContext context) {
		EndpointAccessResolver access = new PropertiesEndpointAccessResolver(context.getEnvironment());
		return new WebEndpointDiscoverer(context, new ConversionServiceParameterValueMapper(),
				EndpointMediaTypes.DEFAULT, List.of(), List.of(), List.of(), List.of(),
				List.of(OperationFilter.byAccess(access)))
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().equals(EndpointId.of("etcd")))
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.map(Operation::getType)
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Candidate {

		@Bean
		EtcdLeadership candidate(EtcdTemplate etcd) {
			return new EtcdLeadership(etcd.elections(), "/endpoint/election", "me");
		}

	}

	static class Listener {

		@EtcdWatch(key = "/endpoint/", prefix = true, id = "listed")
		void onEvent(String value) {
		}

	}

	static class Member {

		@EtcdWatch(key = "/grouped/", prefix = true, id = "grouped", group = "billing", cursor = "billing")
		void onEvent(String value) {
		}

	}

}
