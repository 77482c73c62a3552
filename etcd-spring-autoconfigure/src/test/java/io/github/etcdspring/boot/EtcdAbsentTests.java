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

package io.github.etcdspring.boot;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.health.EtcdHealthContributorAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an application whose etcd is away when it starts.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdAbsentTests {

	@Test
	void startsFailsCallsInTimeIsDownAndClosesPromptly(CapturedOutput output) {
		int port = freePort();
		ConfigurableApplicationContext context = within(Duration.ofSeconds(10), () -> run(port));
		EtcdTemplate template = context.getBean(EtcdTemplate.class);
		EtcdException failure = within(Duration.ofMillis(1500),
				() -> catchThrowableOfType(EtcdException.class, () -> template.get("/absent")));
		assertThat(failure).isInstanceOfAny(EtcdTimeoutException.class, EtcdUnavailableException.class)
			.hasMessageContaining("http://127.0.0.1:" + port)
			.hasMessageContaining("'etcd.endpoints'");
		assertThat(within(Duration.ofSeconds(2), context.getBean(HealthIndicator.class)::health).getStatus())
			.isEqualTo(Status.DOWN);
		assertThat(context.getBean(EtcdWatchContainer.class).registrations()).singleElement()
			.satisfies((watch) -> assertThat(watch.state()).isEqualTo(State.CONNECTING));
		within(Duration.ofSeconds(5), () -> {
			context.close();
			return null;
		});
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("etcd-")));
		assertThat(output).doesNotContain("\tat ");
		assertThat(output.toString().lines().filter((line) -> line.contains("Cannot connect to etcd"))).hasSize(1);
	}

	@Test
	void everythingWorksOnceEtcdIsThere() throws InterruptedException {
		int port = freePort();
		try (ConfigurableApplicationContext context = run(port);
				EtcdServer etcd = EtcdServer.builder().port(port).start()) {
			await().until(() -> context.getBean(HealthIndicator.class).health().getStatus().equals(Status.UP));
			await().until(() -> context.getBean(EtcdWatchContainer.class)
				.registrations()
				.stream()
				.allMatch((watch) -> watch.state() == State.ACTIVE));
			assertThat(etcd.gateway().put("/absent/key", "value")).isPositive();
			assertThat(context.getBean(Listener.class).values.poll(5, TimeUnit.SECONDS)).isEqualTo("value");
		}
	}

	@Test
	void startsWithinTheConnectTimeoutWithAnEtcdThatDoesNotAnswer() {
		try (EtcdServer etcd = EtcdServer.start()) {
			etcd.pause();
			try (ConfigurableApplicationContext context = within(Duration.ofSeconds(30),
					() -> run(URI.create(etcd.endpoint()).getPort()))) {
				assertThat(context.getBean(EtcdWatchContainer.class).registrations()).singleElement()
					.satisfies((watch) -> assertThat(watch.state()).isEqualTo(State.CONNECTING));
				etcd.resume();
				await().until(() -> context.getBean(EtcdWatchContainer.class)
					.registrations()
					.stream()
					.allMatch((watch) -> watch.state() == State.ACTIVE));
			}
		}
	}

	private static ConfigurableApplicationContext run(int port) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("etcd.endpoints=http://127.0.0.1:" + port, "etcd.request-timeout=1s",
					"etcd.watch.start-timeout=5m", "spring.main.banner-mode=off")
			.run();
	}

	private static <T> T within(Duration bound, Supplier<T> action) {
		long start = System.nanoTime();
		T result = action.get();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(bound);
		return result;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			EtcdHealthContributorAutoConfiguration.class, SslAutoConfiguration.class })
	@Import(Listener.class)
	static class Application {

	}

	static class Listener {

		private final BlockingQueue<String> values = new LinkedBlockingQueue<>();

		@EtcdWatch(key = "/absent/", prefix = true)
		void onEvent(String value) {
			this.values.add(value);
		}

	}

}
