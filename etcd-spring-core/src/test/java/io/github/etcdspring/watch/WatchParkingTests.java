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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.WatchResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what becomes of changes that have arrived and found no room, with messages
 * that come at a chosen moment.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class WatchParkingTests {

	private final FakeCalls calls = new FakeCalls();

	private final Semaphore calm = new Semaphore(0);

	private final Recorder recorder = new Recorder();

	private final Recorder slow = new Recorder() {

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			WatchParkingTests.this.calm.acquire();
			super.onEvents(batch);
		}

	};

	private EtcdWatchContainer container;

	@AfterEach
	void close() {
		this.calm.release(1_000_000);
		this.container.close();
	}

	@Test
	void whatFoundNoRoomIsLetGoWhenTheWatchIsCancelled() {
		start((settings) -> {
		});
		EtcdWatchRegistration parked = register("a", this.slow);
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 100);
		WeakReference<Object> last = arrive(shared);
		assertThat(parked.state()).isEqualTo(State.PARKED);
		parked.cancel();
		await().until(() -> {
			System.gc();
			return last.get() == null;
		});
		assertThat(parked.state()).isEqualTo(State.CANCELLED);
	}

	private static WeakReference<Object> arrive(FakeCalls.Stream stream) {
		WatchResponse response = events(1, 106, 101, 102, 103, 104, 105, 106);
		stream.listener.onNext(response);
		return new WeakReference<>(response.getEvents(5).getKv().getValue());
	}

	@Test
	void whatFoundNoRoomIsSentAgainIfItIsLargerThanTheBacklogMayBe() {
		start((settings) -> settings.maxBacklogBytes(3 * events(1, 101, 101).getEvents(0).getSerializedSize()));
		EtcdWatchRegistration parked = register("a", this.slow);
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 100);
		WeakReference<Object> last = arrive(shared);
		assertThat(parked.state()).isEqualTo(State.PARKED);
		await().until(() -> {
			System.gc();
			return last.get() == null;
		});
		this.calm.release(100);
		FakeCalls.Stream apart = open(1);
		assertThat(apart.startRevisions()).containsExactly(104L);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 104, 105, 106));
		await().until(() -> this.slow.revisions().equals(List.of(101L, 102L, 103L, 104L, 105L, 106L)));
	}

	@Test
	void whatHasArrivedIsToldBeforeWhatWasCompactedAwayIsSkipped() {
		start((settings) -> {
		});
		this.container.register(KeyRange.key("a"), String.class, this.slow,
				(spec) -> spec.startRevision(10).onCompaction(EtcdWatchSpec.OnCompaction.SKIP));
		registerFar("b", this.recorder);
		FakeCalls.Stream apart = openFar(2);
		apart.listener.onNext(events(1, 5000, 10, 11, 12, 13, 14, 15));
		apart.listener.onNext(compacted(1));
		assertThat(apart.cancelledIds()).containsExactly(1L);
		this.calm.release(100);
		await().until(() -> apart.startRevisions().equals(List.of(10L, 10L, 16L)));
		created(apart, 3, 5000);
		apart.listener.onNext(compacted(3));
		await().until(() -> this.slow.notices.contains("skipped 16 to 300"));
		assertThat(this.slow.revisions()).containsExactly(10L, 11L, 12L, 13L, 14L, 15L);
	}

	private static WatchResponse compacted(long id) {
		return WatchStreamTests.response(id).setCanceled(true).setCompactRevision(300).build();
	}

	@Test
	void whatWasHeldBackAndCannotBeTakenInIsSentAgain() {
		Hook hook = new Hook();
		start((settings) -> settings.metrics(hook));
		registerFar("a", this.slow);
		FakeCalls.Stream apart = openFar(1);
		apart.listener.onNext(events(1, 5000, 10, 11, 12, 13, 14, 15));
		await().until(() -> this.container.registrations().iterator().next().backlog() == 4);
		hook.onReceived = hook::fail;
		this.calm.release(100);
		await().until(() -> this.slow.batches.size() == 4);
		assertThat(apart.cancelled).isTrue();
		FakeCalls.Stream next = open(2);
		assertThat(next.startRevisions()).containsExactly(14L);
		created(next, 1, 5000);
		next.listener.onNext(events(1, 5000, 14, 15));
		await().until(() -> this.slow.revisions().equals(List.of(10L, 11L, 12L, 13L, 14L, 15L)));
	}

	@Test
	void whatWasKeptForAParkedWatchAndCannotBeTakenInIsSentAgain() {
		Hook hook = new Hook();
		start((settings) -> settings.metrics(hook));
		EtcdWatchRegistration parked = register("a", this.slow);
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 100);
		shared.listener.onNext(events(1, 106, 101, 102, 103, 104, 105, 106));
		await().until(() -> parked.state() == State.PARKED);
		hook.onReceived = hook::fail;
		this.calm.release(100);
		FakeCalls.Stream apart = open(1);
		assertThat(apart.startRevisions()).containsExactly(105L);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 105, 106));
		await().until(() -> this.slow.revisions().equals(List.of(101L, 102L, 103L, 104L, 105L, 106L)));
	}

	@Test
	void streamFromWhichManyWereParkedIsReplaced() {
		start((settings) -> {
		});
		List<Halting> halting = Stream.generate(Halting::new).limit(31).toList();
		halting.forEach((listener) -> register("a" + this.container.registrations().size(), listener));
		register("b", this.recorder);
		FakeCalls.Stream shared = open(0);
		LongStream.rangeClosed(1, 32).forEach((id) -> created(shared, id, 100));
		LongStream.rangeClosed(1, 31).forEach((id) -> shared.listener.onNext(events(id, 104, 101, 102, 103, 104)));
		releaseAfterAWhile(halting);
		FakeCalls.Stream apart = open(1);
		await().until(() -> apart.createdIds().size() == 31);
		LongStream.rangeClosed(1, 31).forEach((id) -> created(apart, id, 5000));
		apart.listener.onNext(events(1, 5000, 105));
		LongStream.rangeClosed(2, 31).forEach((id) -> apart.listener.onNext(events(id, 5000, 105, 106, 107, 108)));
		assertThat(apart.cancelledIds()).hasSize(30);
		assertThat(apart.cancelled).isFalse();
		releaseAfterAWhile(halting);
		await().until(() -> apart.createdIds().size() == 61);
		long id = 31;
		while (!apart.cancelled) {
			created(apart, ++id, 5000);
			apart.listener.onNext(events(id, 5000, 109, 110, 111, 112));
		}
		assertThat(id).isEqualTo(33);
		assertThat(open(2).startRevisions()).contains(106L);
		halting.forEach((listener) -> listener.calls.release(1000));
	}

	private static void releaseAfterAWhile(List<Halting> halting) {
		await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
		halting.forEach((listener) -> listener.calls.release(4));
	}

	@Test
	void listenerIsNotCalledOncePauseHasReturned() throws InterruptedException {
		Hook hook = new Hook();
		start((settings) -> settings.metrics(hook));
		EtcdWatchRegistration parked = register("a", this.slow);
		register("b", this.recorder);
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 100);
		created(shared, 2, 100);
		shared.listener.onNext(events(1, 106, 101, 102, 103, 104, 105, 106));
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		this.calls.onSend = () -> {
			this.calls.onSend = () -> {
			};
			busy.countDown();
			awaitUninterruptibly(free);
		};
		Thread engine = new Thread(() -> register("c", this.recorder));
		engine.start();
		busy.await();
		this.calm.release(3);
		await().until(() -> parked.backlog() == 1);
		CountDownLatch taken = new CountDownLatch(1);
		hook.onReceived = () -> hook.onReceived = () -> awaitUninterruptibly(taken);
		parked.pause();
		free.countDown();
		this.calm.release(2);
		await().until(() -> this.slow.batches.size() >= 4);
		await().during(Duration.ofMillis(200)).until(() -> this.slow.batches.size() == 4);
		taken.countDown();
		engine.join();
		assertThat(parked.state()).isEqualTo(State.PAUSED);
		hook.onReceived = () -> {
		};
		parked.resume();
		assertThat(open(1).startRevisions()).containsExactly(105L);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// Opens the stream of watches that turn out to be far behind.
	private FakeCalls.Stream openFar(int count) {
		FakeCalls.Stream shared = open(0);
		LongStream.rangeClosed(1, count).forEach((id) -> created(shared, id, 5000));
		FakeCalls.Stream apart = open(1);
		LongStream.rangeClosed(1, count).forEach((id) -> created(apart, id, 5000));
		return apart;
	}

	private void start(Consumer<EtcdWatchSettings.Builder> customizer) {
		EtcdWatchSettings.Builder settings = EtcdWatchSettings.builder()
			.startTimeout(Duration.ZERO)
			.catchUpStreams(1)
			.maxBacklogEvents(4);
		customizer.accept(settings);
		this.container = new EtcdWatchContainer(this.calls, List::of, EtcdValueConverter.create(), settings.build());
		this.container.start();
	}

	private EtcdWatchRegistration register(String key, Recorder listener) {
		return this.container.register(KeyRange.key(key), String.class, listener);
	}

	private void registerFar(String key, Recorder listener) {
		this.container.register(KeyRange.key(key), String.class, listener, (spec) -> spec.startRevision(10));
	}

	private FakeCalls.Stream open(int index) {
		await().until(() -> this.calls.streams.size() > index);
		FakeCalls.Stream stream = this.calls.streams.get(index);
		stream.listener.onOpen();
		return stream;
	}

	private static void created(FakeCalls.Stream stream, long id, long revision) {
		stream.listener.onNext(
				WatchStreamTests.response(id).setHeader(WatchStreamTests.header(revision)).setCreated(true).build());
	}

	private static WatchResponse events(long id, long headerRevision, long... revisions) {
		WatchResponse.Builder response = WatchStreamTests.response(id)
			.setHeader(WatchStreamTests.header(headerRevision));
		for (long revision : revisions) {
			response.addEvents(Event.newBuilder()
				.setKv(KeyValue.newBuilder()
					.setKey(ByteString.copyFromUtf8("k"))
					.setValue(ByteString.copyFromUtf8("v" + revision))
					.setModRevision(revision)));
		}
		return response.build();
	}

	/**
	 * Takes as many calls as it is allowed to.
	 */
	private static final class Halting extends Recorder {

		private final Semaphore calls = new Semaphore(0);

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			this.calls.acquire();
		}

	}

	/**
	 * Runs before changes are taken over.
	 */
	private static final class Hook implements EtcdWatchMetrics {

		private volatile Runnable onReceived = () -> {
		};

		@Override
		public void received(String watch, int events) {
			this.onReceived.run();
		}

		void fail() {
			this.onReceived = () -> {
			};
			throw new OutOfMemoryError("pretended");
		}

	}

}
