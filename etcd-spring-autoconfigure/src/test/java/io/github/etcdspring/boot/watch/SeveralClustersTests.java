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

package io.github.etcdspring.boot.watch;

import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.annotation.EtcdKey;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.EtcdConnectionConfigurer;
import io.github.etcdspring.boot.actuate.EtcdEndpoint;
import io.github.etcdspring.boot.actuate.EtcdEndpointAutoConfiguration;
import io.github.etcdspring.boot.health.EtcdHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.health.EtcdWatchHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.metrics.EtcdConnectionMetrics;
import io.github.etcdspring.boot.metrics.EtcdMetricsAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that uses two clusters, each a real etcd.
 *
 * @author The etcd-spring authors
 */
class SeveralClustersTests {

	@RegisterExtension
	private static final EtcdExtension main = new EtcdExtension();

	@RegisterExtension
	private static final EtcdExtension audit = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class, EtcdHealthContributorAutoConfiguration.class,
				EtcdWatchHealthContributorAutoConfiguration.class, EtcdMetricsAutoConfiguration.class,
				EtcdEndpointAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("etcd.endpoints=" + main.endpoint(), "etcd.fail-fast=true", "etcd.watch.streams=2",
				"management.endpoints.web.exposure.include=etcd");

	@Test
	void templatesAndMethodsReachTheirOwnCluster() {
		this.contextRunner.withUserConfiguration(AuditConfiguration.class).run((context) -> {
			Service service = context.getBean(Service.class);
			service.main.put("/clusters/key", "main");
			service.audit.put("/clusters/key", "audit");
			assertThat(service.mainEvents.poll(5, TimeUnit.SECONDS)).isEqualTo("/clusters/key=main");
			assertThat(service.auditEvents.poll(5, TimeUnit.SECONDS)).isEqualTo("/clusters/key=audit");
			assertThat(service.mainEvents).isEmpty();
			assertThat(service.auditEvents).isEmpty();
		});
	}

	@Test
	void healthMetricsAndEndpointTellThemApart() {
		this.contextRunner.withUserConfiguration(AuditConfiguration.class).run((context) -> {
			assertThat(entries(context.getBean("etcdHealthContributor", CompositeHealthContributor.class)))
				.containsExactlyInAnyOrder("etcdConnection", "auditConnection");
			assertThat(entries(context.getBean("etcdWatchHealthContributor", CompositeHealthContributor.class)))
				.containsExactlyInAnyOrder("etcdWatchContainer", "auditWatchContainer");
			assertThat(context.getBean(EtcdEndpoint.class).etcd().connections()).containsOnlyKeys("etcdConnection",
					"auditConnection");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(EtcdConnectionMetrics.class).bindTo(registry);
			assertThat(
					registry.get("etcd.client.endpoint.connected").tag("connection", "auditConnection").gauge().value())
				.isEqualTo(1);
		});
	}

	@Test
	void methodOfUnknownContainerIsAnErrorAtStartUp() {
		this.contextRunner.withBean(LostService.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("onEvent")
				.hasMessageContaining("'container'")
				.hasMessageContaining("'nowhere'"));
	}

	private static List<String> entries(CompositeHealthContributor composite) {
		return composite.stream().map(CompositeHealthContributor.Entry::name).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class AuditConfiguration {

		@Bean(defaultCandidate = false)
		@Qualifier("audit")
		EtcdConnection auditConnection(EtcdConnectionConfigurer configurer) {
			return configurer.connect(() -> List.of(URI.create(audit.endpoint())));
		}

		@Bean(defaultCandidate = false)
		@Qualifier("audit")
		EtcdTemplate auditTemplate(@Qualifier("audit") EtcdConnection connection, EtcdValueConverter converter) {
			return new EtcdTemplate(connection, converter);
		}

		@Bean(defaultCandidate = false)
		@Qualifier("audit")
		EtcdWatchContainer auditWatchContainer(EtcdWatchContainerConfigurer configurer,
				@Qualifier("audit") EtcdConnection connection) {
			return configurer.container(connection);
		}

		@Bean
		Service service(EtcdTemplate main, @Qualifier("audit") EtcdTemplate audit) {
			return new Service(main, audit);
		}

	}

	static class Service {

		private final EtcdTemplate main;

		private final EtcdTemplate audit;

		private final BlockingQueue<String> mainEvents = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> auditEvents = new LinkedBlockingQueue<>();

		Service(EtcdTemplate main, EtcdTemplate audit) {
			this.main = main;
			this.audit = audit;
		}

		@EtcdWatch(key = "/clusters/", prefix = true)
		void onMain(String value, @EtcdKey String key) {
			this.mainEvents.add(key + "=" + value);
		}

		@EtcdWatch(key = "/clusters/", prefix = true, container = "auditWatchContainer")
		void onAudit(String value, @EtcdKey String key) {
			this.auditEvents.add(key + "=" + value);
		}

	}

	static class LostService {

		@EtcdWatch(key = "/clusters/", prefix = true, container = "nowhere")
		void onEvent(String value) {
		}

	}

}
