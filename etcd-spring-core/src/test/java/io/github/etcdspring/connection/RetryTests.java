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
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What becomes of calls while a server is away or does not answer.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RetryTests {

	@Test
	void readsGoOnOverARestart() {
		try (EtcdServer server = EtcdServer.start();
				EtcdConnection connection = TestConnections.connect(Duration.ofSeconds(10), server.endpoint())) {
			TestConnections.put(connection, "key", "value");
			AtomicBoolean done = new AtomicBoolean();
			CompletableFuture<Integer> reads = CompletableFuture.supplyAsync(() -> {
				int count = 0;
				while (!done.get()) {
					assertThat(TestConnections.get(connection, "key")).isEqualTo("value");
					count++;
				}
				return count;
			});
			server.kill();
			server.restart();
			TestConnections.put(connection, "key", "value");
			done.set(true);
			assertThat(reads.orTimeout(15, TimeUnit.SECONDS).join()).isPositive();
		}
	}

	@Test
	void writesWaitForAServerThatIsAway() {
		try (EtcdServer server = EtcdServer.start();
				EtcdConnection connection = TestConnections.connect(Duration.ofSeconds(15), server.endpoint())) {
			TestConnections.put(connection, "key", "before");
			server.kill();
			Awaitility.await().until(() -> !connection.isConnected());
			List<CompletableFuture<Long>> writes = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				writes.add(connection.calls()
					.callAsync(TestConnections.PUT, TestConnections.put("key", "after"), EtcdCallSpec.DEFAULT,
							(response) -> response.getHeader().getRevision()));
			}
			server.restart();
			assertThat(writes)
				.allSatisfy((write) -> assertThat(write.orTimeout(15, TimeUnit.SECONDS).join()).isPositive());
			assertThat(writes.stream().map(CompletableFuture::join).distinct()).as("each applied once").hasSize(20);
		}
	}

	@Test
	void writeWithoutAnAnswerIsReportedAsUnknown() {
		try (EtcdServer server = EtcdServer.start();
				EtcdConnection connection = TestConnections.connect(Duration.ofSeconds(1), server.endpoint())) {
			EtcdCallSpec patient = EtcdCallSpec.of("key", Duration.ofSeconds(20));
			connection.calls()
				.call(TestConnections.PUT, TestConnections.put("key", "value"), patient, (response) -> response);
			server.pause();
			try {
				assertThatExceptionOfType(EtcdTimeoutException.class)
					.isThrownBy(() -> TestConnections.put(connection, "key", "secret-value"))
					.withMessageContainingAll("kv.put of key", server.endpoint(), "etcd.request-timeout")
					.withMessageNotContaining("secret-value")
					.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNKNOWN));
			}
			finally {
				server.resume();
			}
		}
	}

	@Test
	void readLeavesAMemberThatDoesNotAnswerForAnotherOne() {
		try (EtcdCluster cluster = EtcdCluster.start(3);
				EtcdConnection connection = TestConnections.connect(Duration.ofSeconds(5),
						cluster.endpoints().toArray(String[]::new))) {
			EtcdServer frozen = cluster.followers().get(0);
			Awaitility.await().untilAsserted(() -> {
				TestConnections.get(connection, "key");
				assertThat(connection.endpoints()).allMatch((each) -> each.state() == EtcdEndpoint.State.CONNECTED);
			});
			frozen.pause();
			try {
				for (int i = 0; i < 20; i++) {
					long start = System.nanoTime();
					TestConnections.get(connection, "key");
					assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
				}
			}
			finally {
				frozen.resume();
			}
		}
	}

	@Test
	void readLeavesTheLastTrustedMemberForASuspectOne() {
		try (EtcdCluster cluster = EtcdCluster.start(3)) {
			EtcdServer suspect = cluster.followers().get(0);
			EtcdServer trusted = cluster.followers().get(1);
			try (EtcdConnection connection = TestConnections.connect(Duration.ofSeconds(5), suspect.endpoint(),
					trusted.endpoint())) {
				Awaitility.await().untilAsserted(() -> {
					TestConnections.get(connection, "key");
					assertThat(connection.endpoints()).allMatch((each) -> each.state() == EtcdEndpoint.State.CONNECTED);
				});
				suspect.pause();
				try {
					TestConnections.get(connection, "key");
					TestConnections.get(connection, "key");
				}
				finally {
					suspect.resume();
				}
				trusted.pause();
				try {
					assertThatNoException().isThrownBy(() -> TestConnections.get(connection, "key"));
				}
				finally {
					trusted.resume();
				}
			}
		}
	}

	@Test
	void readThatMayNotBeRepeatedHasAllTheTime() {
		EtcdRetrySettings retry = new EtcdRetrySettings(0, Duration.ofMillis(50), Duration.ofSeconds(1), 2, 0.25,
				Duration.ofMillis(200), null);
		EtcdConnectionSettings settings = EtcdConnectionSettings.builder()
			.retry(retry)
			.loadBalancingPolicy(EtcdLoadBalancingPolicy.PICK_FIRST)
			.build();
		try (EtcdServer slow = EtcdServer.start();
				TcpRelay other = TcpRelay.to(slow.endpoint());
				EtcdConnection connection = new EtcdConnection(
						TestConnections.builder(List.of(slow.endpoint(), other.endpoint())), settings)) {
			Awaitility.await().untilAsserted(() -> {
				TestConnections.get(connection, "key");
				assertThat(connection.endpoints()).allMatch((each) -> each.state() == EtcdEndpoint.State.CONNECTED);
			});
			slow.pause();
			CompletableFuture<Void> resumed = CompletableFuture.runAsync(slow::resume,
					CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS));
			assertThat(TestConnections.get(connection, "key")).isEmpty();
			resumed.join();
		}
	}

	@Test
	void connectsAgainThoughAnAttemptHangs() throws IOException {
		try (EtcdServer server = EtcdServer.start();
				EtcdConnection connection = new EtcdConnection(
						TestConnections.builder(server.endpoints()).connectTimeout(Duration.ofMillis(200)),
						EtcdConnectionSettings.defaults())) {
			TestConnections.put(connection, "key", "value");
			server.kill();
			Awaitility.await().until(() -> connection.endpoints().get(0).state() == EtcdEndpoint.State.DISCONNECTED);
			Socket hanging;
			try (ServerSocket silent = new ServerSocket(URI.create(server.endpoint()).getPort(), 50,
					InetAddress.getLoopbackAddress())) {
				hanging = silent.accept();
			}
			try (hanging) {
				server.restart();
				Awaitility.await().until(connection::isConnected);
			}
		}
	}

	@Test
	void onlyOneLineIsLoggedPerLossAndOnePerRecovery(CapturedOutput output) {
		try (EtcdServer server = EtcdServer.start();
				EtcdConnection connection = TestConnections.connect(Duration.ofSeconds(10), server.endpoint())) {
			TestConnections.put(connection, "key", "value");
			for (int round = 1; round <= 3; round++) {
				server.kill();
				Awaitility.await().until(() -> !connection.isConnected());
				server.restart();
				TestConnections.put(connection, "key", "value");
				int expected = round;
				Awaitility.await()
					.untilAsserted(() -> assertThat(lines(output, "to etcd at " + server.endpoint() + " again"))
						.isEqualTo(expected));
				assertThat(lines(output, "Lost the connection to etcd at " + server.endpoint())).isEqualTo(expected);
			}
			assertThat(lines(output, "WARN")).isEqualTo(3);
		}
	}

	@Test
	void callToOneEndpointFailsAtOnceWhileItIsAway() {
		try (EtcdCluster cluster = EtcdCluster.start(3);
				EtcdConnection connection = TestConnections.connect(cluster.member(0).endpoint(),
						cluster.member(1).endpoint())) {
			EtcdServer away = cluster.member(0);
			EtcdServer healthy = cluster.member(1);
			assertThat(version(connection, away)).isEqualTo(away.version());
			away.kill();
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(connection.endpoints().get(0).lastError()).isEqualTo("connection refused"));
			assertThatExceptionOfType(EtcdUnavailableException.class).isThrownBy(() -> version(connection, away))
				.withMessageContainingAll(away.endpoint(), "connection refused");
			assertThat(version(connection, healthy)).isEqualTo(healthy.version());
		}
	}

	private static String version(EtcdConnection connection, EtcdServer server) {
		return connection.calls()
			.call(EtcdRpc.read("maintenance.status", MaintenanceGrpc.getStatusMethod()),
					StatusRequest.getDefaultInstance(), EtcdCallSpec.at(server.endpoint(), null),
					(response) -> response.getVersion());
	}

	private static long lines(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).count();
	}

}
