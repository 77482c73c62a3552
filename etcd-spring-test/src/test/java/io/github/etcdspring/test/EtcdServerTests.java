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

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.test.gateway.GatewayException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EtcdServer}.
 *
 * @author The etcd-spring authors
 */
class EtcdServerTests {

	@Test
	void servesWhenStarted() {
		try (EtcdServer etcd = EtcdServer.start()) {
			assertThat(etcd.isRunning()).isTrue();
			assertThat(etcd.endpoint()).matches("http://127\\.0\\.0\\.1:\\d+");
			assertThat(etcd.endpoints()).containsExactly(etcd.endpoint());
			assertThat(etcd.version()).matches("3\\.\\d+\\.\\d+");
			assertThat(etcd.pid()).isPositive();
			etcd.gateway().put("/a", "1");
			assertThat(etcd.gateway().get("/a")).isEqualTo("1");
			assertThat(etcd.gateway().get("/b")).isNull();
		}
	}

	@Test
	void keepsDataAndEndpointWhenRestartedAfterStop() {
		try (EtcdServer etcd = EtcdServer.start()) {
			String endpoint = etcd.endpoint();
			etcd.gateway().put("/a", "1");
			etcd.stop();
			assertThat(etcd.isRunning()).isFalse();
			etcd.restart();
			assertThat(etcd.endpoint()).isEqualTo(endpoint);
			assertThat(etcd.gateway().get("/a")).isEqualTo("1");
		}
	}

	@Test
	void keepsAcknowledgedWritesWhenKilled() {
		try (EtcdServer etcd = EtcdServer.start()) {
			for (int i = 0; i < 3; i++) {
				etcd.gateway().put("/a", "" + i);
				etcd.kill();
				assertThat(etcd.isRunning()).isFalse();
				assertThat(etcd.gateway().isReady()).isFalse();
				etcd.restart();
				assertThat(etcd.gateway().get("/a")).isEqualTo("" + i);
			}
		}
	}

	@Test
	void restartsWhileRunning() {
		try (EtcdServer etcd = EtcdServer.start()) {
			long pid = etcd.pid();
			etcd.restart();
			assertThat(etcd.pid()).isNotEqualTo(pid);
		}
	}

	@Test
	void leavesNeitherProcessNorDataWhenClosed() {
		EtcdServer etcd = EtcdServer.start();
		ProcessHandle process = ProcessHandle.of(etcd.pid()).orElseThrow();
		Path data = etcd.dataDirectory();
		assertThat(data).isDirectory();
		etcd.close();
		etcd.close();
		assertThat(process.isAlive()).isFalse();
		assertThat(data).doesNotExist();
		assertThatIllegalStateException().isThrownBy(etcd::restart);
		assertThatIllegalStateException().isThrownBy(etcd::pid);
	}

	@Test
	void keepsDataOfGivenDirectory(@TempDir Path directory) {
		Path data = directory.resolve("data");
		try (EtcdServer etcd = EtcdServer.builder().dataDirectory(data).start()) {
			etcd.gateway().put("/a", "1");
		}
		assertThat(data).isDirectory();
		try (EtcdServer etcd = EtcdServer.builder().dataDirectory(data).start()) {
			assertThat(etcd.gateway().get("/a")).isEqualTo("1");
		}
	}

	@Test
	void doesNotAnswerWhilePaused() {
		try (EtcdServer etcd = EtcdServer.start()) {
			etcd.pause();
			assertThat(etcd.isRunning()).isTrue();
			assertThat(etcd.gateway().within(Duration.ofMillis(300)).isReady()).isFalse();
			etcd.resume();
			assertThat(etcd.gateway().within(Duration.ofSeconds(5)).isReady()).isTrue();
			etcd.pause();
			etcd.stop();
			assertThat(etcd.isRunning()).isFalse();
		}
	}

	@Test
	void passesFlags() {
		try (EtcdServer etcd = EtcdServer.builder().flag("--max-request-bytes", "1000").start()) {
			assertThatExceptionOfType(GatewayException.class)
				.isThrownBy(() -> etcd.gateway().put("/a", "x".repeat(2000)))
				.withMessageContaining("request is too large");
		}
	}

	@Test
	void showsEndOfLogWhenStartFails() {
		assertThatIllegalStateException().isThrownBy(() -> EtcdServer.builder().flag("no-such-flag", "1").start())
			.withMessageContaining("no-such-flag");
	}

	@Test
	void saysSoWhenGivenPortIsTaken() throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatIllegalStateException().isThrownBy(() -> EtcdServer.builder().port(taken.getLocalPort()).start())
				.withMessageContaining("address already in use");
		}
	}

	@Test
	void startsWithinTwoSeconds() {
		Duration quickest = IntStream.range(0, 5).mapToObj((round) -> {
			long start = System.nanoTime();
			EtcdServer.start().close();
			return Duration.ofNanos(System.nanoTime() - start);
		}).min(Comparator.naturalOrder()).orElseThrow();
		assertThat(quickest).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void leavesNoFileInWorkingDirectory() throws Exception {
		try (EtcdServer etcd = EtcdServer.start(); var files = Files.list(Path.of(""))) {
			assertThat(etcd.isRunning()).isTrue();
			assertThat(files).noneMatch((file) -> file.toString().endsWith(".etcd"));
		}
	}

}
