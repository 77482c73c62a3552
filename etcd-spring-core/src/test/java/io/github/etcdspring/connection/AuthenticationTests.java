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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserListRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls of a server that asks who is there.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class AuthenticationTests {

	private static final String PASSWORD = "correct-horse-battery";

	private static EtcdServer server;

	@BeforeAll
	static void startWithAuthentication() {
		server = EtcdServer.builder().flag("--auth-token-ttl", "2").start();
		server.gateway().call("/v3/auth/user/add", Map.of("name", "root", "password", PASSWORD));
		server.gateway().call("/v3/auth/role/add", Map.of("name", "root"));
		server.gateway().call("/v3/auth/user/grant", Map.of("user", "root", "role", "root"));
		server.gateway().call("/v3/auth/user/add", Map.of("name", "guest", "password", PASSWORD));
		server.gateway().call("/v3/auth/enable", Map.of());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void rightPassword() {
		try (EtcdConnection connection = connect("root", PASSWORD)) {
			TestConnections.put(connection, "key", "value");
			assertThat(TestConnections.get(connection, "key")).isEqualTo("value");
		}
	}

	@Test
	void wrongPasswordIsRefusedAtOnceNamingTheProperties() {
		try (EtcdConnection connection = connect("root", "wrong-horse")) {
			assertThatExceptionOfType(EtcdAuthenticationException.class)
				.isThrownBy(() -> TestConnections.put(connection, "key", "value"))
				.withMessageContainingAll("etcd.username", "etcd.password", server.endpoint())
				.withMessageNotContaining("wrong-horse")
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
		}
	}

	@Test
	void eachCallReportsARefusedAuthenticationAsItsOwnFailure() {
		try (EtcdConnection connection = connect("root", "wrong-horse")) {
			List<Throwable> failures = IntStream.range(0, 2)
				.mapToObj((i) -> connection.calls()
					.callAsync(TestConnections.PUT, TestConnections.put("key", "value"),
							EtcdCallSpec.of("key" + i, null), (response) -> response))
				.toList()
				.stream()
				.map((call) -> call.handle((response, failure) -> failure).join())
				.toList();
			assertThat(failures)
				.allSatisfy((failure) -> assertThat(failure).isInstanceOf(EtcdAuthenticationException.class));
			assertThat(failures.get(0)).hasMessageContaining("kv.put of key0");
			assertThat(failures.get(1)).hasMessageContaining("kv.put of key1");
		}
	}

	@Test
	void writeThatGetsNoTokenIsReportedAsUnsent() {
		try (EtcdServer open = EtcdServer.start(); TestContext context = new TestContext()) {
			DefaultEtcdCalls calls = context.calls(TestConnections.builder(open.endpoint(), "root", PASSWORD));
			Awaitility.await().until(() -> context.connected() == 1);
			open.pause();
			try {
				assertThatExceptionOfType(EtcdTimeoutException.class)
					.isThrownBy(() -> calls.call(TestConnections.PUT, TestConnections.put("key", "value"),
							EtcdCallSpec.of("key", Duration.ofMillis(500)), (response) -> response))
					.withMessageContaining("no token")
					.withMessageNotContaining("not connected")
					.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
			}
			finally {
				open.resume();
			}
		}
	}

	@Test
	void userThatDoesNotExistIsNoMatterOfTheToken() {
		try (EtcdConnection connection = connect("root", PASSWORD)) {
			TestConnections.put(connection, "key", "value");
			long before = authentications(server);
			assertThatExceptionOfType(EtcdInvalidRequestException.class)
				.isThrownBy(() -> connection.calls()
					.call(EtcdRpc.read("auth.userGet", AuthGrpc.getUserGetMethod()),
							AuthUserGetRequest.newBuilder().setName("nobody").build(), EtcdCallSpec.DEFAULT,
							(response) -> response))
				.withMessageContaining("user name not found");
			assertThat(authentications(server)).isEqualTo(before);
		}
	}

	@Test
	void missingCredentialsAreReportedNamingTheProperties() {
		try (EtcdConnection connection = TestConnections.connect(server.endpoint())) {
			assertThatExceptionOfType(EtcdAuthenticationException.class)
				.isThrownBy(() -> TestConnections.put(connection, "key", "value"))
				.withMessageContainingAll("etcd.username", "etcd.password");
		}
	}

	@Test
	void missingPermission() {
		try (EtcdConnection connection = connect("guest", PASSWORD)) {
			assertThatExceptionOfType(EtcdPermissionDeniedException.class)
				.isThrownBy(() -> TestConnections.put(connection, "key", "value"))
				.withMessageContainingAll("kv.put of key", "the permission for the range");
		}
	}

	@Test
	void administrationNeedsTheRoleOfRoot() {
		try (EtcdConnection connection = connect("guest", PASSWORD)) {
			assertThatExceptionOfType(EtcdPermissionDeniedException.class)
				.isThrownBy(() -> connection.calls()
					.call(EtcdRpc.read("auth.users", AuthGrpc.getUserListMethod()),
							AuthUserListRequest.getDefaultInstance(), EtcdCallSpec.DEFAULT, (response) -> response))
				.withMessageContainingAll("auth.users", "the role 'root'")
				.withMessageNotContaining("range");
		}
	}

	@Test
	void credentialsAtAServerWithoutAuthenticationWorkWithOneWarning(CapturedOutput output) {
		try (EtcdServer open = EtcdServer.start();
				EtcdConnection connection = connect(open.endpoint(), "root", PASSWORD)) {
			TestConnections.put(connection, "key", "value");
			TestConnections.put(connection, "key", "value");
			assertThat(output.getAll().lines().filter((line) -> line.contains("authentication is not enabled")))
				.singleElement()
				.asString()
				.contains("etcd.username", "WARN");
		}
	}

	@Test
	void expiredTokenIsRenewedOnceForAllCalls() {
		try (EtcdConnection connection = connect("root", PASSWORD)) {
			TestConnections.put(connection, "key", "value");
			String token = "the token has expired when a new one is asked for";
			long before = authentications(server);
			Awaitility.await(token).pollInterval(Duration.ofSeconds(5)).timeout(Duration.ofSeconds(30)).until(() -> {
				List<CompletableFuture<Long>> calls = IntStream.range(0, 50)
					.mapToObj((i) -> connection.calls()
						.callAsync(TestConnections.PUT, TestConnections.put("key", "value"), EtcdCallSpec.DEFAULT,
								(response) -> response.getHeader().getRevision()))
					.toList();
				assertThat(calls).allSatisfy((call) -> assertThat(call.join()).isPositive());
				return authentications(server) > before;
			});
			assertThat(authentications(server)).isEqualTo(before + 1);
		}
	}

	@Test
	void firstCallAfterTheEndOfATokenIsHardlySlower() {
		// The cheapest hash of passwords: what a hash costs the server is its own affair
		try (EtcdServer own = EtcdServer.builder().webTokens(Duration.ofSeconds(1)).flag("bcrypt-cost", "4").start()) {
			own.enableAuthentication(PASSWORD);
			try (EtcdConnection connection = connect(own.endpoint(), "root", PASSWORD)) {
				IntStream.range(0, 200).forEach((i) -> TestConnections.put(connection, "key", "value"));
				List<Duration> first = IntStream.range(0, 3).mapToObj((i) -> {
					Awaitility.await().pollDelay(Duration.ofMillis(2100)).until(() -> true);
					return timeOfPut(connection);
				}).toList();
				// The fastest: anything else that runs on the machine may slow a call
				// down
				assertThat(Collections.min(first)).isLessThan(timeOfPut(connection).plusMillis(100));
			}
		}
	}

	@Test
	void tokenThatTellsItsEndIsRenewedBefore() {
		try (EtcdServer own = EtcdServer.builder().webTokens(Duration.ofSeconds(4)).start()) {
			own.enableAuthentication(PASSWORD);
			try (EtcdConnection connection = connect(own.endpoint(), "root", PASSWORD)) {
				TestConnections.put(connection, "key", "value");
				long before = authentications(own);
				Awaitility.await().until(() -> authentications(own) >= before + 2);
				TestConnections.put(connection, "key", "value");
				assertThat(refusedPuts(own)).isZero();
			}
		}
	}

	private static Duration timeOfPut(EtcdConnection connection) {
		long start = System.nanoTime();
		TestConnections.put(connection, "key", "value");
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static EtcdConnection connect(String user, String password) {
		return connect(server.endpoint(), user, password);
	}

	private static EtcdConnection connect(String endpoint, String user, String password) {
		ClientBuilder builder = TestConnections.builder(endpoint, user, password);
		return new EtcdConnection(builder, EtcdConnectionSettings.defaults());
	}

	private static long authentications(EtcdServer of) {
		return handled(of, "\"Authenticate\"", "\"OK\"");
	}

	private static long refusedPuts(EtcdServer of) {
		return handled(of, "\"Put\"", "\"Unauthenticated\"");
	}

	private static long handled(EtcdServer of, String method, String status) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(of.endpoint() + "/metrics")).build();
			return HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofLines())
				.body()
				.filter((line) -> line.startsWith("grpc_server_handled_total") && line.contains(method)
						&& line.contains(status))
				.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
				.sum();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
