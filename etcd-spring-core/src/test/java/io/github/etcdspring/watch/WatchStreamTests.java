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
import java.util.stream.LongStream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WatchStream} with messages that a server sends rarely.
 *
 * @author The etcd-spring authors
 */
class WatchStreamTests {

	private final FakeCalls calls = new FakeCalls();

	private final Recorder recorder = new Recorder();

	private final EtcdWatchContainer container = new EtcdWatchContainer(this.calls, List::of,
			EtcdValueConverter.create(), EtcdWatchSettings.builder().startTimeout(Duration.ZERO).build());

	@BeforeEach
	void start() {
		this.container.start();
	}

	@AfterEach
	void close() {
		this.container.close();
	}

	@Test
	void createsStartAfterTheRevisionOfTheRead() {
		register("a");
		FakeCalls.Stream stream = open(0);
		assertThat(stream.startRevisions()).containsExactly(101L);
	}

	@Test
	void idsAreNeverUsedTwice() {
		EtcdWatchRegistration first = register("a");
		register("b");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		created(stream, 2);
		first.cancel();
		register("c");
		assertThat(stream.createdIds()).containsExactly(1L, 2L, 3L);
		assertThat(stream.cancelledIds()).containsExactly(1L);
	}

	@Test
	void failedCreateWithoutIdConcernsTheOldestCreate() {
		EtcdWatchRegistration first = register("a");
		EtcdWatchRegistration second = register("b");
		FakeCalls.Stream stream = open(0);
		stream.listener.onNext(response(-1).setCreated(true).setCanceled(true).setCancelReason("who knows").build());
		created(stream, 2);
		assertThat(first.state()).isEqualTo(State.FAILED);
		assertThat(second.state()).isEqualTo(State.ACTIVE);
	}

	@Test
	void failedCreateWithItsIdConcernsTheOldestCreate() {
		EtcdWatchRegistration first = register("a");
		EtcdWatchRegistration second = register("b");
		FakeCalls.Stream stream = open(0);
		stream.listener.onNext(response(1).setCreated(true).setCanceled(true).setCancelReason("who knows").build());
		created(stream, 2);
		assertThat(first.state()).isEqualTo(State.FAILED);
		assertThat(second.state()).isEqualTo(State.ACTIVE);
	}

	@Test
	void refusedPermissionIsTriedOnceMoreOnANewStreamWithAFreshToken() {
		EtcdWatchRegistration registration = register("a");
		FakeCalls.Stream stream = open(0);
		refuse(stream, "etcdserver: permission denied");
		assertThat(registration.state()).isEqualTo(State.CONNECTING);
		assertThat(this.calls.streams).hasSize(2);
		FakeCalls.Stream fresh = open(1);
		assertThat(fresh.freshToken).isTrue();
		assertThat(stream.cancelled).isTrue();
		refuse(fresh, "etcdserver: permission denied");
		assertThat(registration.state()).isEqualTo(State.FAILED);
	}

	@Test
	void outdatedTokenLeavesTheOtherWatchesOfTheStreamAlone() {
		EtcdWatchRegistration first = register("a");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		EtcdWatchRegistration second = register("b");
		refuse(stream, "etcdserver: invalid auth token");
		created(open(1), 1);
		EtcdWatchRegistration third = register("c");
		created(this.calls.streams.get(1), 2);
		assertThat(List.of(first, second, third)).allMatch((registration) -> registration.state() == State.ACTIVE);
		assertThat(this.calls.streams).hasSize(2);
		assertThat(stream.cancelled).isFalse();
		assertThat(stream.createdIds()).containsExactly(1L, 2L);
	}

	@Test
	void idThatAProxyHasChosenCounts() {
		register("a");
		FakeCalls.Stream stream = open(0);
		created(stream, 77);
		stream.listener.onNext(events(77, false, 101));
		await().until(() -> this.recorder.revisions().equals(List.of(101L)));
		this.container.registrations().forEach(EtcdWatchRegistration::cancel);
		assertThat(stream.cancelled).isTrue();
	}

	@Test
	void watchThatIsCancelledWhileItIsCreatedIsCancelledOnTheServer() {
		EtcdWatchRegistration first = register("a");
		EtcdWatchRegistration second = register("b");
		FakeCalls.Stream stream = open(0);
		first.cancel();
		created(stream, 1);
		created(stream, 2);
		assertThat(stream.cancelledIds()).containsExactly(1L);
		assertThat(second.state()).isEqualTo(State.ACTIVE);
	}

	@Test
	void cancelledWatchIsSilentAtOnce() {
		EtcdWatchRegistration registration = register("a");
		register("b");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		created(stream, 2);
		registration.cancel();
		stream.listener.onNext(events(1, false, 101));
		stream.listener.onNext(events(2, false, 102));
		await().until(() -> !this.recorder.batches.isEmpty());
		assertThat(this.recorder.revisions()).containsExactly(102L);
	}

