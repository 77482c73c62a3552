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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches whose etcd dies, freezes or cannot be reached.
 *
 * @author The etcd-spring authors
 */
class WatchOutageTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Test
	void killedAndRestartedServerLosesAndRepeatsNothing() {
		try (WatchedEtcd etcd = WatchedEtcd.start()) {
			Recorder recorder = new Recorder();
			EtcdWatchRegistration registration = watch(etcd, recorder);
			int written = 0;
			for (int i = 0; i < 10; i++) {
				etcd.server.kill();
				etcd.server.restart();
				for (int j = 0; j < 20; j++) {
					etcd.put("/k/" + j % 3, String.valueOf(written++));
				}
			}
			int expected = written;
			await().atMost(TIMEOUT).until(() -> recorder.batches.size() >= expected);
			assertThat(recorder.values()).isEqualTo(numbers(expected));
			assertThat(registration.state()).isEqualTo(State.ACTIVE);
			assertThat(recorder.notices).hasSize(11).startsWith("created", "reconnected");
		}
	}

	@Test
	void containerStartsWithoutEtcdAndWatchesBeginAtFirstContact() {
		EtcdServer server = EtcdServer.start();
		server.kill();
		try (WatchedEtcd etcd = new WatchedEtcd(server, (client) -> {
		}, (settings) -> settings.startTimeout(Duration.ofMillis(300)))) {
			Recorder recorder = new Recorder();
			EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix("/k/"), String.class,
					recorder);
			long start = System.nanoTime();
			etcd.container.start();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			assertThat(registration.state()).isEqualTo(State.CONNECTING);
			assertThat(registration.revision()).isZero();
			server.restart();
			assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
			etcd.put("/k/a", "1");
			await().atMost(TIMEOUT).until(() -> recorder.values().equals(List.of("1")));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void containerWaitsNoLongerThanItTakesToFindOutThatEtcdIsAway(boolean refused) {
		Duration forEver = Duration.ofMinutes(5);
		EtcdServer server = EtcdServer.start();
		away(server, refused);
		try (WatchedEtcd etcd = new WatchedEtcd(server, (client) -> {
		}, (settings) -> settings.startTimeout(forEver))) {
			Recorder recorder = new Recorder();
			EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix("/k/"), String.class,
					recorder);
			long start = System.nanoTime();
			etcd.container.start();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(forEver.dividedBy(5));
			assertThat(registration.state()).isEqualTo(State.CONNECTING);
			back(server, refused);
			assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
			etcd.put("/k/a", "1");
			await().atMost(TIMEOUT).until(() -> recorder.values().equals(List.of("1")));
		}
	}

	private static void away(EtcdServer server, boolean refused) {
		if (refused) {
			server.kill();
		}
		else {
			server.pause();
		}
	}

	private static void back(EtcdServer server, boolean refused) {
		if (refused) {
			server.restart();
		}
		else {
			server.resume();
		}
	}

	@Test
	void containerStopsPromptlyWithoutEtcd() {
		try (WatchedEtcd etcd = WatchedEtcd.start()) {
			watch(etcd, new Recorder());
			etcd.server.kill();
			long start = System.nanoTime();
			etcd.container.close();
			etcd.connection.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void stoppedContainerGoesOnWhereItStood() {
		try (WatchedEtcd etcd = WatchedEtcd.start()) {
			Recorder recorder = new Recorder();
			EtcdWatchRegistration registration = watch(etcd, recorder);
			etcd.put("/k/a", "0");
			await().until(() -> recorder.batches.size() == 1);
			etcd.container.stop();
			assertThat(registration.state()).isEqualTo(State.PAUSED);
			etcd.put("/k/a", "1");
			etcd.container.start();
			etcd.put("/k/a", "2");
			await().until(() -> recorder.batches.size() == 3);
			assertThat(recorder.values()).isEqualTo(numbers(3));
		}
	}

	@Test
	void largeHistoryArrivesWholeAfterAnOutage() {
		try (WatchedEtcd etcd = WatchedEtcd.start()) {
			Recorder recorder = new Recorder();
			EtcdWatchRegistration registration = watch(etcd, recorder);
			registration.pause();
			await().until(() -> registration.state() == State.PAUSED);
			String value = "x".repeat(100_000);
			int revisions = 50;
			for (int i = 0; i < revisions; i++) {
				etcd.put(Map.of("/k/a", value, "/k/b", value, "/k/c", value, "/k/d", value));
			}
			registration.resume();
			await().atMost(TIMEOUT).until(() -> recorder.batches.size() >= revisions);
			assertThat(recorder.batches).hasSize(revisions);
			assertThat(recorder.batches).allMatch((batch) -> batch.events().size() == 4);
			assertThat(recorder.revisions()).isSorted().doesNotHaveDuplicates();
		}
	}

	private static EtcdWatchRegistration watch(WatchedEtcd etcd, Recorder recorder) {
		EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix("/k/"), String.class, recorder);
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		return registration;
	}

	private static List<String> numbers(int count) {
		return IntStream.range(0, count).mapToObj(String::valueOf).toList();
	}

}
