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

package io.github.etcdspring.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.etcd.jetcd.ClientBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.security.EtcdTls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a caller and the log learn when nothing that speaks etcd is at an endpoint.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class UnreachableEndpointTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@Test
	void refusedPort(CapturedOutput output) throws IOException {
		assertTimesOutSaying("http://127.0.0.1:" + closedPort(), "connection refused");
		assertOneWarningWithoutStackTrace(output);
	}

	@Test
	void unknownHost(CapturedOutput output) {
		assertTimesOutSaying("http://no-such-host.invalid:2379", "unknown host");
		assertOneWarningWithoutStackTrace(output);
	}

	@Test
	void portThatAcceptsAndNeverAnswers(CapturedOutput output) throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertTimesOutSaying("http://127.0.0.1:" + silent.getLocalPort(), "no answer to the attempt to connect");
			assertOneWarningWithoutStackTrace(output);
		}
	}

	@Test
	void portThatNeverAnswersToACallThatHasLessTimeThanTheAttemptToConnect() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
			try (EtcdConnection connection = TestConnections.connect(Duration.ofMillis(500), endpoint)) {
				assertThatExceptionOfType(EtcdTimeoutException.class)
					.isThrownBy(() -> TestConnections.put(connection, "key", "value"))
					.withMessageContainingAll(endpoint, "no answer to the attempt to connect for ", " ms");
			}
		}
	}

	@Test
	void tlsAgainstPlainText(CapturedOutput output) throws Exception {
		try (EtcdServer server = EtcdServer.start()) {
			ClientBuilder builder = TestConnections.builder(server.endpoints()).sslContext((ssl) -> {
			});
			assertTimesOutSaying(builder, server.endpoint().replace("http:", "https:"), "TLS");
			assertOneWarningWithoutStackTrace(output);
		}
	}

	@Test
	void plainTextAgainstTls(CapturedOutput output) {
		try (EtcdServer server = EtcdServer.builder().tls(EtcdTls.create()).start()) {
			assertTimesOutSaying(server.endpoint().replace("https:", "http:"), "use an https endpoint");
			assertOneWarningWithoutStackTrace(output);
		}
	}

	@Test
	void serverThatAcceptsAndNeverAnswersIsUnreachableUntilItAnswers() {
		try (EtcdServer server = EtcdServer.start();
				EtcdConnection connection = TestConnections.connect(Duration.ofMinutes(1), server.endpoint())) {
			server.pause();
			assertThat(connection.isUnreachable()).isFalse();
			CompletableFuture<?> call = connection.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT, (response) -> "");
			Awaitility.await().until(connection::isUnreachable);
			server.resume();
			assertThat(call).succeedsWithin(Duration.ofSeconds(20));
			assertThat(connection.isUnreachable()).isFalse();
		}
	}

	@Test
	void oneEndpointThatNeverAnswersAndOneThatRefusesAreUnreachable() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				EtcdConnection connection = TestConnections.connect("http://127.0.0.1:" + silent.getLocalPort(),
						"http://127.0.0.1:" + closedPort())) {
			CompletableFuture<?> call = connection.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT, (response) -> "");
			Awaitility.await().until(connection::isUnreachable);
			call.cancel(true);
		}
	}

	@Test
	void interceptorThatThrowsDoesNotEndTheAttempts() throws IOException {
		String endpoint = "http://127.0.0.1:" + closedPort();
		AtomicBoolean failing = new AtomicBoolean(true);
		ClientBuilder builder = TestConnections.builder(List.of(endpoint))
			.interceptor(
					new StartInterceptor(TestConnections.RANGE.method(), () -> Assert.state(!failing.get(), "no")));
		try (EtcdConnection connection = new EtcdConnection(builder, EtcdConnectionSettings.defaults())) {
			CompletableFuture<?> call = connection.calls()
				.callAsync(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT, (response) -> "");
			Awaitility.await()
				.untilAsserted(() -> assertThat(connection.endpoints()).singleElement()
					.satisfies((each) -> assertThat(each.lastError()).contains("IllegalStateException")));
			failing.set(false);
			Awaitility.await()
				.untilAsserted(() -> assertThat(connection.endpoints()).singleElement()
					.satisfies((each) -> assertThat(each.lastError()).contains("connection refused")));
			call.cancel(true);
		}
	}

	private static void assertTimesOutSaying(String endpoint, String reason) {
		assertTimesOutSaying(TestConnections.builder(List.of(endpoint)), endpoint, reason);
	}

	private static void assertTimesOutSaying(ClientBuilder builder, String endpoint, String reason) {
		EtcdConnectionSettings settings = EtcdConnectionSettings.builder().requestTimeout(TIMEOUT).build();
		try (EtcdConnection connection = new EtcdConnection(builder, settings)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(EtcdTimeoutException.class)
				.isThrownBy(() -> TestConnections.put(connection, "key", "value"))
				.withMessageContainingAll("kv.put of key", endpoint, reason, "etcd.endpoints", "etcd.request-timeout")
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(4));
			assertThat(connection.isConnected()).isFalse();
			Awaitility.await().until(connection::isUnreachable);
			assertThat(connection.endpoints()).singleElement()
				.satisfies((each) -> assertThat(each.state()).isEqualTo(EtcdEndpoint.State.DISCONNECTED))
				.satisfies((each) -> assertThat(each.lastError()).contains(reason));
		}
	}

	private static void assertOneWarningWithoutStackTrace(CapturedOutput output) {
		assertThat(output.getAll().lines().filter((line) -> line.contains("Cannot connect to etcd"))).hasSize(1);
		assertThat(output.getAll()).doesNotContain("\tat ");
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
