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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdEvent.Origin;
import io.github.etcdspring.watch.EtcdWatchSpec.Initial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for snapshots and resyncs that come in several parts.
 *
 * @author The etcd-spring authors
 */
class WatchSnapshotTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int KEYS = 1000;

	private final Semaphore calm = new Semaphore(0);

	private final Informed informed = new Informed();

	private WatchedEtcd etcd;

	@BeforeEach
	void start() {
		this.etcd = new WatchedEtcd(EtcdServer.start(), (client) -> {
		}, (settings) -> settings.maxBacklogEvents(100));
		this.etcd.container.start();
		IntStream.range(0, KEYS).forEach((i) -> this.etcd.put(key(i), "1"));
	}

	@AfterEach
	void close() {
		this.calm.release(1_000_000);
		this.etcd.close();
	}

	@Test
	void largeSnapshotComesInPartsAtOneRevisionAndNoFasterThanItIsTaken() {
		EtcdWatchRegistration registration = register((spec) -> spec.initial(Initial.SNAPSHOT));
		await().atMost(TIMEOUT).until(() -> registration.backlog() >= 100);
		await().during(Duration.ofMillis(300)).until(() -> registration.backlog() < KEYS / 2);
		this.calm.release(1_000_000);
		await().atMost(TIMEOUT).until(() -> !this.informed.notices.isEmpty());
		assertThat(this.informed.batches).hasSizeGreaterThan(2).allMatch((batch) -> batch.origin() == Origin.SNAPSHOT);
		assertThat(new HashSet<>(this.informed.revisions())).hasSize(1);
		assertThat(this.informed.view).hasSize(KEYS);
		this.etcd.put(key(0), "2");
		await().atMost(TIMEOUT).until(() -> this.informed.view.get(key(0)).equals("2"));
	}

	@Test
	void snapshotWhoseRevisionIsCompactedMeanwhileIsStartedAgainAndFlagged() {
		EtcdWatchRegistration registration = register((spec) -> spec.initial(Initial.SNAPSHOT));
		await().atMost(TIMEOUT).until(() -> registration.backlog() >= 100);
		this.etcd.delete(key(0));
		this.etcd.put(key(1), "2");
		this.etcd.put(key(KEYS), "2");
		this.etcd.delete(key(KEYS - 1));
		this.etcd.compact(this.etcd.put("/other", "x"));
		this.calm.release(1_000_000);
		await().atMost(TIMEOUT).until(() -> this.informed.notices.contains("created"));
		assertThat(this.informed.notices.get(0)).startsWith("snapshot");
		assertThat(this.informed.batches.get(0).origin()).isEqualTo(Origin.SNAPSHOT);
		assertThat(this.informed.batches.get(this.informed.batches.size() - 1).origin()).isEqualTo(Origin.RESYNC);
		assertThat(this.informed.view.keySet()).isEqualTo(expected());
		assertThat(this.informed.view).containsEntry(key(1), "2");
		assertThat(this.informed.handled).doesNotHaveDuplicates();
	}

	@Test
	void listenerThatThrowsInTheMiddleOfAResyncGetsEverythingAllTheSame() {
		EtcdWatchRegistration registration = register((spec) -> {
		});
		registration.awaitCreated(TIMEOUT);
		registration.pause();
		await().until(() -> registration.state() == EtcdWatchRegistration.State.PAUSED);
		IntStream.range(0, KEYS).forEach((i) -> this.etcd.put(key(i), "2"));
		this.etcd.compact(this.etcd.put("/other", "x"));
		this.informed.failures = 2;
		this.calm.release(1_000_000);
		registration.resume();
		await().atMost(TIMEOUT)
			.until(() -> this.informed.notices.stream().anyMatch((notice) -> notice.startsWith("resync")));
		assertThat(this.informed.view).hasSize(KEYS).allSatisfy((key, value) -> assertThat(value).isEqualTo("2"));
		assertThat(this.informed.handled).doesNotHaveDuplicates();
		assertThat(this.informed.batches).hasSizeGreaterThan(2);
	}

	@Test
	void resyncOfAWatchThatBeginsInTheFutureTellsWhatWasDeletedSince() {
		this.calm.release(1_000_000);
		long now = this.etcd.put("/other", "x");
		EtcdWatchRegistration registration = register((spec) -> spec.startRevision(now + 3));
		registration.awaitCreated(TIMEOUT);
		this.etcd.put(key(0), "unwanted");
		this.etcd.delete(key(1));
		this.etcd.put(key(2), "wanted");
		await().atMost(TIMEOUT).until(() -> this.informed.view.containsKey(key(2)));
		assertThat(this.informed.view).hasSize(1);
		registration.pause();
		await().until(() -> registration.state() == EtcdWatchRegistration.State.PAUSED);
		this.etcd.delete(key(3));
		this.etcd.put(key(4), "late");
		this.etcd.compact(this.etcd.put("/other", "x"));
		registration.resume();
		await().atMost(TIMEOUT)
			.until(() -> this.informed.notices.stream().anyMatch((notice) -> notice.startsWith("resync")));
		assertThat(this.informed.handled).containsExactlyInAnyOrder("PUT " + key(2) + " wanted",
				"DELETE " + key(3) + " null", "PUT " + key(4) + " late");
	}

	@Test
	void listenerThatKeepsTheKeysItselfIsToldAllOfThemAnewAfterCompaction() {
		this.calm.release(1_000_000);
		EtcdWatchRegistration registration = register(
				(spec) -> spec.initial(Initial.SNAPSHOT).onCompaction(EtcdWatchSpec.OnCompaction.RESET));
		await().atMost(TIMEOUT).until(() -> this.informed.view.size() == KEYS);
		registration.pause();
		await().until(() -> registration.state() == EtcdWatchRegistration.State.PAUSED);
		this.informed.batches.clear();
		this.informed.notices.clear();
		this.etcd.delete(key(3));
		long last = this.etcd.put(key(4), "late");
		this.etcd.compact(last);
		registration.resume();
		await().atMost(TIMEOUT).until(() -> this.informed.notices.contains("snapshot " + last));
		assertThat(this.informed.notices).contains("reset %d to %d".formatted(last - 1, last));
		assertThat(this.informed.view).hasSize(KEYS - 1).containsEntry(key(4), "late");
		assertThat(this.informed.events()).hasSize(KEYS - 1)
			.allMatch((event) -> event.origin() == EtcdEvent.Origin.RESET && event.revision() == last);
		this.etcd.put(key(5), "later");
		await().atMost(TIMEOUT).until(() -> "later".equals(this.informed.view.get(key(5))));
	}

	private EtcdWatchRegistration register(Consumer<EtcdWatchSpec> spec) {
		return this.etcd.container.register(KeyRange.prefix("/k/"), String.class, this.informed, spec);
	}

	private static Set<String> expected() {
		Set<String> keys = new HashSet<>();
		IntStream.rangeClosed(0, KEYS).mapToObj(WatchSnapshotTests::key).forEach(keys::add);
		keys.remove(key(0));
		keys.remove(key(KEYS - 1));
		return keys;
	}

	private static String key(int i) {
		return "/k/%05d".formatted(i);
	}

	/**
	 * Keeps a view of what it is told.
	 */
	private final class Informed extends Recorder {

		private final TreeMap<String, String> view = new TreeMap<>();

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private int failures;

		@Override
		public void onReset(long fromRevision, long toRevision) {
			this.view.clear();
			this.notices.add("reset %d to %d".formatted(fromRevision, toRevision));
		}

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			WatchSnapshotTests.this.calm.acquire();
			if (this.batches.size() == 1 && this.failures > 0) {
				this.failures--;
				throw new IllegalStateException("not now");
			}
			super.onEvents(batch);
			for (EtcdEvent<String> event : batch.events()) {
				this.handled.add("%s %s %s".formatted(event.type(), event.key(), event.value()));
				if (event.isDelete()) {
					this.view.remove(event.key());
				}
				else {
					this.view.put(event.key(), event.value());
				}
			}
		}

	}

}
