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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdWatchContainer} on a healthy etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchContainerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static WatchedEtcd etcd;

	private String prefix;

	@BeforeAll
	static void start() {
		etcd = WatchedEtcd.start();
	}

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@BeforeEach
	void choosePrefix(TestInfo test) {
		this.prefix = "/" + test.getTestMethod().orElseThrow().getName() + "/";
	}

	@Test
	void deliversPutsAndDeletesInOrder() {
		Recorder recorder = new Recorder();
		etcd.put(this.prefix + "a", "before the watch");
		EtcdWatchRegistration registration = watch(recorder);
		etcd.put(this.prefix + "b", "1");
		etcd.put(this.prefix + "b", "2");
		long deleted = etcd.delete(this.prefix + "b");
		await().until(() -> recorder.events().size() == 3);
		assertThat(recorder.events()).extracting(EtcdEvent::key).containsOnly(this.prefix + "b");
		assertThat(recorder.values()).containsExactly("1", "2", "null");
		assertThat(recorder.events()).extracting(EtcdEvent::isCreate).containsExactly(true, false, false);
		assertThat(recorder.events()).extracting(EtcdEvent::isUpdate).containsExactly(false, true, false);
		assertThat(recorder.events()).extracting(EtcdEvent::isDelete).containsExactly(false, false, true);
		assertThat(recorder.events().get(2).revision()).isEqualTo(deleted);
		assertThat(recorder.notices).containsExactly("created");
		await().until(() -> registration.revision() == deleted);
		assertThat(registration.handledEvents()).isEqualTo(3);
		registration.cancel();
	}

	@Test
	void deliversTheWholeOfATransactionInOneCall() {
		Recorder recorder = new Recorder();
		watch(recorder);
		Map<String, String> values = new LinkedHashMap<>();
		IntStream.range(0, 128).forEach((i) -> values.put(this.prefix + i, "v" + i));
		long revision = etcd.put(values);
		await().until(() -> !recorder.batches.isEmpty());
		assertThat(recorder.batches).hasSize(1);
		assertThat(recorder.batches.get(0).events()).hasSize(128);
		assertThat(recorder.batches.get(0).revision()).isEqualTo(revision);
	}

	@Test
	void deliversEachEventAlone() {
		Recorder recorder = new Recorder();
		etcd.container.register(KeyRange.prefix(this.prefix), String.class, recorder, (spec) -> spec.eachEvent())
			.awaitCreated(TIMEOUT);
		etcd.put(Map.of(this.prefix + "a", "1", this.prefix + "b", "2"));
		await().until(() -> recorder.batches.size() == 2);
		assertThat(recorder.batches).allSatisfy((batch) -> assertThat(batch.events()).hasSize(1));
	}

	@Test
	void filtersOnTheServer() {
		Recorder deletes = new Recorder();
		etcd.container
			.register(KeyRange.prefix(this.prefix), String.class, deletes,
					(spec) -> spec.events(EtcdEvent.Type.DELETE).prevKv())
			.awaitCreated(TIMEOUT);
		etcd.put(this.prefix + "a", "1");
		etcd.delete(this.prefix + "a");
		await().until(() -> !deletes.batches.isEmpty());
		EtcdEvent<String> event = deletes.events().get(0);
		assertThat(event.isDelete()).isTrue();
		assertThat(event.previous()).isNotNull();
		assertThat(event.previous().value()).isEqualTo("1");
	}

	@Test
	void refusesAnIdThatIsInUse() {
		EtcdWatchRegistration registration = etcd.container.register(KeyRange.key(this.prefix), String.class,
				new Recorder(), (spec) -> spec.id("same"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> etcd.container.register(KeyRange.key(this.prefix), String.class, new Recorder(),
					(spec) -> spec.id("same")))
			.withMessageContaining("'same'");
		registration.cancel();
		await().until(() -> etcd.container.registration("same") == null);
		etcd.container.register(KeyRange.key(this.prefix), String.class, new Recorder(), (spec) -> spec.id("same"))
			.cancel();
	}

	@Test
	void cancelledWatchIsSilentAndLeavesNothingOnTheServer() {
		Recorder recorder = new Recorder();
		double watchers = etcd.serverMetric("etcd_debugging_mvcc_watcher_total");
		List<EtcdWatchRegistration> registrations = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			registrations.add(etcd.container.register(KeyRange.prefix(this.prefix), String.class, recorder));
		}
		registrations.subList(0, 100).forEach(EtcdWatchRegistration::cancel);
		registrations.forEach((registration) -> registration.awaitCreated(TIMEOUT));
		registrations.forEach(EtcdWatchRegistration::cancel);
		assertThat(registrations).allMatch((registration) -> registration.state() == State.CANCELLED);
		etcd.put(this.prefix + "a", "1");
		await().atMost(TIMEOUT).until(() -> etcd.serverMetric("etcd_debugging_mvcc_watcher_total") == watchers);
		assertThat(recorder.batches).isEmpty();
	}

	@Test
	void cancelsTheWatchesOfAnOwner() {
		Object owner = new Object();
		EtcdWatchRegistration other = watch(new Recorder());
		for (int i = 0; i < 3; i++) {
			etcd.container.register(KeyRange.prefix(this.prefix), String.class, new Recorder(),
					(spec) -> spec.owner(owner));
		}
		assertThat(etcd.container.cancel(owner)).isEqualTo(3);
		assertThat(etcd.container.cancel(owner)).isZero();
		assertThat(other.state()).isEqualTo(State.ACTIVE);
		other.cancel();
	}

	@Test
	void errorHandlerThatStopsEndsTheWatch() {
		AtomicInteger calls = new AtomicInteger();
		EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix(this.prefix), String.class,
				(batch) -> {
					calls.incrementAndGet();
					throw new IllegalStateException("bad");
				}, (spec) -> spec.errorHandler(EtcdWatchErrorHandler.STOP));
		registration.awaitCreated(TIMEOUT);
		etcd.put(this.prefix + "a", "1");
		etcd.put(this.prefix + "a", "2");
		await().until(() -> registration.state() == State.FAILED);
		assertThat(calls).hasValue(4);
		assertThat(registration.failure()).hasMessageContaining("error handler");
	}

	@Test
	void pausedWatchMissesNothing() {
		Recorder recorder = new Recorder();
		EtcdWatchRegistration registration = watch(recorder);
		etcd.put(this.prefix + "a", "1");
		await().until(() -> recorder.values().equals(List.of("1")));
		registration.pause();
		await().until(() -> registration.state() == State.PAUSED);
		etcd.put(this.prefix + "a", "2");
		registration.resume();
		etcd.put(this.prefix + "a", "3");
		await().until(() -> recorder.batches.size() == 3);
		assertThat(recorder.values()).containsExactly("1", "2", "3");
	}

	@Test
	void watchWithoutAutoStartupStartsWhenResumed() {
		Recorder recorder = new Recorder();
		EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix(this.prefix), String.class,
				recorder, (spec) -> spec.autoStartup(false));
		etcd.put(this.prefix + "a", "1");
		assertThat(registration.state()).isEqualTo(State.PAUSED);
		registration.resume();
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		etcd.put(this.prefix + "a", "2");
		await().until(() -> !recorder.batches.isEmpty());
		assertThat(recorder.values()).containsExactly("2");
	}

	@Test
	void handlerThatThrowsGetsTheSameEventsThreeTimesMoreThenTheyAreSkipped() {
		AtomicInteger calls = new AtomicInteger();
		Recorder recorder = new Recorder() {

			@Override
			public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
				super.onEvents(batch);
				if (batch.events().get(0).value().equals("bad")) {
					calls.incrementAndGet();
					throw new IllegalStateException("bad");
				}
			}

		};
		EtcdWatchRegistration registration = watch(recorder);
		etcd.put(this.prefix + "a", "bad");
		etcd.put(this.prefix + "a", "good");
		await().atMost(TIMEOUT).until(() -> recorder.values().contains("good"));
		assertThat(recorder.values()).containsExactly("bad", "bad", "bad", "bad", "good");
		assertThat(calls).hasValue(4);
		assertThat(recorder.batches.subList(0, 4)).allMatch((batch) -> batch == recorder.batches.get(0));
		assertThat(registration.skippedEvents()).isEqualTo(1);
		await().until(() -> registration.handledEvents() == 1);
	}

	@Test
	void valueThatCannotBeConvertedIsSkippedAtOnce() {
		List<Integer> values = new ArrayList<>();
		EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix(this.prefix), Integer.class,
				(batch) -> values.add(batch.events().get(0).value()));
		registration.awaitCreated(TIMEOUT);
		etcd.put(this.prefix + "a", "no number");
		etcd.put(this.prefix + "a", "42");
		await().until(() -> values.equals(List.of(42)));
		assertThat(registration.skippedEvents()).isEqualTo(1);
	}

	@Test
	void blockedListenersDelayNobodyElse() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		List<EtcdWatchRegistration> blocked = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			blocked.add(etcd.container.register(KeyRange.prefix(this.prefix), String.class,
					(batch) -> release.await(1, TimeUnit.MINUTES)));
		}
		Recorder recorder = new Recorder();
		watch(recorder);
		blocked.forEach((registration) -> registration.awaitCreated(TIMEOUT));
		etcd.put(this.prefix + "a", "1");
		etcd.put(this.prefix + "a", "2");
		await().atMost(Duration.ofSeconds(2)).until(() -> recorder.values().equals(List.of("1", "2")));
		await().until(() -> blocked.stream().allMatch((registration) -> registration.backlog() == 2));
		release.countDown();
		await().until(() -> blocked.stream().allMatch((registration) -> registration.handledEvents() == 2));
		blocked.forEach(EtcdWatchRegistration::cancel);
	}

	@Test
	void manyWatchesShareFewStreams() {
		int count = 2000;
		Recorder recorder = new Recorder();
		List<EtcdWatchRegistration> registrations = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			registrations.add(etcd.container.register(KeyRange.key(this.prefix + i), String.class, recorder));
		}
		assertThat(registrations).allMatch((registration) -> registration.awaitCreated(TIMEOUT));
		assertThat(etcd.serverMetric("etcd_debugging_mvcc_watch_stream_total")).isBetween(2.0, 4.0);
		for (int i = 0; i < count; i += 100) {
			etcd.put(this.prefix + i, "v" + i);
		}
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() == count / 100);
		registrations.forEach(EtcdWatchRegistration::cancel);
	}

	private EtcdWatchRegistration watch(Recorder recorder) {
		EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix(this.prefix), String.class,
				recorder);
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		return registration;
	}

}
