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
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent.Origin;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec.Initial;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches that begin with a snapshot or in the past, and for what they do when
 * the past is gone.
 *
 * @author The etcd-spring authors
 */
class WatchBeginningTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Recorder recorder = new Recorder();

	private WatchedEtcd etcd;

	@BeforeEach
	void start() {
		this.etcd = WatchedEtcd.start();
	}

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void snapshotComesFirstInOneBatchAndThenEveryChange() {
		int count = 1000;
		IntStream.range(0, count).forEach((i) -> this.etcd.put("/k/" + i, String.valueOf(i)));
		long revision = this.etcd.put("/other", "x");
		register((spec) -> spec.initial(Initial.SNAPSHOT));
		this.etcd.put("/k/0", "changed");
		this.etcd.delete("/k/1");
		await().atMost(TIMEOUT).until(() -> this.recorder.batches.size() == 3);
		EtcdWatchBatch<String> snapshot = this.recorder.batches.get(0);
		assertThat(snapshot.origin()).isEqualTo(Origin.SNAPSHOT);
		assertThat(snapshot.revision()).isEqualTo(revision);
		assertThat(snapshot.events()).hasSize(count)
			.allMatch((event) -> event.revision() == revision && event.origin() == Origin.SNAPSHOT);
		assertThat(this.recorder.batches.subList(1, 3)).allMatch((batch) -> batch.origin() == Origin.CHANGE);
		assertThat(this.recorder.notices).containsExactly("snapshot " + revision, "created");
	}

	@Test
	void snapshotOfNothingIsToldAsWell() {
		register((spec) -> spec.initial(Initial.SNAPSHOT));
		await().until(() -> this.recorder.notices.size() == 2);
		assertThat(this.recorder.batches).isEmpty();
		assertThat(this.recorder.notices.get(0)).startsWith("snapshot");
	}

	@Test
	void snapshotHasNoGapAndNoOverlapWhileOthersWrite() {
		Thread writer = new Thread(
				() -> IntStream.range(0, 1000).forEach((i) -> this.etcd.put("/k/" + i % 300, String.valueOf(i))));
		writer.start();
		await().until(() -> this.etcd.put("/other", "x") > 300);
		register((spec) -> spec.initial(Initial.SNAPSHOT));
		await().atMost(TIMEOUT).until(() -> !writer.isAlive());
		await().atMost(TIMEOUT).until(() -> this.recorder.values().contains("999"));
		EtcdWatchBatch<String> snapshot = this.recorder.batches.get(0);
		assertThat(snapshot.origin()).isEqualTo(Origin.SNAPSHOT);
		int latest = snapshot.events().stream().mapToInt((event) -> Integer.parseInt(event.value())).max().orElse(-1);
		assertThat(this.recorder.values().subList(snapshot.events().size(), this.recorder.events().size()))
			.isEqualTo(IntStream.range(latest + 1, 1000).mapToObj(String::valueOf).toList());
	}

	@Test
	void beginsWithARevision() {
		this.etcd.put("/k/a", "0");
		long revision = this.etcd.put("/k/a", "1");
		this.etcd.put("/k/a", "2");
		register((spec) -> spec.startRevision(revision));
		await().until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.values()).containsExactly("1", "2");
	}

	@Test
	void beginsWithARevisionOfTheFuture() {
		long revision = this.etcd.put("/k/a", "0") + 3;
		register((spec) -> spec.startRevision(revision));
		IntStream.range(1, 5).forEach((i) -> this.etcd.put("/k/a", String.valueOf(i)));
		await().until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.values()).containsExactly("3", "4");
	}

	@Test
	void beginsWithTheOldestRevisionThatIsLeft() {
		this.etcd.put("/k/a", "0");
		long revision = this.etcd.put("/k/a", "1");
		this.etcd.put("/k/a", "2");
		this.etcd.compact(revision);
		register(EtcdWatchSpec::fromEarliest);
		await().atMost(TIMEOUT).until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.values()).containsExactly("1", "2");
		assertThat(this.recorder.notices)
			.allMatch((notice) -> notice.equals("created") || notice.equals("reconnected"));
	}

	@Test
	void beginsWithTheFirstRevisionIfAllAreThere() {
		this.etcd.put("/k/a", "0");
		this.etcd.put("/k/a", "1");
		register(EtcdWatchSpec::fromEarliest);
		await().until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.values()).containsExactly("0", "1");
	}

	@Test
	void snapshotAndStartRevisionContradictEachOther() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.etcd.container.register(KeyRange.key("a"),
				String.class, this.recorder, (spec) -> spec.initial(Initial.SNAPSHOT).startRevision(3)));
	}

	@Test
	void resyncTellsWhatIsDifferent() {
		this.etcd.put("/k/same", "same");
		this.etcd.put("/k/changed", "before");
		this.etcd.put("/k/gone", "gone");
		EtcdWatchRegistration registration = register((spec) -> {
		});
		long last = compactWhilePaused(registration, () -> {
			this.etcd.put("/k/changed", "between");
			this.etcd.put("/k/changed", "after");
			this.etcd.put("/k/new", "new");
			this.etcd.delete("/k/gone");
		});
		await().atMost(TIMEOUT).until(() -> !this.recorder.batches.isEmpty());
		assertThat(this.recorder.batches).hasSize(1);
		assertThat(this.recorder.batches.get(0).revision()).isEqualTo(last);
		assertThat(this.recorder.events()).allMatch((event) -> event.origin() == Origin.RESYNC)
			.extracting((event) -> event.key() + " " + event.value())
			.containsExactlyInAnyOrder("/k/changed after", "/k/new new", "/k/gone null");
		await().until(() -> this.recorder.notices.contains("resync 5 to " + last));
		this.etcd.put("/k/same", "next");
		await().until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.batches.get(1).origin()).isEqualTo(Origin.CHANGE);
	}

	@Test
	void resyncOfAFilteredWatchTellsOnlyWhatIsWanted() {
		this.etcd.put("/k/gone", "gone");
		EtcdWatchRegistration registration = register((spec) -> spec.events(EtcdEvent.Type.DELETE));
		compactWhilePaused(registration, () -> {
			this.etcd.put("/k/new", "new");
			this.etcd.delete("/k/gone");
		});
		await().atMost(TIMEOUT).until(() -> !this.recorder.batches.isEmpty());
		assertThat(this.recorder.events()).extracting(EtcdEvent::key).containsExactly("/k/gone");
		this.etcd.put("/k/new", "newer");
		this.etcd.delete("/k/new");
		await().until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.events()).extracting(EtcdEvent::key).containsExactly("/k/gone", "/k/new");
	}

	@Test
	void skipGoesOnAndSaysWhatWasLost() {
		EtcdWatchRegistration registration = register((spec) -> spec.onCompaction(OnCompaction.SKIP));
		long last = compactWhilePaused(registration, () -> {
			this.etcd.put("/k/a", "lost");
			this.etcd.put("/k/a", "last");
		});
		await().atMost(TIMEOUT).until(() -> this.recorder.notices.contains("skipped 2 to " + last));
		this.etcd.put("/k/a", "next");
		await().until(() -> this.recorder.values().contains("next"));
		assertThat(this.recorder.values()).doesNotContain("lost");
	}

	@Test
	void stopEndsTheWatch() {
		EtcdWatchRegistration registration = register((spec) -> spec.onCompaction(OnCompaction.STOP));
		compactWhilePaused(registration, () -> this.etcd.put("/k/a", "lost"));
		await().atMost(TIMEOUT).until(() -> registration.state() == State.FAILED);
		assertThat(registration.failure()).isInstanceOf(EtcdCompactedException.class);
		this.etcd.put("/k/a", "next");
		await().until(() -> this.recorder.notices.contains("failed EtcdCompactedException"));
		assertThat(this.recorder.batches).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "RESYNC", "SKIP" })
	void clusterThatStartsFromNothingIsNoticed(OnCompaction policy) {
		this.etcd.put("/k/a", "1");
		this.etcd.put("/k/b", "1");
		EtcdWatchRegistration registration = register((spec) -> spec.onCompaction(policy));
		IntStream.range(0, 20).forEach((i) -> this.etcd.put("/k/a", "2"));
		await().until(() -> this.recorder.batches.size() == 20);
		this.etcd.startFromNothing();
		await().atMost(TIMEOUT)
			.until(() -> this.recorder.notices.stream()
				.anyMatch((notice) -> notice.startsWith("resync") || notice.startsWith("skipped")));
		await().atMost(TIMEOUT).until(() -> registration.state() == State.ACTIVE);
		this.etcd.put("/k/c", "3");
		await().atMost(TIMEOUT).until(() -> this.recorder.values().contains("3"));
		List<String> since = this.recorder.events()
			.subList(20, this.recorder.events().size())
			.stream()
			.map((event) -> event.origin() + " " + event.type() + " " + event.key())
			.toList();
		assertThat(since).containsExactlyInAnyOrder((policy == OnCompaction.RESYNC)
				? new String[] { "RESYNC DELETE /k/a", "RESYNC DELETE /k/b", "CHANGE PUT /k/c" }
				: new String[] { "CHANGE PUT /k/c" });
	}

	@Test
	void watchThatIsPausedMeanwhileNoticesThatTheClusterWasReplaced() {
		this.etcd.put("/k/a", "1");
		EtcdWatchRegistration paused = register((spec) -> spec.id("paused"));
		paused.pause();
		await().until(() -> paused.state() == EtcdWatchRegistration.State.PAUSED);
		IntStream.range(0, 20).forEach((i) -> this.etcd.put("/other", "1"));
		Recorder other = new Recorder();
		this.etcd.container.register(KeyRange.prefix("/other"), String.class, other).awaitCreated(TIMEOUT);
		this.etcd.startFromNothing();
		await().atMost(TIMEOUT).until(() -> other.notices.stream().anyMatch((notice) -> notice.startsWith("resync")));
		IntStream.range(0, 30).forEach((i) -> this.etcd.put("/k/b", "2"));
		paused.resume();
		await().atMost(TIMEOUT)
			.until(() -> this.recorder.notices.stream().anyMatch((notice) -> notice.startsWith("resync")));
		assertThat(this.recorder.events())
			.extracting((event) -> event.origin() + " " + event.type() + " " + event.key())
			.containsExactlyInAnyOrder("RESYNC DELETE /k/a", "RESYNC PUT /k/b");
	}

	private EtcdWatchRegistration register(Consumer<EtcdWatchSpec> spec) {
		EtcdWatchRegistration registration = this.etcd.container.register(KeyRange.prefix("/k/"), String.class,
				this.recorder, spec);
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		return registration;
	}

	private long compactWhilePaused(EtcdWatchRegistration registration, Runnable changes) {
		registration.pause();
		await().until(() -> registration.state() == State.PAUSED);
		changes.run();
		long last = this.etcd.put("/other", "x");
		this.etcd.compact(last);
		registration.resume();
		return last;
	}

}
