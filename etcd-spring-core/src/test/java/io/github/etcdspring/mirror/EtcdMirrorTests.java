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

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdMirror} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdMirrorTests {

	private static final Duration TIMEOUT = MirroredEtcd.TIMEOUT;

	private static MirroredEtcd etcd;

	private static int tests;

	private String prefix = "";

	@BeforeAll
	static void startEtcd() {
		etcd = new MirroredEtcd();
	}

	@AfterAll
	static void stopEtcd() {
		etcd.close();
	}

	@BeforeEach
	void choosePrefix() {
		this.prefix = "/mirror/" + ++tests + "/";
	}

	@Test
	void holdsWhatWasThereAndWhatChangesInTheOrderOfTheKeys() {
		etcd.writes.put(this.prefix + "b", "1");
		etcd.writes.put(this.prefix + "a", "2");
		try (EtcdMirror<String> mirror = start(String.class)) {
			assertThat(mirror.get(this.prefix + "a")).isEqualTo("2");
			assertThat(mirror.get(this.prefix + "c")).isNull();
			assertThat(mirror.get("/elsewhere")).isNull();
			assertThat(mirror.size()).isEqualTo(2);
			etcd.writes.put(this.prefix + "c", "3");
			etcd.writes.put(this.prefix + "a", "4");
			long last = etcd.writes.delete(KeyRange.key(this.prefix + "b")).header().revision();
			assertThat(mirror.awaitRevision(last, TIMEOUT)).isTrue();
			assertThat(mirror.snapshot()).extracting(EtcdEntry::key, EtcdEntry::value)
				.containsExactly(tuple("a", "4"), tuple("c", "3"));
			EtcdEntry<String> entry = mirror.getEntry(this.prefix + "a");
			assertThat(entry).isEqualTo(etcd.writes.getEntry(this.prefix + "a"));
			assertThat(mirror.revision()).isGreaterThanOrEqualTo(last);
		}
	}

	private Tuple tuple(String key, String value) {
		return Assertions.tuple(this.prefix + key, value);
	}

	@Test
	void emptyRangeIsReadyAndHasNothing() {
		try (EtcdMirror<String> mirror = start(String.class)) {
			assertThat(mirror.isReady()).isTrue();
			assertThat(mirror.size()).isZero();
			assertThat(mirror.snapshot()).isEmpty();
			assertThat(mirror.revision()).isPositive();
		}
	}

	@Test
	void readsBeforeItIsFilledFail() {
		EtcdMirror<String> mirror = etcd.etcd.mirror(KeyRange.prefix(this.prefix), String.class);
		assertThat(mirror.isReady()).isFalse();
		assertThat(mirror.revision()).isZero();
		assertThat(mirror.staleness()).isEqualTo(ChronoUnit.FOREVER.getDuration());
		assertThat(mirror.isFresh(Duration.ofDays(1))).isFalse();
		assertThat(mirror.awaitReady(Duration.ZERO)).isFalse();
		assertThatExceptionOfType(EtcdUnavailableException.class).isThrownBy(() -> mirror.get("any"))
			.withMessageContaining(this.prefix)
			.withMessageContaining("not started");
		assertThatExceptionOfType(EtcdUnavailableException.class).isThrownBy(mirror::snapshot);
	}

	@Test
	void checksAreNotObserved() {
		AtomicInteger reads = new AtomicInteger();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStop(Observation.Context context) {
				if ("etcd kv.range".equals(context.getContextualName())) {
					reads.incrementAndGet();
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		EtcdValueConverter converter = EtcdValueConverter.create();
		try (EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(etcd.server.endpoint()),
				EtcdConnectionSettings.builder().observationRegistry(registry).build());
				EtcdWatchContainer container = new EtcdWatchContainer(connection, converter,
						EtcdWatchSettings.defaults());
				EtcdMirror<String> mirror = new EtcdTemplate(connection, converter, container)
					.mirror(KeyRange.prefix(this.prefix), String.class, (spec) -> spec.startTimeout(TIMEOUT))) {
			mirror.start();
			int before = reads.get();
			assertThat(before).isPositive();
			long start = System.nanoTime();
			await().atMost(TIMEOUT)
				.until(() -> mirror.isFresh(Duration.ofNanos(System.nanoTime() - start).dividedBy(2)));
			assertThat(reads).hasValue(before);
		}
	}

	@Test
	void snapshotDoesNotChange() {
		try (EtcdMirror<String> mirror = start(String.class)) {
			long first = etcd.writes.put(this.prefix + "a", "1").header().revision();
			assertThat(mirror.awaitRevision(first, TIMEOUT)).isTrue();
			EtcdMirrorSnapshot<String> snapshot = mirror.snapshot();
			long second = etcd.writes.put(this.prefix + "a", "2").header().revision();
			assertThat(mirror.awaitRevision(second, TIMEOUT)).isTrue();
			assertThat(snapshot.get(this.prefix + "a")).isEqualTo("1");
			assertThat(snapshot.revision()).isEqualTo(first);
			assertThat(mirror.snapshot().get(this.prefix + "a")).isEqualTo("2");
			assertThat(snapshot.toString()).doesNotContain("1\"");
		}
	}

	@Test
	void partOfTheKeysInTheirOrder() {
		for (String key : List.of("a/1", "a/2", "b/1", "c")) {
			etcd.writes.put(this.prefix + key, key);
		}
		try (EtcdMirror<String> mirror = start(String.class)) {
			EtcdMirrorSnapshot<String> snapshot = mirror.snapshot();
			assertThat(snapshot.stream(KeyRange.prefix(this.prefix + "a/")).map(EtcdEntry::value))
				.containsExactly("a/1", "a/2");
			assertThat(snapshot.stream(KeyRange.from(this.prefix + "b")).map(EtcdEntry::value)).containsExactly("b/1",
					"c");
			assertThat(snapshot.stream(KeyRange.key(this.prefix + "c")).map(EtcdEntry::value)).containsExactly("c");
			assertThat(snapshot.stream(KeyRange.key(this.prefix + "d"))).isEmpty();
			assertThat(snapshot.stream(KeyRange.all())).hasSize(4);
		}
	}

	@Test
	void keysThatAreNotText() {
		byte[] key = new byte[] { (byte) 0xF0, 0, (byte) 0xFF };
		etcd.writes.put(key, "binary", (put) -> put);
		KeyRange range = KeyRange.prefix(new byte[] { (byte) 0xF0 });
		try (EtcdMirror<String> mirror = etcd.etcd.mirror(range, String.class)) {
			mirror.start();
			EtcdEntry<String> entry = mirror.snapshot().getEntry(key);
			assertThat(entry).isNotNull();
			assertThat(entry.keyBytes()).isEqualTo(key);
			assertThat(mirror.range()).isEqualTo(range);
		}
	}

	@Test
	void valuesOfAnyTypeAreConvertedOnce() {
		etcd.writes.put(this.prefix + "a", List.of(1, 2));
		try (EtcdMirror<List<Integer>> mirror = etcd.etcd.mirror(KeyRange.prefix(this.prefix),
				new ParameterizedTypeReference<List<Integer>>() {
				})) {
			mirror.start();
			assertThat(mirror.get(this.prefix + "a")).containsExactly(1, 2).isSameAs(mirror.get(this.prefix + "a"));
		}
	}

	@Test
	void valueThatCannotBeConvertedIsToldAndBreaksNothing() {
		etcd.writes.put(this.prefix + "good", "1");
		etcd.writes.put(this.prefix + "bad", "marker-secret");
		try (EtcdMirror<Integer> mirror = start(Integer.class)) {
			List<String> told = new CopyOnWriteArrayList<>();
			mirror.addListener(new Recorder<>(told));
			assertThat(mirror.get(this.prefix + "good")).isEqualTo(1);
			assertThat(mirror.size()).isEqualTo(1);
			assertThat(mirror.undecodable()).containsOnlyKeys(this.prefix + "bad");
			assertThatExceptionOfType(EtcdConversionException.class).isThrownBy(() -> mirror.get(this.prefix + "bad"))
				.withMessageContaining(this.prefix + "bad")
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("marker"));
			etcd.writes.put(this.prefix + "good", "marker-secret");
			long last = etcd.writes.put(this.prefix + "bad", "2").header().revision();
			assertThat(mirror.awaitRevision(last, TIMEOUT)).isTrue();
			assertThat(mirror.get(this.prefix + "bad")).isEqualTo(2);
			assertThat(mirror.undecodable()).containsOnlyKeys(this.prefix + "good");
			last = etcd.writes.delete(KeyRange.key(this.prefix + "good")).header().revision();
			assertThat(mirror.awaitRevision(last, TIMEOUT)).isTrue();
			assertThat(mirror.undecodable()).isEmpty();
			assertThat(mirror.get(this.prefix + "good")).isNull();
			await().untilAsserted(() -> assertThat(told).containsExactly("+" + this.prefix + "good=1",
					"-" + this.prefix + "good=1", "!" + this.prefix + "good", "+" + this.prefix + "bad=2"));
		}
	}

	@Test
	void listenersHearOfEveryChangeWithThePreviousValue() {
		etcd.writes.put(this.prefix + "a", "1");
		try (EtcdMirror<String> mirror = start(String.class)) {
			List<String> told = new CopyOnWriteArrayList<>();
			Recorder<String> recorder = new Recorder<>(told);
			mirror.addListener(new EtcdMirrorListener<String>() {

				@Override
				public void onAdded(EtcdEntry<String> entry) {
					throw new IllegalStateException("a listener that throws");
				}

			});
			mirror.addListener(recorder);
			etcd.writes.put(this.prefix + "b", "2");
			etcd.writes.put(this.prefix + "a", "3");
			etcd.writes.delete(this.prefix + "a");
			await().untilAsserted(() -> assertThat(told).containsExactly("+" + this.prefix + "a=1",
					"+" + this.prefix + "b=2", "*" + this.prefix + "a=1->3", "-" + this.prefix + "a=3"));
			mirror.removeListener(recorder);
			long last = etcd.writes.put(this.prefix + "c", "4").header().revision();
			assertThat(mirror.awaitRevision(last, TIMEOUT)).isTrue();
			assertThat(told).hasSize(4);
		}
	}

	@Test
	void revisionThatChangesNothingHereCanBeAwaited() {
		try (EtcdMirror<String> mirror = start(String.class)) {
			for (int i = 0; i < 10; i++) {
				long revision = etcd.writes.put("/elsewhere", "x").header().revision();
				assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
				assertThat(mirror.revision()).isGreaterThanOrEqualTo(revision);
				assertThat(mirror.snapshot().revision()).isGreaterThanOrEqualTo(revision);
			}
		}
	}

	@Test
	void revisionOfTheFutureIsNotAwaitedForEver() {
		try (EtcdMirror<String> mirror = start(String.class)) {
			assertThat(mirror.awaitRevision(mirror.revision() + 1000, Duration.ofMillis(300))).isFalse();
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(EtcdInterruptedException.class)
				.isThrownBy(() -> mirror.awaitRevision(Long.MAX_VALUE, TIMEOUT));
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void ownWritesAreReadAtOnce() {
		try (EtcdMirror<String> mirror = start(String.class)) {
			for (int i = 0; i < 200; i++) {
				long revision = etcd.writes.put(this.prefix + i % 7, String.valueOf(i)).header().revision();
				assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
				assertThat(mirror.get(this.prefix + i % 7)).isEqualTo(String.valueOf(i));
			}
		}
	}

	@Test
	void readersNeverSeeHalfOfARevision() throws InterruptedException {
		List<String> keys = IntStream.range(0, 20).mapToObj((i) -> this.prefix + "k" + i * 37).toList();
		write(keys, 0);
		AtomicBoolean writing = new AtomicBoolean(true);
		List<String> torn = new CopyOnWriteArrayList<>();
		try (EtcdMirror<Integer> mirror = start(Integer.class)) {
			List<Thread> readers = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				Thread reader = new Thread(() -> {
					int last = 0;
					while (writing.get()) {
						EtcdMirrorSnapshot<Integer> snapshot = mirror.snapshot();
						List<Integer> values = Stream
							.concat(keys.stream().map(snapshot::get), snapshot.stream().map(EtcdEntry::value))
							.distinct()
							.toList();
						if (values.size() != 1 || values.get(0) < last || snapshot.size() != keys.size()) {
							torn.add(values + " at " + snapshot.revision() + " after " + last);
						}
						last = values.get(0);
						// One get after another never goes back, either
						int before = mirror.get(keys.get(19));
						int after = mirror.get(keys.get(0));
						if (after < before) {
							torn.add(before + " before " + after);
						}
					}
				});
				reader.start();
				readers.add(reader);
			}
			long revision = 0;
			for (int i = 1; i <= 500; i++) {
				revision = write(keys, i);
			}
			assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
			writing.set(false);
			for (Thread reader : readers) {
				reader.join();
			}
			assertThat(torn).isEmpty();
			assertThat(mirror.get(keys.get(0))).isEqualTo(500);
		}
	}

	private static long write(List<String> keys, int value) {
		return etcd.writes.txn((txn) -> keys.forEach((key) -> txn.then(TxnOperation.put(key, value))))
			.header()
			.revision();
	}

	@Test
	void staysFreshWhileOthersWriteElsewhere() {
		try (EtcdMirror<String> mirror = etcd.etcd.mirror(KeyRange.prefix(this.prefix), String.class,
				(spec) -> spec.checkInterval(Duration.ofMillis(100)))) {
			mirror.start();
			for (int i = 0; i < 50; i++) {
				etcd.writes.put("/elsewhere", String.valueOf(i));
			}
			await().atMost(TIMEOUT).until(() -> mirror.isFresh(Duration.ofMillis(250)));
			assertThat(mirror.staleness()).isPositive();
		}
	}

	@Test
	void stoppedMirrorCanStillBeReadAndGoesOnLater() {
		EtcdMirror<String> mirror = start(String.class);
		long revision = etcd.writes.put(this.prefix + "a", "1").header().revision();
		assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
		mirror.stop();
		mirror.stop();
		assertThat(mirror.isRunning()).isFalse();
		revision = etcd.writes.put(this.prefix + "a", "2").header().revision();
		assertThat(mirror.awaitRevision(revision, Duration.ofMillis(200))).isFalse();
		assertThat(mirror.get(this.prefix + "a")).isEqualTo("1");
		mirror.start();
		mirror.start();
		assertThat(mirror.awaitRevision(revision, TIMEOUT)).isTrue();
		assertThat(mirror.get(this.prefix + "a")).isEqualTo("2");
		mirror.close();
		mirror.close();
		assertThat(mirror.get(this.prefix + "a")).isEqualTo("2");
		assertThat(mirror.awaitRevision(Long.MAX_VALUE, TIMEOUT)).isFalse();
		assertThatIllegalStateException().isThrownBy(mirror::start);
		assertThat(etcd.container.registrations()).extracting((watch) -> watch.range().toString())
			.doesNotContain(mirror.range().toString());
	}

	@Test
	void watchBehindItIsKnownByItsId() {
		try (EtcdMirror<String> mirror = etcd.etcd.mirror(KeyRange.prefix(this.prefix), String.class,
				(spec) -> spec.id("flags-mirror").startTimeout(TIMEOUT))) {
			mirror.start();
			EtcdWatchRegistration registration = etcd.container.registration("flags-mirror");
			assertThat(registration).isNotNull().isSameAs(mirror.registration());
			await().until(() -> registration.state() == EtcdWatchRegistration.State.ACTIVE);
		}
	}

	private <T> EtcdMirror<T> start(Class<T> type) {
		EtcdMirror<T> mirror = etcd.etcd.mirror(KeyRange.prefix(this.prefix), type);
		mirror.start();
		return mirror;
	}

	/**
	 * Writes down what it is told.
	 *
	 * @param <T> the type of the values
	 */
	private static final class Recorder<T> implements EtcdMirrorListener<T> {

		private final List<String> told;

		Recorder(List<String> told) {
			this.told = told;
		}

		@Override
		public void onAdded(EtcdEntry<T> entry) {
			this.told.add("+" + entry.key() + "=" + entry.value());
		}

		@Override
		public void onChanged(EtcdEntry<T> entry, EtcdEntry<T> previous) {
			this.told.add("*" + entry.key() + "=" + previous.value() + "->" + entry.value());
		}

		@Override
		public void onRemoved(EtcdEntry<T> previous) {
			this.told.add("-" + previous.key() + "=" + previous.value());
		}

		@Override
		public void onUndecodable(String key, EtcdConversionException reason) {
			this.told.add("!" + key);
		}

	}

}
