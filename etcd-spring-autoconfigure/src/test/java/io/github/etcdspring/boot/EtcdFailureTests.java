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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what users get to read when the connection cannot work: the property and the
 * remedy, in time, without a flood of stack traces.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class EtcdFailureTests {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

	/** What is told without waiting may take long on a busy machine. */
	private static final String PATIENCE = "etcd.request-timeout=30s";

	private static final Duration TOLERANCE = Duration.ofSeconds(15);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("etcd.request-timeout=" + REQUEST_TIMEOUT.toMillis() + "ms", "logging.level.root=info");

	@Test
	void refusedPort(CapturedOutput output) {
		String endpoint = "http://127.0.0.1:" + freePort();
		fails(this.contextRunner.withPropertyValues("etcd.endpoints=" + endpoint), endpoint, "connection refused",
				"etcd.endpoints");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void unknownHost(CapturedOutput output) {
		fails(this.contextRunner.withPropertyValues("etcd.endpoints=http://no-such-host.invalid:2379"),
				"http://no-such-host.invalid:2379", "unknown host", "etcd.endpoints");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void portThatAcceptsAndNeverAnswers(CapturedOutput output) throws IOException {
		try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String endpoint = "http://127.0.0.1:" + blackHole.getLocalPort();
			fails(this.contextRunner.withPropertyValues("etcd.endpoints=" + endpoint, "etcd.connect-timeout=500ms"),
					endpoint, "no answer", "etcd.endpoints");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void tlsAgainstPlainText(CapturedOutput output) {
		try (EtcdServer etcd = EtcdServer.start()) {
			String endpoint = etcd.endpoint().replace("http:", "https:");
			fails(this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
				.withPropertyValues("etcd.endpoints=" + endpoint, "etcd.ssl.bundle=etcd"), endpoint, "TLS",
					"etcd.endpoints");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void plainTextAgainstTls(CapturedOutput output) {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			String endpoint = etcd.endpoint().replace("https:", "http:");
			fails(this.contextRunner.withPropertyValues("etcd.endpoints=" + endpoint), endpoint, "TLS",
					"etcd.endpoints");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void wrongAuthority(CapturedOutput output) {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			fails(this.contextRunner.withPropertyValues("etcd.endpoints=" + etcd.endpoint()), etcd.endpoint(),
					"certificate is not trusted", "etcd.ssl.bundle");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void wrongNameInCertificate(CapturedOutput output) {
		try (EtcdServer etcd = TestTls.ONE_WAY.start()) {
			fails(this.contextRunner.withPropertyValues(TestTls.ONE_WAY.bundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd",
						"etcd.authority=other.example.org"),
					etcd.endpoint(), "other.example.org", "etcd.ssl.bundle");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void missingClientCertificate(CapturedOutput output) {
		try (EtcdServer etcd = TestTls.MUTUAL.start()) {
			fails(this.contextRunner.withPropertyValues(TestTls.MUTUAL.trustingBundle())
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), "etcd.ssl.bundle=etcd"), etcd.endpoint(),
					"etcd.ssl.bundle");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void wrongPassword(CapturedOutput output) {
		try (EtcdServer etcd = EtcdServer.start()) {
			TestUsers.enable(etcd);
			fails(this.contextRunner.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), PATIENCE,
					"etcd.username=app", "etcd.password=marker"), EtcdAuthenticationException.class, "etcd.username",
					"etcd.password");
		}
		assertThat(output).doesNotContain("\tat ").doesNotContain("marker");
	}

	@Test
	void missingCredentials(CapturedOutput output) {
		try (EtcdServer etcd = EtcdServer.start()) {
			TestUsers.enable(etcd);
			fails(this.contextRunner.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), PATIENCE),
					EtcdAuthenticationException.class, "etcd.username", "etcd.password");
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void userWithoutPermissionForKeyOfTheCheckStarts() {
		try (EtcdServer etcd = EtcdServer.start()) {
			TestUsers.enable(etcd);
			this.contextRunner
				.withPropertyValues("etcd.endpoints=" + etcd.endpoint(), PATIENCE, "etcd.username=app",
						"etcd.password=" + TestUsers.PASSWORD, "etcd.fail-fast=true")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					context.getBean(EtcdTemplate.class).put("/app/key", "value");
					assertThat(context.getBean(EtcdTemplate.class).get("/app/key")).isEqualTo("value");
				});
		}
	}

	private void fails(ApplicationContextRunner runner, String... fragments) {
		fails(runner, EtcdException.class, fragments);
	}

	private void fails(ApplicationContextRunner runner, Class<? extends EtcdException> type, String... fragments) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			EtcdException failure = inTime(() -> catchThrowableOfType(type, () -> template.get("/app/key")));
			assertThat(failure).isNotNull();
			assertThat(failure.getMessage()).contains(fragments).doesNotContain("marker");
		});
		inTime(() -> {
			runner.withPropertyValues("etcd.fail-fast=true").run(analyzed((analysis) -> {
				assertThat(analysis.getDescription() + analysis.getAction()).contains(fragments)
					.doesNotContain("marker");
				assertThat(analysis.getAction()).contains("'etcd.");
			}));
			return null;
		});
	}

	private static ContextConsumer<AssertableApplicationContext> analyzed(Consumer<FailureAnalysis> consumer) {
		return (context) -> {
			FailureAnalysis analysis = new EtcdFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			consumer.accept(analysis);
		};
	}

	private static <T> T inTime(Supplier<T> action) {
		long start = System.nanoTime();
		T result = action.get();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(REQUEST_TIMEOUT.plus(TOLERANCE));
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

}