	@Test
	void brokenStreamResumesWithCompleteRevisionsOnly() {
		register("a");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		stream.listener.onNext(events(1, true, 101, 102));
		breakDown(stream);
		FakeCalls.Stream next = open(1);
		assertThat(next.startRevisions()).containsExactly(102L);
		created(next, 1);
		next.listener.onNext(events(1, false, 102, 102));
		await().until(() -> this.recorder.batches.size() == 2);
		assertThat(this.recorder.revisions()).containsExactly(101L, 102L);
		assertThat(this.recorder.batches.get(1).events()).hasSize(2);
	}

	@Test
	void repliesOfABrokenStreamAreNotSeen() {
		register("a");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		breakDown(stream);
		created(open(1), 1);
		stream.listener.onNext(events(1, false, 150));
		this.calls.streams.get(1).listener.onNext(events(1, false, 101));
		await().until(() -> !this.recorder.batches.isEmpty());
		assertThat(this.recorder.revisions()).containsExactly(101L);
	}

	@Test
	void headerOfCreatedDoesNotMoveThePosition() {
		register("a");
		FakeCalls.Stream stream = open(0);
		stream.listener.onNext(response(1).setHeader(header(5000)).setCreated(true).build());
		breakDown(stream);
		assertThat(open(1).startRevisions()).containsExactly(101L);
	}

	@Test
	void headerOfEventsDoesNotMoveThePosition() {
		register("a");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		stream.listener.onNext(events(1, false, 101).toBuilder().setHeader(header(5000)).build());
		breakDown(stream);
		assertThat(open(1).startRevisions()).containsExactly(102L);
	}

	@Test
	void progressMovesThePositionOfConfirmedWatches() {
		register("a");
		register("b");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		stream.listener.onNext(response(-1).setHeader(header(500)).build());
		breakDown(stream);
		assertThat(open(1).startRevisions()).containsExactlyInAnyOrder(501L, 101L);
	}

	@Test
	void progressThatIsOlderThanTheConfirmationIsIgnored() {
		register("a");
		FakeCalls.Stream stream = open(0);
		stream.listener.onNext(response(1).setHeader(header(500)).setCreated(true).build());
		stream.listener.onNext(response(-1).setHeader(header(500)).build());
		breakDown(stream);
		assertThat(open(1).startRevisions()).containsExactly(101L);
	}

	@Test
	void compactedWatchIsCancelledOnTheServerAndGoesOnWithANewId() {
		this.container.register(KeyRange.key("a"), String.class, this.recorder,
				(spec) -> spec.onCompaction(EtcdWatchSpec.OnCompaction.SKIP));
		register("b");
		FakeCalls.Stream stream = open(0);
		created(stream, 1);
		created(stream, 2);
		stream.listener.onNext(response(1).setCanceled(true).setCompactRevision(300).build());
		assertThat(stream.cancelledIds()).containsExactly(1L);
		assertThat(stream.createdIds()).containsExactly(1L, 2L, 3L);
		assertThat(stream.startRevisions()).containsExactly(101L, 101L, 300L);
		await().until(() -> this.recorder.notices.contains("skipped 101 to 300"));
	}

	private EtcdWatchRegistration register(String key) {
		return this.container.register(KeyRange.key(key), String.class, this.recorder);
	}

	private FakeCalls.Stream open(int index) {
		await().until(() -> this.calls.streams.size() > index);
		FakeCalls.Stream stream = this.calls.streams.get(index);
		stream.listener.onOpen();
		return stream;
	}

	static void created(FakeCalls.Stream stream, long id) {
		stream.listener.onNext(response(id).setCreated(true).build());
	}

	private static void refuse(FakeCalls.Stream stream, String reason) {
		stream.listener.onNext(response(-1).setCreated(true).setCanceled(true).setCancelReason(reason).build());
	}

	private void breakDown(FakeCalls.Stream stream) {
		this.calls.revision = 1000;
		stream.listener.onClosed(new EtcdUnavailableException("gone", EtcdOutcome.UNKNOWN, null));
	}

	static WatchResponse events(long id, boolean fragment, long... revisions) {
		WatchResponse.Builder response = response(id);
		LongStream.of(revisions)
			.forEach((revision) -> response.addEvents(Event.newBuilder()
				.setKv(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("k")).setModRevision(revision))));
		if (fragment) {
			response.setUnknownFields(UnknownFieldSet.newBuilder()
				.addField(7, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
				.build());
		}
		return response.build();
	}

	static WatchResponse.Builder response(long id) {
		return WatchResponse.newBuilder().setWatchId(id).setHeader(header(100));
	}

	static ResponseHeader header(long revision) {
		return ResponseHeader.newBuilder().setMemberId(1).setRevision(revision).build();
	}

}
