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

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.backoff.BackOffExecution;

import io.github.etcdspring.annotation.EnableEtcdWatch;
import io.github.etcdspring.annotation.EtcdKey;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.consumer.EtcdCursors;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchMetrics;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EtcdWatchAutoConfiguration} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchAutoConfigurationTests {

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class,
				EtcdWatchAutoConfiguration.class))
		.withPropertyValues("etcd.endpoints=" + etcd.endpoint());

	@Test
	void annotatedMethodHearsOfWrites() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
			context.getBean(EtcdTemplate.class).put("/boot/watch/one", "1");
			assertThat(context.getBean(Listener.class).next()).isEqualTo("/boot/watch/one=1");
		});
	}

	@Test
	void enablingByHandAsWellChangesNothing() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class, EnabledConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(EtcdTemplate.class).put("/boot/watch/two", "2");
				context.getBean(EtcdTemplate.class).put("/boot/watch/three", "3");
				assertThat(context.getBean(Listener.class).next()).isEqualTo("/boot/watch/two=2");
				assertThat(context.getBean(Listener.class).next()).isEqualTo("/boot/watch/three=3");
			});
	}

	@Test
	void settingsWithoutPropertiesAreThoseOfTheLibrary() {
		this.contextRunner.run((context) -> {
			EtcdWatchSettings settings = context.getBean(EtcdWatchContainerConfigurer.class).settings().build();
			EtcdWatchSettings library = EtcdWatchSettings.defaults();
			assertThat(settings).usingRecursiveComparison().ignoringFields("handlerBackOff").isEqualTo(library);
			assertThat(intervals(settings)).isEqualTo(intervals(library));
		});
	}

	@Test
	void propertiesReachTheSettings() {
		this.contextRunner.withPropertyValues("etcd.watch.auto-startup=false", "etcd.watch.start-timeout=1s",
				"etcd.watch.stop-timeout=2s", "etcd.watch.streams=3", "etcd.watch.progress-interval=4s",
				"etcd.watch.max-backlog-events=5", "etcd.watch.max-backlog-size=6KB",
				"etcd.watch.max-revision-size=8KB", "etcd.watch.catch-up-streams=1", "etcd.watch.retry.max-retries=2",
				"etcd.watch.retry.delay=7ms", "etcd.watch.retry.max-delay=10ms", "etcd.watch.retry.multiplier=2")
			.run((context) -> {
				EtcdWatchSettings settings = context.getBean(EtcdWatchContainerConfigurer.class).settings().build();
				assertThat(settings.autoStartup()).isFalse();
				assertThat(settings.startTimeout()).hasSeconds(1);
				assertThat(settings.stopTimeout()).hasSeconds(2);
				assertThat(settings.streams()).isEqualTo(3);
				assertThat(settings.progressInterval()).hasSeconds(4);
				assertThat(settings.maxBacklogEvents()).isEqualTo(5);
				assertThat(settings.maxBacklogBytes()).isEqualTo(6 * 1024);
				assertThat(settings.maxRevisionBytes()).isEqualTo(8 * 1024);
				assertThat(settings.catchUpStreams()).isOne();
				assertThat(intervals(settings)).containsExactly(7L, 10L);
				assertThat(context.getBean(EtcdWatchContainer.class).isRunning()).isFalse();
			});
	}

	@Test
	void cursorsWithoutPropertiesAreThoseOfTheLibrary() {
		this.contextRunner.run((context) -> assertThat(context.getBean(EtcdCursors.class)).usingRecursiveComparison()
			.isEqualTo(EtcdCursors.create()));
	}

	@Test
	void propertiesReachTheCursors() {
		this.contextRunner.withPropertyValues("etcd.watch.cursor.prefix=/mine/", "etcd.watch.cursor.save-interval=3s")
			.run((context) -> {
				EtcdCursors cursors = context.getBean(EtcdCursors.class);
				assertThat(cursors.prefix()).isEqualTo("/mine/");
				assertThat(cursors.saveInterval()).hasSeconds(3);
			});
	}

	@ParameterizedTest
	@CsvSource({ "start-timeout, -1s", "stop-timeout, -1s", "streams, 0", "streams, 9", "progress-interval, 0s",
			"max-backlog-events, 0", "max-backlog-size, 0B", "max-revision-size, 0B", "catch-up-streams, 0",
			"catch-up-streams, 9", "retry.max-retries, -1", "retry.delay, -1ms", "retry.max-delay, 1ms",
			"retry.multiplier, 0.5", "cursor.prefix, ''", "cursor.save-interval, -1s" })
	void rejectsValueThatCannotWorkByNameOfItsProperty(String name, String value) {
		this.contextRunner.withPropertyValues("etcd.watch." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("etcd.watch." + name)));
	}

	@Test
	void containerStartsWithTheContextAndStopsWithIt() {
		this.contextRunner.run((context) -> {
			EtcdWatchContainer container = context.getBean(EtcdWatchContainer.class);
			assertThat(container.isRunning()).isTrue();
			context.close();
			assertThat(container.isRunning()).isFalse();
		});
	}

	@Test
	void metricsBeanHearsOfEvents() {
		EtcdWatchMetrics metrics = mock();
		this.contextRunner.withBean(EtcdWatchMetrics.class, () -> metrics)
			.run((context) -> assertThat(
					context.getBean(EtcdWatchContainerConfigurer.class).settings().build().metrics())
				.isSameAs(metrics));
	}

	@Test
	void ownExecutorOnPlatformThreads() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(EtcdWatchContainerConfigurer.class).settings().build().executor())
			.isNull());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsWhereTheyAreEnabled() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> {
				assertThat(context.getBean(EtcdWatchContainerConfigurer.class).settings().build().executor())
					.isInstanceOf(VirtualThreadTaskExecutor.class);
				assertThat(context.getBean(EtcdConnection.class).settings().callbackExecutor())
					.isInstanceOf(VirtualThreadTaskExecutor.class);
				context.getBean(EtcdTemplate.class).put("/boot/watch/virtual", "1");
				assertThat(context.getBean(Listener.class).next()).isEqualTo("/boot/watch/virtual=1");
			});
	}

	@Test
	void backsOffWhenContainerIsDefined() {
		this.contextRunner.withUserConfiguration(ContainerConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(EtcdWatchContainer.class).hasBean("customContainer"));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(EtcdWatchContainer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EtcdWatchContainerConfigurer.class));
	}

	@Test
	void worksWithConnectionOfTheApplicationAlone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EtcdWatchAutoConfiguration.class))
			.withBean(EtcdConnection.class,
					() -> new EtcdConnection(Client.builder().endpoints(etcd.endpoint()),
							EtcdConnectionSettings.defaults()))
			.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> {
				new EtcdTemplate(context.getBean(EtcdConnection.class), EtcdValueConverter.create())
					.put("/boot/watch/alone", "1");
				assertThat(context.getBean(Listener.class).next()).isEqualTo("/boot/watch/alone=1");
			});
	}

	private static List<Long> intervals(EtcdWatchSettings settings) {
		List<Long> intervals = new CopyOnWriteArrayList<>();
		BackOffExecution execution = settings.handlerBackOff().start();
		long next = execution.nextBackOff();
		while (next != BackOffExecution.STOP) {
			intervals.add(next);
			next = execution.nextBackOff();
		}
		return intervals;
	}

	static class Listener {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@EtcdWatch(key = "/boot/watch/", prefix = true)
		void onEvent(String value, @EtcdKey String key) {
			this.events.add(key + "=" + value);
		}

		String next() throws InterruptedException {
			return this.events.poll(5, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableEtcdWatch
	static class EnabledConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerConfiguration {

		@Bean
		EtcdWatchContainer customContainer(EtcdWatchContainerConfigurer configurer, EtcdConnection connection) {
			return configurer.container(connection);
		}

	}

}
