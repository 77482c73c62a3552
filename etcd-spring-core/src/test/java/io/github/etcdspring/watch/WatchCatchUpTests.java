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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches that are far behind, and for what is too large, with messages that
 * come at a chosen moment.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class WatchCatchUpTests {

	private final FakeCalls calls = new FakeCalls();

	private final Semaphore calm = new Semaphore(0);

	private final Recorder recorder = new Recorder();

	private final Recorder slow = new Recorder() {

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			WatchCatchUpTests.this.calm.acquire();
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
	void watchThatBeginsFarBackCatchesUpApartAndThenJoinsTheOthers() {
		start((settings) -> {
		});
		register("near", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		WatchStreamTests.created(shared, 1);
		EtcdWatchRegistration far = register("far", this.recorder, (spec) -> spec.startRevision(10));
		created(shared, 2, 5000);
		assertThat(shared.cancelledIds()).containsExactly(2L);
		FakeCalls.Stream apart = open(1);
		assertThat(apart.window()).isOne();
		assertThat(shared.window()).isGreaterThan(1);
		assertThat(apart.startRevisions()).containsExactly(10L);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 10, 20));
		assertThat(apart.cancelled).isFalse();
		assertThat(apart.requested).isEqualTo(2);
		apart.listener.onNext(events(1, 5000, 4999, 5000));
		assertThat(apart.cancelled).isTrue();
		assertThat(shared.startRevisions()).containsExactly(101L, 10L, 5001L);
		created(shared, 3, 5000);
		await().until(() -> this.recorder.revisions().equals(List.of(10L, 20L, 4999L, 5000L)));
		assertThat(far.state()).isEqualTo(State.ACTIVE);
		assertThat(this.recorder.notices).containsExactly("created", "created");
	}

	@Test
	void watchThatIsKnownToBeFarBackGoesThereAtOnce() {
		start((settings) -> {
		});
		register("near", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 5000);
		register("far", this.recorder, (spec) -> spec.startRevision(10));
		assertThat(open(1).startRevisions()).containsExactly(10L);
		assertThat(shared.createdIds()).containsExactly(1L);
	}

	@Test
	void nothingMoreIsReadWhileTheListenerHasNoRoom() {
		start((settings) -> settings.maxBacklogEvents(4));
		EtcdWatchRegistration registration = register("far", this.slow, (spec) -> spec.startRevision(10));
		created(open(0), 1, 5000);
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		int requested = apart.requested;
		apart.listener.onNext(events(1, 5000, 10, 11, 12, 13, 14, 15));
		await().until(() -> registration.backlog() == 4);
		assertThat(apart.requested).isEqualTo(requested);
		assertThat(registration.state()).isEqualTo(State.ACTIVE);
		this.calm.release(3);
		await().until(() -> apart.requested == requested + 1);
		assertThat(registration.backlog()).isEqualTo(3);
		this.calm.release(10);
		await().until(() -> this.slow.revisions().equals(List.of(10L, 11L, 12L, 13L, 14L, 15L)));
	}

	@Test
	void watchWithASlowListenerGoesOnApart() {
		start((settings) -> settings.maxBacklogEvents(4));
		EtcdWatchRegistration registration = register("a", this.slow, (spec) -> {
		});
		register("b", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		WatchStreamTests.created(shared, 1);
		WatchStreamTests.created(shared, 2);
		shared.listener.onNext(events(1, 106, 101, 102, 103, 104, 105, 106));
		assertThat(registration.state()).isEqualTo(State.PARKED);
		assertThat(shared.cancelledIds()).containsExactly(1L);
		this.calm.release(100);
		FakeCalls.Stream apart = open(1);
		assertThat(apart.window()).isOne();
		assertThat(apart.startRevisions()).containsExactly(107L);
		apart.listener
			.onNext(WatchStreamTests.response(1).setHeader(WatchStreamTests.header(106)).setCreated(true).build());
		assertThat(shared.startRevisions()).containsExactly(101L, 101L, 107L);
		created(shared, 3, 106);
		shared.listener.onNext(events(3, 107, 107));
		await().until(() -> this.slow.revisions().equals(List.of(101L, 102L, 103L, 104L, 105L, 106L, 107L)));
		assertThat(this.slow.notices).containsExactly("created");
	}

	@Test
	void quietWatchThatIsFarBehindJoinsTheOthersOnceTheServerSaysThatItIsNot() {
		start((settings) -> {
		});
		register("near", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 5000);
		register("far", this.recorder, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		await().until(() -> apart.requests.stream().anyMatch(WatchRequest::hasProgressRequest));
		apart.listener.onNext(WatchStreamTests.response(-1).setHeader(WatchStreamTests.header(5000)).build());
		await().until(() -> apart.cancelled);
		assertThat(shared.startRevisions()).containsExactly(101L, 5001L);
	}

	@Test
	void streamThatBreaksDuringCatchUpIsReplacedByOneOfItsKind() {
		start((settings) -> {
		});
		register("far", this.recorder, (spec) -> spec.startRevision(10));
		created(open(0), 1, 5000);
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 10, 20));
		apart.listener.onClosed(new EtcdUnavailableException("gone", EtcdOutcome.UNKNOWN, null));
		FakeCalls.Stream next = open(2);
		assertThat(next.window()).isOne();
		assertThat(next.startRevisions()).containsExactly(21L);
		created(next, 1, 5000);
		await().until(() -> this.recorder.notices.equals(List.of("created", "reconnected")));
	}

	@Test
	void onlySoManyCatchUpStreamsAreOpen() {
		start((settings) -> settings.catchUpStreams(1));
		register("near", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 5000);
		register("a", this.recorder, (spec) -> spec.startRevision(10));
		EtcdWatchRegistration second = register("b", this.recorder, (spec) -> spec.startRevision(10));
		EtcdWatchRegistration third = register("c", this.recorder, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 5000));
		created(apart, 2, 5000);
		created(apart, 3, 5000);
		assertThat(List.of(second, third)).allMatch((registration) -> registration.state() == State.ACTIVE);
		assertThat(this.calls.streams).hasSize(2);
	}

	@Test
	void watchWithoutRoomHoldsUpOthersOnlyOnceMoreArrivesForItAndNotForLong() {
		start((settings) -> settings.catchUpStreams(1).maxBacklogEvents(4));
		register("near", this.recorder, (spec) -> {
		});
		created(open(0), 1, 5000);
		EtcdWatchRegistration first = register("a", this.slow, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 10, 11, 12, 13, 14, 15));
		assertThat(apart.requested).isEqualTo(1);
		register("b", this.recorder, (spec) -> spec.startRevision(10));
		assertThat(apart.startRevisions()).containsExactly(10L, 10L);
		assertThat(apart.requested).isEqualTo(2);
		created(apart, 2, 5000);
		apart.listener.onNext(events(2, 5000, 10, 11));
		await().until(() -> this.recorder.revisions().equals(List.of(10L, 11L)));
		int requested = apart.requested;
		apart.listener.onNext(events(1, 5000, 16, 17));
		assertThat(apart.requested).isEqualTo(requested);
		assertThat(first.state()).isEqualTo(State.ACTIVE);
		await().until(() -> apart.cancelled);
		assertThat(first.state()).isEqualTo(State.PARKED);
		FakeCalls.Stream next = open(2);
		assertThat(next.startRevisions()).containsExactly(12L);
		created(next, 1, 5000);
		this.calm.release(100);
		await().until(() -> next.startRevisions().equals(List.of(12L, 16L)));
		created(next, 2, 5000);
		next.listener.onNext(events(2, 5000, 16, 17));
		await().until(() -> this.slow.revisions().equals(List.of(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L)));
	}

	@Test
	void whatWasHeldBackComesBeforeWhatArrivedAfterIt() {
		start((settings) -> settings.catchUpStreams(1).maxBacklogEvents(4));
		register("a", this.slow, (spec) -> spec.startRevision(10));
		this.container.register(KeyRange.key("b"), String.class, (batch) -> this.calm.acquire(),
				(spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = openFar();
		apart.listener.onNext(events(1, 5000, 10, 11, 12, 13, 14, 15));
		apart.listener.onNext(events(2, 5000, 10, 11, 12, 13));
		int requested = apart.requested;
		apart.listener.onNext(events(1, 5000, 16, 17));
		assertThat(apart.requested).isEqualTo(requested);
		this.calm.release(100);
		await().until(() -> this.slow.revisions().equals(List.of(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L)));
		await().until(() -> apart.requested > requested);
		assertThat(apart.cancelled).isFalse();
	}

	@Test
	void progressDoesNotOvertakeWhatIsHeldBack() {
		start((settings) -> settings.catchUpStreams(1).maxBacklogEvents(4));
		EtcdWatchRegistration slowOne = register("a", this.slow, (spec) -> spec.startRevision(10));
		register("b", this.recorder, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = openFar();
		apart.listener.onNext(events(1, 5000, 10, 11, 12, 13, 14, 15));
		await().until(() -> apart.requests.stream().anyMatch(WatchRequest::hasProgressRequest));
		apart.listener.onNext(WatchStreamTests.response(-1).setHeader(WatchStreamTests.header(5000)).build());
		await().until(() -> apart.cancelledIds().equals(List.of(2L)));
		apart.listener.onClosed(new EtcdUnavailableException("gone", EtcdOutcome.UNKNOWN, null));
		FakeCalls.Stream next = open(3);
		assertThat(next.startRevisions()).containsExactly(14L);
		assertThat(slowOne.revision()).isLessThan(14);
	}

	@Test
	void watchThatWasParkedForLongIsParkedAgainAtOnce() {
		start((settings) -> settings.maxBacklogEvents(4));
		EtcdWatchRegistration slowOne = register("a", this.slow, (spec) -> {
		});
		register("b", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		WatchStreamTests.created(shared, 1);
		WatchStreamTests.created(shared, 2);
		shared.listener.onNext(events(1, 110, 101, 102, 103, 104, 105, 106));
		assertThat(slowOne.state()).isEqualTo(State.PARKED);
		await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
		this.calm.release(3);
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		assertThat(slowOne.state()).isEqualTo(State.ACTIVE);
		apart.listener.onNext(events(1, 5000, 107, 108, 109, 110, 111, 112));
		assertThat(slowOne.state()).isEqualTo(State.PARKED);
		assertThat(apart.cancelled).isTrue();
		this.calm.release(100);
		assertThat(open(2).startRevisions()).containsExactly(113L);
		await().until(() -> this.slow.revisions().equals(LongStream.rangeClosed(101, 112).boxed().toList()));
	}

	@Test
	void quietWatchStaysApartUntilTheServerSaysThatItHasCaughtUp() {
		start((settings) -> settings.catchUpStreams(1));
		register("quiet", this.recorder, (spec) -> spec.startRevision(10));
		register("busy", this.slow, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = openFar();
		AtomicLong revision = new AtomicLong(10);
		await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(30)).until(() -> {
			apart.listener.onNext(events(2, 5_000, revision.incrementAndGet()));
			return apart.cancelledIds().isEmpty();
		});
		apart.listener.onNext(WatchStreamTests.response(-1).setHeader(WatchStreamTests.header(6000)).build());
		assertThat(apart.cancelledIds()).contains(1L);
	}

	@Test
	void quietWatchJoinsTheOthersAfterAWhileIfTheServerCannotBeAsked() {
		this.calls.statusFailure = new EtcdUnavailableException("away", EtcdOutcome.UNKNOWN, null);
		start((settings) -> settings.catchUpStreams(1));
		register("quiet", this.recorder, (spec) -> spec.startRevision(10));
		register("busy", this.slow, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = openFar();
		AtomicLong revision = new AtomicLong(10);
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			apart.listener.onNext(events(2, 5_000, revision.incrementAndGet()));
			return !apart.cancelledIds().isEmpty();
		});
		assertThat(apart.cancelledIds()).containsExactly(1L);
		assertThat(apart.cancelled).isFalse();
	}

	@Test
	void watchThatHadNoRoomForAWhileStaysApartIfTheStoreHasGoneFarSince() {
		start((settings) -> settings.catchUpStreams(1).maxBacklogEvents(4));
		register("near", this.recorder, (spec) -> {
		});
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 5000);
		register("a", this.slow, (spec) -> spec.startRevision(10));
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		apart.listener.onNext(events(1, 5000, 4990, 4991, 4992, 4993, 4994, 4995));
		shared.listener.onNext(events(1, 50_000, 50_000));
		this.calm.release(100);
		await().until(() -> this.slow.batches.size() == 6);
		assertThat(apart.cancelled).isFalse();
		apart.listener.onNext(events(1, 50_000, 50_000));
		await().until(() -> apart.cancelled);
		assertThat(shared.startRevisions()).containsExactly(101L, 50_001L);
	}

	// Opens the stream of two watches that turn out to be far behind.
	private FakeCalls.Stream openFar() {
		FakeCalls.Stream shared = open(0);
		created(shared, 1, 5000);
		created(shared, 2, 5000);
		FakeCalls.Stream apart = open(1);
		created(apart, 1, 5000);
		created(apart, 2, 5000);
		return apart;
	}

	@Test
	void revisionAboveTheLimitFailsItsWatchAndIsNotSplit() {
		start((settings) -> settings.maxRevisionBytes(300));
		EtcdWatchRegistration large = register("a", this.slow, (spec) -> {
		});
		register("b", this.recorder, (spec) -> {
		});
		this.calm.release(100);
		FakeCalls.Stream shared = open(0);
		WatchStreamTests.created(shared, 1);
		WatchStreamTests.created(shared, 2);
		shared.listener.onNext(WatchStreamTests.events(1, false, 101));
		for (int i = 0; i < 10; i++) {
			shared.listener.onNext(WatchStreamTests.events(1, true, 102, 102, 102, 102, 102, 102));
		}
		shared.listener.onNext(WatchStreamTests.events(1, false, 102));
		shared.listener.onNext(WatchStreamTests.events(2, false, 102));
		assertThat(large.state()).isEqualTo(State.FAILED);
		assertThat(large.failure()).isInstanceOf(EtcdResponseTooLargeException.class)
			.hasMessageContaining("etcd.watch.max-revision-size");
		assertThat(shared.cancelledIds()).containsExactly(1L);
		await().until(() -> this.recorder.revisions().equals(List.of(102L)));
		await().until(() -> this.slow.notices.equals(List.of("created", "failed EtcdResponseTooLargeException")));
		assertThat(this.slow.revisions()).containsExactly(101L);
		assertThat(shared.cancelled).isFalse();
	}

	@Test
	void neverMoreThanEightStreamsWhileTheOneWithTooLargeMessagesIsSought() {
		start((settings) -> {
		});
		EtcdWatchRegistration culprit = register("culprit", this.recorder, (spec) -> {
		});
		IntStream.range(0, 300).forEach((i) -> register("a" + i, this.recorder, (spec) -> {
		}));
		FakeCalls.Stream stream = open(0);
		for (int i = 0; i < 30 && culprit.state() != State.FAILED; i++) {
			stream.listener.onClosed(new EtcdResponseTooLargeException("too large", EtcdOutcome.UNKNOWN, null));
			assertThat(openStreams()).hasSizeLessThanOrEqualTo(8);
			if (culprit.state() != State.FAILED) {
				await().until(() -> carrierOf("culprit") != null);
				stream = carrierOf("culprit");
			}
		}
		assertThat(culprit.state()).isEqualTo(State.FAILED);
		assertThat(this.container.registrations().stream().filter((each) -> each.state() == State.FAILED))
			.containsExactly(culprit);
	}

	@Test
	void proxyThatAnswersInAnotherOrderGetsOneCreateAtATime() {
		start((settings) -> {
		});
		EtcdWatchRegistration first = register("a", this.recorder, (spec) -> {
		});
		register("b", this.recorder, (spec) -> {
		});
		FakeCalls.Stream stream = open(0);
		assertThat(stream.createdIds()).hasSize(1);
		WatchStreamTests.created(stream, 0);
		assertThat(stream.createdIds()).hasSize(2);
		register("c", this.recorder, (spec) -> {
		});
		assertThat(stream.createdIds()).hasSize(2);
		WatchStreamTests.created(stream, 1);
		WatchStreamTests.created(stream, 2);
		stream.listener.onNext(WatchStreamTests.events(0, false, 101));
		await().until(() -> first.handledEvents() == 1);
	}

	private List<FakeCalls.Stream> openStreams() {
		return this.calls.streams.stream().filter((stream) -> !stream.cancelled).toList();
	}

	// Opens all streams and confirms what is created on them.
	private FakeCalls.Stream carrierOf(String key) {
		FakeCalls.Stream carrier = null;
		for (FakeCalls.Stream stream : openStreams()) {
			stream.listener.onOpen();
			for (int i = 0; i < stream.requests.size(); i++) {
				WatchRequest request = stream.requests.get(i);
				if (request.hasCreateRequest() && request.getCreateRequest().getKey().toStringUtf8().equals(key)) {
					carrier = stream;
				}
			}
		}
		return carrier;
	}

	private void start(Consumer<EtcdWatchSettings.Builder> customizer) {
		EtcdWatchSettings.Builder settings = EtcdWatchSettings.builder().startTimeout(Duration.ZERO);
		customizer.accept(settings);
		this.container = new EtcdWatchContainer(this.calls, List::of, EtcdValueConverter.create(), settings.build());
		this.container.start();
	}

	private EtcdWatchRegistration register(String key, Recorder listener, Consumer<EtcdWatchSpec> spec) {
		return this.container.register(KeyRange.key(key), String.class, listener, spec);
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
				.setKv(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("k")).setModRevision(revision)));
		}
		return response.build();
	}

}
