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

package io.github.etcdspring.mirror;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for mirrors whose etcd dies, freezes, forgets or is replaced.
 *
 * @author The etcd-spring authors
 */
class EtcdMirrorOutageTests {

	private static final Duration TIMEOUT = MirroredEtcd.TIMEOUT;

	private static final KeyRange RANGE = KeyRange.prefix("/k/");

	@Test
	void goesOnAfterRestarts() {
		try (MirroredEtcd etcd = new MirroredEtcd(); EtcdMirror<String> mirror = start(etcd)) {
			for (int i = 0; i < 5; i++) {
				etcd.server.kill();
				assertThat(mirror.size()).isEqualTo(i);
				etcd.server.restart();
				long revision = etcd.writes.put("/k/" + i, "x").header().revision();
				assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
			}
			assertEqual(mirror, etcd);
		}
	}

	@Test
	void historyThatWasCompactedWhileItWasStoppedIsMadeUpFor() {
		try (MirroredEtcd etcd = new MirroredEtcd(); EtcdMirror<String> mirror = start(etcd)) {
			for (int i = 0; i < 100; i++) {
				etcd.writes.put("/k/" + i, "x");
			}
			long revision = etcd.writes.put("/k/x", "x").header().revision();
			assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
			mirror.stop();
			for (int i = 0; i < 100; i += 2) {
				etcd.writes.delete("/k/" + i);
				etcd.writes.put("/k/" + (i + 1), "y");
			}
			revision = etcd.writes.put("/k/new", "y").header().revision();
			etcd.writes.compact(revision);
			mirror.start();
			assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
			assertEqual(mirror, etcd);
			assertThat(mirror.size()).isEqualTo(52);
		}
	}

	@Test
	void listenersAreToldWhatIsDifferentAfterHistoryWasCompacted() {
		try (MirroredEtcd etcd = new MirroredEtcd(); EtcdMirror<String> mirror = start(etcd)) {
			for (String key : List.of("/k/gone", "/k/kept", "/k/changed")) {
				etcd.writes.put(key, "x");
			}
			await().atMost(TIMEOUT).until(() -> mirror.size() == 3);
			Queue<String> told = new ConcurrentLinkedQueue<>();
			mirror.addListener(new EtcdMirrorListener<>() {

				@Override
				public void onAdded(EtcdEntry<String> entry) {
					told.add("added " + entry.key());
				}

				@Override
				public void onChanged(EtcdEntry<String> entry, EtcdEntry<String> previous) {
					told.add("changed " + entry.key() + " from " + previous.value());
				}

				@Override
				public void onRemoved(EtcdEntry<String> previous) {
					told.add("removed " + previous.key());
				}

			});
			told.clear();
			mirror.stop();
			etcd.writes.put("/k/new", "y");
			etcd.writes.put("/k/changed", "y");
			etcd.writes.delete("/k/gone");
			long revision = etcd.writes.put("/other", "y").header().revision();
			etcd.writes.compact(revision);
			mirror.start();
			assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
			await().atMost(TIMEOUT).until(() -> told.size() == 3);
			assertThat(told).containsExactly("changed /k/changed from x", "removed /k/gone", "added /k/new");
		}
	}

	@Test
	void replacedClusterIsNoticed() {
		try (MirroredEtcd etcd = new MirroredEtcd(); EtcdMirror<String> mirror = start(etcd)) {
			for (int i = 0; i < 50; i++) {
				etcd.writes.put("/k/" + i, "x");
			}
			await().atMost(TIMEOUT).until(() -> mirror.size() == 50);
			etcd.startFromNothing();
			etcd.writes.put("/k/other", "y");
			await().atMost(TIMEOUT).until(() -> mirror.size() == 1 && "y".equals(mirror.get("/k/other")));
			long revision = etcd.writes.put("/k/more", "z").header().revision();
			assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
			assertThat(mirror.revision()).isLessThan(10);
			assertEqual(mirror, etcd);
			await().atMost(TIMEOUT).until(() -> mirror.isFresh(Duration.ofSeconds(3)));
		}
	}

	@Test
	void isNotFreshWhileTheServerIsFrozen() {
		try (MirroredEtcd etcd = new MirroredEtcd();
				EtcdMirror<String> mirror = etcd.etcd.mirror(RANGE, String.class,
						(spec) -> spec.checkInterval(Duration.ofMillis(100)))) {
			mirror.start();
			await().atMost(TIMEOUT).until(() -> mirror.isFresh(Duration.ofMillis(300)));
			etcd.server.pause();
			try {
				Duration before = mirror.staleness();
				await().atMost(TIMEOUT).until(() -> !mirror.isFresh(Duration.ofSeconds(2)));
				assertThat(mirror.staleness()).isGreaterThan(before);
				assertThat(mirror.size()).isZero();
			}
			finally {
				etcd.server.resume();
			}
			await().atMost(TIMEOUT).until(() -> mirror.isFresh(Duration.ofMillis(500)));
		}
	}

