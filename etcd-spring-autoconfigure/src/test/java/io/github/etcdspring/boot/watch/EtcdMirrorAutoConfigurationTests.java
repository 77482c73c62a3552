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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.EtcdConnectionConfigurer;
import io.github.etcdspring.boot.metrics.EtcdMetricsAutoConfiguration;
import io.github.etcdspring.boot.metrics.EtcdMirrorMetrics;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchIterator;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for mirrors, watches of the template and events in an application on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdMirrorAutoConfigurationTests {

	/**
	 * The phase of Spring Boot's web server.
	 */
	private static final int WEB_SERVER_PHASE = Integer.MAX_VALUE - 2048;

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	@RegisterExtension
	private static final EtcdExtension other = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint());

	@Test
	void mirrorIsFilledBeforeTheWebServerStartsAndClosedWithItsContext() {
		etcd.server().gateway().put("/flags/a", "true");
		this.contextRunner.withUserConfiguration(MirrorConfiguration.class).run((context) -> {
			Server server = context.getBean(Server.class);
			assertThat(server.found).containsExactly("true", "true");
			EtcdMirror<?> mirror = context.getBean("flags", EtcdMirror.class);
			context.getBean(EtcdTemplate.class).put("/flags/b", "false");
			await().until(() -> mirror.size() == 2);
			assertThat(context.getBean(EtcdWatchContainer.class).registration("flags")).isNotNull();
			context.close();
			assertThat(mirror.isRunning()).isFalse();
			assertThat(server.found).containsExactly("true", "true", "true");
		});
	}

	@Test
	void mirrorsAreMetered() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(EtcdMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withUserConfiguration(MirrorConfiguration.class)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(EtcdMirrorMetrics.class).bindTo(registry);
				EtcdMirror<?> mirror = context.getBean("flags", EtcdMirror.class);
				assertThat(registry.get("etcd.mirror.size").tag("mirror", "flags").gauge().value())
					.isEqualTo(mirror.size());
				assertThat(registry.get("etcd.mirror.revision").tag("mirror", "flags").gauge().value()).isPositive();
				assertThat(registry.get("etcd.mirror.undecodable").tag("mirror", "flags").gauge().value()).isZero();
				await().until(
						() -> registry.get("etcd.mirror.staleness").tag("mirror", "flags").timeGauge().value() < 3000);
			});
	}

	@Test
	void templateWatchesByTheContainerOfItsOwnConnection() {
		this.contextRunner.withUserConfiguration(OtherConfiguration.class).run((context) -> {
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			EtcdTemplate otherTemplate = context.getBean("otherTemplate", EtcdTemplate.class);
			assertThat(template.watches()).isSameAs(context.getBean("etcdWatchContainer"));
			assertThat(otherTemplate.watches()).isSameAs(context.getBean("otherContainer"));
			try (EtcdWatchIterator<String> changes = otherTemplate.watchIterator(KeyRange.key("/k"), String.class)) {
				template.put("/k", "here");
				otherTemplate.put("/k", "there");
				assertThat(changes.next().value()).isEqualTo("there");
			}
		});
	}

	@Test
	void eventsOfWatchesArePublished() {
		this.contextRunner.withBean(Listener.class).run((context) -> {
			context.getBean(EtcdTemplate.class).watch(KeyRange.key("/k"), (batch) -> {
			}, (watch) -> watch.id("published"));
			await().untilAsserted(
					() -> assertThat(context.getBean(Listener.class).created).singleElement().satisfies((created) -> {
						assertThat(created.registration().id()).isEqualTo("published");
						assertThat(created.container()).isSameAs(context.getBean(EtcdWatchContainer.class));
					}));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class MirrorConfiguration {

		@Bean
		EtcdMirror<String> flags(EtcdOperations etcd) {
			return etcd.mirror(KeyRange.prefix("/flags/"), String.class,
					(spec) -> spec.checkInterval(Duration.ofMillis(200)));
		}

		@Bean
		Server server(EtcdMirror<String> flags) {
			return new Server(flags);
		}

	}

	/**
	 * Reads the mirror when a web server would.
	 */
	static class Server implements SmartLifecycle {

		private final EtcdMirror<String> flags;

		private final List<String> found = new CopyOnWriteArrayList<>();

		private boolean running;

		Server(EtcdMirror<String> flags) {
			this.flags = flags;
		}

		@Override
		public void start() {
			this.running = true;
			this.found.add(String.valueOf(this.flags.isRunning()));
			this.found.add(String.valueOf(this.flags.get("/flags/a")));
		}

		@Override
		public void stop() {
			this.running = false;
			this.found.add(String.valueOf(this.flags.isRunning()));
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WEB_SERVER_PHASE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherConfiguration {

		@Bean(defaultCandidate = false)
		@Qualifier("other")
		EtcdConnection otherConnection(EtcdConnectionConfigurer configurer) {
			return configurer.connect(() -> List.of(URI.create(other.endpoint())));
		}

		@Bean(defaultCandidate = false)
		@Qualifier("other")
		EtcdWatchContainer otherContainer(EtcdWatchContainerConfigurer configurer,
				@Qualifier("other") EtcdConnection connection) {
			return configurer.container(connection);
		}

		@Bean(defaultCandidate = false)
		@Qualifier("other")
		EtcdTemplate otherTemplate(@Qualifier("other") EtcdConnection connection, EtcdValueConverter converter,
				@Qualifier("other") EtcdWatchContainer container) {
			return new EtcdTemplate(connection, converter, container);
		}

	}

	static class Listener {

		private final List<EtcdWatchLifecycleEvent.Created> created = new CopyOnWriteArrayList<>();

		@EventListener
		void onCreated(EtcdWatchLifecycleEvent.Created event) {
			this.created.add(event);
		}

	}

}
