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

package io.github.etcdspring.test.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.EtcdGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TcpRelay}, with a server that sends back what it gets.
 *
 * @author The etcd-spring authors
 */
class TcpRelayTests {

	private ServerSocket server;

	private Thread acceptor;

	private TcpRelay relay;

	@BeforeEach
	void setUp() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.acceptor = TcpRelay.startDaemon("echo", () -> {
			while (!this.server.isClosed()) {
				try {
					Socket socket = this.server.accept();
					TcpRelay.startDaemon("echo", () -> echo(socket));
				}
				catch (IOException ex) {
					// Closed
				}
			}
		});
		this.relay = TcpRelay.to("http://127.0.0.1:" + this.server.getLocalPort());
	}

	@AfterEach
	void tearDown() throws IOException {
		this.relay.close();
		this.server.close();
	}

	@Test
	void passesEverythingOnAndCounts() throws IOException {
		try (Socket first = connect(); Socket second = connect()) {
			assertThat(exchange(first, 1)).isEqualTo(1);
			assertThat(exchange(second, 2)).isEqualTo(2);
			assertThat(exchange(second, 3)).isEqualTo(3);
			assertThat(this.relay.accepted()).isEqualTo(2);
			assertThat(this.relay.traffic().toServer()).isEqualTo(3);
			await().untilAsserted(() -> assertThat(this.relay.traffic().toClient()).isEqualTo(3));
			assertThat(this.relay.connections()).hasSize(2);
			assertThat(this.relay.connections().get(1).traffic().toServer()).isEqualTo(2);
		}
		await().untilAsserted(() -> assertThat(this.relay.connections()).isEmpty());
	}

	@Test
	void cutResetsConnectionsAndAcceptsNewOnes() throws IOException {
		try (Socket socket = connect()) {
			exchange(socket, 1);
			this.relay.cut();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("reset");
		}
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 2)).isEqualTo(2);
		}
	}

	@Test
	void healsAlthoughThePortIsStillInUseForAMoment() throws IOException {
		this.relay.refuse();
		int port = URI.create(this.relay.endpoint()).getPort();
		ServerSocket copy = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
		CompletableFuture<Void> released = CompletableFuture.runAsync(() -> close(copy),
				CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
		this.relay.heal();
		released.join();
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 1)).isEqualTo(1);
		}
	}

	@Test
	void cutsSingleConnection() throws IOException {
		try (Socket first = connect(); Socket second = connect()) {
			exchange(first, 1);
			exchange(second, 1);
			RelayedConnection connection = this.relay.connections().get(0);
			assertThat(connection.isOpen()).isTrue();
			connection.cut();
			assertThat(connection.isOpen()).isFalse();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> first.getInputStream().read());
			assertThat(exchange(second, 2)).isEqualTo(2);
		}
	}

	@Test
	void refusesUntilHealed() throws IOException {
		String endpoint = this.relay.endpoint();
		try (Socket socket = connect()) {
			exchange(socket, 1);
			this.relay.refuse();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect().close());
		}
		this.relay.heal();
		assertThat(this.relay.endpoint()).isEqualTo(endpoint);
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 2)).isEqualTo(2);
		}
	}

	@Test
	void blackHoleSwallowsUntilHealed() throws IOException {
		try (Socket old = connect()) {
			exchange(old, 1);
			this.relay.blackHole();
			try (Socket socket = connect()) {
				for (Socket silent : new Socket[] { old, socket }) {
					silent.setSoTimeout(200);
					silent.getOutputStream().write(7);
					assertThatExceptionOfType(SocketTimeoutException.class)
						.isThrownBy(() -> silent.getInputStream().read());
				}
				this.relay.heal();
				for (Socket awake : new Socket[] { old, socket }) {
					awake.setSoTimeout(5000);
					assertThat(awake.getInputStream().read()).isEqualTo(7);
				}
			}
		}
	}

	@Test
	void cutEndsBlackHole() throws IOException {
		try (Socket socket = connect()) {
			exchange(socket, 1);
			this.relay.connections().get(0).blackHole();
			socket.getOutputStream().write(1);
			this.relay.cut();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
		}
	}

	@Test
	void delaysBothDirections() throws IOException {
		try (Socket socket = connect()) {
			exchange(socket, 1);
			this.relay.delay(Duration.ofMillis(100));
			long start = System.nanoTime();
			exchange(socket, 2);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(200),
					Duration.ofSeconds(5));
		}
	}

	@Test
	void flapsUntilHealed() throws IOException {
		this.relay.flap(Duration.ofMillis(20), Duration.ofMillis(20));
		await().until(() -> !canConnect());
		await().until(this::canConnect);
		await().until(() -> !canConnect());
		this.relay.heal();
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 2)).isEqualTo(2);
		}
	}

	@Test
	void resetsClientWhenServerIsGone() throws Exception {
		this.server.close();
		// Until nobody waits for a connection any more, the system may take one, and end
		// it
		this.acceptor.join();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			try (Socket socket = connect()) {
				exchange(socket, 1);
			}
		});
	}

	@Test
	void leavesNoThreadBehind() throws IOException {
		try (Socket socket = connect()) {
			exchange(socket, 1);
			this.relay.close();
		}
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("relay-")));
	}

	@Test
	void standsBeforeEtcd() {
		try (EtcdServer etcd = EtcdServer.start(); TcpRelay before = TcpRelay.to(etcd.endpoint())) {
			EtcdGateway gateway = new EtcdGateway(before.endpoint()).within(Duration.ofMillis(500));
			gateway.put("/a", "1");
			before.blackHole();
			assertThat(gateway.isReady()).isFalse();
			before.heal();
			before.refuse();
			assertThat(gateway.isReady()).isFalse();
			before.heal();
			assertThat(gateway.within(Duration.ofSeconds(5)).get("/a")).isEqualTo("1");
		}
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean canConnect() {
		try (Socket socket = connect()) {
			return exchange(socket, 1) == 1;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Socket connect() throws IOException {
		URI endpoint = URI.create(this.relay.endpoint());
		Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
		socket.setSoTimeout(5000);
		return socket;
	}

	private static int exchange(Socket socket, int value) throws IOException {
		socket.getOutputStream().write(value);
		return socket.getInputStream().read();
	}

	private static void echo(Socket socket) {
		try (socket) {
			for (int value = socket.getInputStream().read(); value >= 0; value = socket.getInputStream().read()) {
				socket.getOutputStream().write(value);
			}
		}
		catch (IOException ex) {
			// Reset
		}
	}

}