	@Test
	void startsWithoutEtcdAndFillsWhenItIsThere() {
		EtcdServer server = EtcdServer.start();
		server.kill();
		try (MirroredEtcd etcd = new MirroredEtcd(server, UnaryOperator.identity());
				EtcdMirror<String> mirror = etcd.etcd.mirror(RANGE, String.class,
						(spec) -> spec.startTimeout(Duration.ofMillis(200)))) {
			mirror.start();
			assertThat(mirror.isRunning()).isTrue();
			assertThatExceptionOfType(EtcdUnavailableException.class).isThrownBy(() -> mirror.get("/k/a"));
			server.restart();
			etcd.writes.put("/k/a", "1");
			assertThat(mirror.awaitReady(TIMEOUT)).isTrue();
			await().atMost(TIMEOUT).until(() -> "1".equals(mirror.get("/k/a")));
		}
	}

	@Test
	void mirrorsDoNotWaitForAnEtcdThatIsKnownToBeAway() {
		Duration forEver = Duration.ofMinutes(5);
		EtcdServer server = EtcdServer.start();
		server.pause();
		try (MirroredEtcd etcd = new MirroredEtcd(server, UnaryOperator.identity());
				EtcdMirror<String> first = etcd.etcd.mirror(RANGE, String.class, (spec) -> spec.startTimeout(forEver));
				EtcdMirror<String> second = etcd.etcd.mirror(RANGE, String.class,
						(spec) -> spec.startTimeout(forEver))) {
			long start = System.nanoTime();
			first.start();
			second.start();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(forEver.dividedBy(5));
			server.resume();
			assertThat(first.awaitReady(TIMEOUT)).isTrue();
			assertThat(second.awaitReady(TIMEOUT)).isTrue();
		}
	}

	@Test
	void mirrorsDoNotWaitOneAfterAnotherForAnEtcdThatIsAway() {
		EtcdServer server = EtcdServer.start();
		server.kill();
		List<EtcdMirror<String>> mirrors = new ArrayList<>();
		try (MirroredEtcd etcd = new MirroredEtcd(server, UnaryOperator.identity())) {
			long start = System.nanoTime();
			for (int i = 0; i < 10; i++) {
				EtcdMirror<String> mirror = etcd.etcd.mirror(RANGE, String.class,
						(spec) -> spec.startTimeout(Duration.ofSeconds(1)));
				mirrors.add(mirror);
				mirror.start();
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			assertThat(mirrors).allMatch(EtcdMirror::isRunning);
			mirrors.forEach(EtcdMirror::close);
		}
	}

	@Test
	void refusedMirrorSaysWhy() {
		EtcdServer server = EtcdServer.start();
		server.gateway().authentication().addUser("nobody", "secret");
		server.enableAuthentication("secret");
		try (EtcdConnection connection = new EtcdConnection(Client.builder()
			.endpoints(server.endpoint())
			.user(ByteSequence.from("nobody", StandardCharsets.UTF_8))
			.password(ByteSequence.from("secret", StandardCharsets.UTF_8)), EtcdConnectionSettings.defaults());
				EtcdWatchContainer container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
						EtcdWatchSettings.defaults());
				EtcdMirror<String> mirror = new EtcdTemplate(connection, EtcdValueConverter.create(), container)
					.mirror(RANGE, String.class, (spec) -> spec.startTimeout(TIMEOUT))) {
			mirror.start();
			assertThatExceptionOfType(EtcdUnavailableException.class).isThrownBy(mirror::size)
				.withMessageContaining("permission")
				.withCauseInstanceOf(EtcdPermissionDeniedException.class);
		}
		finally {
			server.close();
		}
	}

	@Test
	void hundredThousandKeysNeedLittleMoreMemoryThanTheirBytes() {
		int keys = 100_000;
		String value = "v".repeat(100);
		try (MirroredEtcd etcd = new MirroredEtcd()) {
			for (int i = 0; i < keys; i += 100) {
				int first = i;
				etcd.writes.txn((txn) -> {
					for (int j = first; j < first + 100; j++) {
						txn.then(TxnOperation.put("/k/tenant/%08d".formatted(j), value));
					}
				});
			}
			long before = usedMemory();
			try (EtcdMirror<byte[]> mirror = etcd.etcd.mirror(RANGE, byte[].class,
					(spec) -> spec.startTimeout(TIMEOUT))) {
				mirror.start();
				assertThat(mirror.size()).isEqualTo(keys);
				long used = usedMemory() - before;
				long data = keys * (18L + 100);
				System.out.printf("A mirror of %d keys with %d bytes of data needs %d bytes: %.1f times as much%n",
						keys, data, used, (double) used / data);
				assertThat(mirror.snapshot().size()).isEqualTo(keys);
				assertThat(used).isLessThan(5 * data / 2);
			}
		}
	}

	private static long usedMemory() {
		Runtime runtime = Runtime.getRuntime();
		List<Long> measured = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			System.gc();
			measured.add(runtime.totalMemory() - runtime.freeMemory());
		}
		return measured.stream().min(Long::compare).orElseThrow();
	}

	private static EtcdMirror<String> start(MirroredEtcd etcd) {
		EtcdMirror<String> mirror = etcd.etcd.mirror(RANGE, String.class);
		mirror.start();
		assertThat(mirror.isReady()).isTrue();
		return mirror;
	}

	private static void assertEqual(EtcdMirror<String> mirror, MirroredEtcd etcd) {
		List<EtcdEntry<String>> expected = etcd.writes.range(RANGE, String.class).entries();
		assertThat(mirror.snapshot().stream().toList()).isEqualTo(expected);
	}

}
