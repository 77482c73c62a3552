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

package io.github.etcdspring.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.binary.EtcdBinary;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches through etcd's own gRPC proxy, which chooses the ids of watches.
 *
 * @author The etcd-spring authors
 */
class WatchProxyTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	private Process proxy;

	private WatchedEtcd etcd;

	@BeforeEach
	void start() throws IOException {
		EtcdServer server = EtcdServer.start();
		String address = "127.0.0.1:" + freePort();
		startProxy(server, address);
		this.etcd = new WatchedEtcd(server, (client) -> client.endpoints(URI.create("http://" + address)), (client) -> {
		}, (settings) -> settings.progressInterval(Duration.ofMillis(100)));
		this.etcd.container.start();
	}

	private void startProxy(EtcdServer server, String address) throws IOException {
		this.proxy = new ProcessBuilder(EtcdBinary.find(server.version()).path().toString(), "grpc-proxy", "start",
				"--endpoints=" + server.endpoint(), "--listen-addr=" + address, "--advertise-client-url=" + address)
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("proxy.log").toFile())
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@AfterEach
	void stop() {
		this.etcd.close();
		this.proxy.destroyForcibly().onExit().join();
	}

	@Test
	void eachWatchGetsItsOwnChangesInOrder() {
		List<Recorder> recorders = new ArrayList<>();
		List<EtcdWatchRegistration> registrations = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Recorder recorder = new Recorder();
			recorders.add(recorder);
			registrations.add(this.etcd.container.register(KeyRange.prefix("/k/" + i + "/"), String.class, recorder));
		}
		assertThat(registrations).allMatch((registration) -> registration.awaitCreated(TIMEOUT));
		for (int n = 0; n < 50; n++) {
			for (int i = 0; i < 20; i++) {
				this.etcd.put("/k/" + i + "/a", i + "-" + n);
			}
		}
		for (int i = 0; i < 20; i++) {
			int watch = i;
			await().atMost(TIMEOUT).until(() -> recorders.get(watch).batches.size() >= 50);
			assertThat(recorders.get(i).values())
				.isEqualTo(IntStream.range(0, 50).mapToObj((n) -> watch + "-" + n).toList());
		}
		assertThat(registrations).allMatch((registration) -> registration.state() == State.ACTIVE);
	}

	@Test
	void watchesGoOnWhereTheyWereWhenTheProxyIsBack() throws IOException {
		Recorder recorder = new Recorder();
		EtcdWatchRegistration registration = this.etcd.container.register(KeyRange.prefix("/k/"), String.class,
				recorder);
		EtcdWatchRegistration cancelled = this.etcd.container.register(KeyRange.prefix("/k/"), String.class, recorder);
		assertThat(registration.awaitCreated(TIMEOUT) && cancelled.awaitCreated(TIMEOUT)).isTrue();
		cancelled.cancel();
		this.etcd.put("/k/a", "1");
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() == 1);
		URI uri = URI.create(this.etcd.connection.endpoints().get(0).uri());
		this.proxy.destroyForcibly().onExit().join();
		IntStream.range(2, 10).forEach((i) -> this.etcd.put("/k/a", String.valueOf(i)));
		startProxy(this.etcd.server, uri.getAuthority());
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() >= 9);
		this.etcd.put("/k/a", "10");
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() >= 10);
		assertThat(recorder.values()).isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toList());
	}

	@Test
	void historyArrivesWholeAndInOrder() {
		IntStream.range(0, 300).forEach((i) -> this.etcd.put("/k/" + i, "x".repeat(1000)));
		Recorder recorder = new Recorder();
		this.etcd.container.register(KeyRange.prefix("/k/"), String.class, recorder, EtcdWatchSpec::fromEarliest);
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() >= 300);
		this.etcd.put("/k/last", "1");
		await().atMost(TIMEOUT).until(() -> recorder.values().contains("1"));
		assertThat(recorder.batches).hasSize(301);
		assertThat(recorder.revisions()).isSorted().doesNotHaveDuplicates();
	}

}
