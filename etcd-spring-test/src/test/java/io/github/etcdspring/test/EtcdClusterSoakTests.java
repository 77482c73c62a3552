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

package io.github.etcdspring.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.process.TemporaryDirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many starts and stops of {@link EtcdCluster} in a row.
 *
 * @author The etcd-spring authors
 */
class EtcdClusterSoakTests {

	// Those of the JDK, which it keeps for a minute, and of the test itself
	private static final List<String> TEMPORARY_THREADS = List.of("process reaper", "HttpClient-", "awaitility");

	@Test
	void isHealthyInFiveSecondsAndLeavesNothingBehind() throws IOException {
		repeat(2);
	}

	@Test
	@Tag("soak")
	void isHealthyInFiveSecondsAndLeavesNothingBehindFiftyTimes() throws IOException {
		repeat(50);
	}

	private void repeat(int count) throws IOException {
		EtcdServer.start().close();
		long threads = threads();
		long children = children();
		List<Duration> starts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			starts.add(startAndStop());
		}
		assertThat(starts).allMatch((start) -> start.compareTo(Duration.ofSeconds(5)) < 0);
		assertThat(children()).isEqualTo(children);
		await().untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
		try (TemporaryDirectory sibling = TemporaryDirectory.create("probe");
				var siblings = Files.list(sibling.path().getParent())) {
			assertThat(siblings).extracting((path) -> path.getFileName().toString())
				.noneMatch((name) -> name.startsWith("member"));
		}
	}

	private Duration startAndStop() throws IOException {
		List<EtcdServer> members;
		Duration start;
		long before = System.nanoTime();
		try (EtcdCluster cluster = EtcdCluster.start(3)) {
			cluster.awaitHealthy(Duration.ofSeconds(5));
			start = Duration.ofNanos(System.nanoTime() - before);
			members = cluster.members();
		}
		for (EtcdServer member : members) {
			assertThat(member.isRunning()).isFalse();
			assertThat(member.dataDirectory()).doesNotExist();
			int port = URI.create(member.endpoint()).getPort();
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				assertThat(socket.isBound()).isTrue();
			}
		}
		return start;
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> TEMPORARY_THREADS.stream().noneMatch(thread.getName()::startsWith))
			.count();
	}

	private static long children() {
		return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
	}

}
