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
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for much history, and for large revisions.
 *
 * @author The etcd-spring authors
 */
class WatchLargeHistoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int OPERATIONS = 128;

	private static final int VALUE = 8 * 1024;

	private WatchedEtcd etcd;

	@BeforeEach
	void start() {
		start(EtcdServer.start());
	}

	private void start(EtcdServer server) {
		this.etcd = new WatchedEtcd(server, (client) -> client.maxInboundMessageSize(64 * 1024 * 1024), (settings) -> {
		});
		this.etcd.container.start();
	}

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void historyThatIsLargerThanTheHeapIsReadInOrder() {
		readsHistory(60, 48);
	}

	@Test
	@Tag("soak")
	void twoHundredMegabytesOfHistoryAreReadInSixtyFour() {
		readsHistory(200, 64 + 1);
	}

	private void readsHistory(int revisions, int megabytes) {
		String value = "x".repeat(VALUE);
		for (int i = 0; i < revisions; i++) {
			this.etcd.put(transaction(i, value));
		}
		long events = (long) revisions * OPERATIONS;
		assertThat(CatchUpProcess.run(this.etcd.server.endpoint(), megabytes, events, 1, false, () -> {
		})).isEqualTo(
				"revisions=%d events=%d bytes=%d previous=0 orderly=true".formatted(revisions, events, events * VALUE));
	}

	@Test
	void largeRangeDeleteNeedsLittleMemory() {
		acceptLargeRequests();
		rangeDelete(2000, false, 64);
	}

	@Test
	void largeRangeDeleteWithPreviousValuesNeedsLittleMoreThanItself() {
		acceptLargeRequests();
		rangeDelete(2000, true, 64 + 20);
	}

	private void rangeDelete(int size, boolean prevKv, int megabytes) {
		int count = 10_000;
		putKeys(count, size);
		String expected = "revisions=1 events=%d bytes=0 previous=%d orderly=true".formatted(count,
				(prevKv) ? count * size : 0);
		assertThat(CatchUpProcess.run(this.etcd.server.endpoint(), megabytes, count, 0, prevKv, this::deletePrefix))
			.isEqualTo(expected);
		long revision = this.etcd.put("/other", "1") - 1;
		assertThat(CatchUpProcess.run(this.etcd.server.endpoint(), megabytes, count, revision, prevKv, () -> {
		})).isEqualTo(expected);
	}

	@Test
	void revisionOfSixMegabytesNeedsLittleMoreThanItself() {
		acceptLargeRequests();
		int size = 6 * 1024 * 1024;
		String expected = "revisions=1 events=1 bytes=%d previous=0 orderly=true".formatted(size);
		assertThat(CatchUpProcess.run(this.etcd.server.endpoint(), 64 + 6, 1, 0, false,
				() -> this.etcd.put("/k/large", "x".repeat(size))))
			.isEqualTo(expected);
		assertThat(CatchUpProcess.run(this.etcd.server.endpoint(), 64 + 6, 1, 1, false, () -> {
		})).isEqualTo(expected);
	}

	private static Map<String, String> transaction(int revision, String value) {
		Map<String, String> values = new HashMap<>();
		IntStream.range(0, OPERATIONS).forEach((i) -> values.put("/k/" + revision + "/" + i, value));
		return values;
	}

	@Test
	void revisionOfSixMegabytesArrivesWhole() {
		acceptLargeRequests();
		Recorder recorder = new Recorder();
		register("/k/", recorder, 1);
		String value = "x".repeat(6 * 1024 * 1024);
		this.etcd.put("/k/large", value);
		Map<String, String> many = transaction(1, "y".repeat(48 * 1024));
		this.etcd.put(many);
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() == 2);
		assertThat(recorder.values().get(0)).isEqualTo(value);
		assertThat(recorder.batches.get(1).events()).hasSize(OPERATIONS);
	}

	@Test
	void tenThousandKeysDeletedAtOnceArriveInOneCall() {
		int count = 10_000;
		putKeys(count, 500);
		Recorder recorder = new Recorder();
		EtcdWatchRegistration registration = this.etcd.container.register(KeyRange.prefix("/k/"), String.class,
				recorder, EtcdWatchSpec::prevKv);
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		deletePrefix();
		await().atMost(TIMEOUT).until(() -> !recorder.batches.isEmpty());
		assertThat(recorder.batches).hasSize(1);
		assertThat(recorder.events()).hasSize(count).allMatch((event) -> event.isDelete() && event.previous() != null);
	}

	@Test
	void historyOfOneWatchDoesNotDelayItsNeighbours() {
		String value = "x".repeat(VALUE);
		IntStream.range(0, 40).forEach((i) -> this.etcd.put(transaction(i, value)));
		Recorder neighbour = new Recorder();
		register("/other/", neighbour, 0);
		IntStream.range(0, 200).forEach((i) -> this.etcd.put("/third", "x"));
		Recorder far = new Recorder();
		register("/k/", far, 1);
		this.etcd.put("/other/a", "1");
		await().atMost(Duration.ofSeconds(2)).until(() -> neighbour.batches.size() == 1);
		await().atMost(TIMEOUT).until(() -> far.events().size() == 40 * OPERATIONS);
		this.etcd.put("/k/last", "1");
		await().atMost(TIMEOUT).until(() -> far.values().contains("1"));
		assertThat(far.batches).hasSize(41);
		assertThat(far.revisions()).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void revisionAboveTheLimitFailsItsWatchAndNoOther() {
		acceptLargeRequests();
		EtcdServer server = this.etcd.server;
		WatchedEtcd limited = new WatchedEtcd(server, (client) -> client.maxInboundMessageSize(64 * 1024 * 1024),
				(settings) -> settings.maxRevisionBytes(5 * 1024 * 1024));
		limited.container.start();
		try {
			Recorder large = new Recorder();
			Recorder small = new Recorder();
			EtcdWatchRegistration victim = limited.container.register(KeyRange.prefix("/k/"), String.class, large);
			EtcdWatchRegistration other = limited.container.register(KeyRange.prefix("/other/"), String.class, small);
			assertThat(victim.awaitCreated(TIMEOUT) && other.awaitCreated(TIMEOUT)).isTrue();
			this.etcd.put("/k/before", "1");
			this.etcd.put(transaction(1, "y".repeat(48 * 1024)));
			this.etcd.put("/other/a", "1");
			await().atMost(TIMEOUT).until(() -> victim.state() == State.FAILED);
			assertThat(victim.failure()).isInstanceOf(EtcdResponseTooLargeException.class)
				.hasMessageContaining("etcd.watch.max-revision-size");
			await().atMost(TIMEOUT).until(() -> small.batches.size() == 1);
			await().until(() -> large.notices.contains("failed EtcdResponseTooLargeException"));
			assertThat(large.values()).containsExactly("1");
			assertThat(small.notices).containsExactly("created");
		}
		finally {
			limited.container.close();
			limited.connection.close();
		}
	}

	private void putKeys(int count, int size) {
		Map<String, String> page = new HashMap<>();
		for (int i = 0; i < count; i++) {
			page.put("/k/%05d".formatted(i), "x".repeat(size));
			if (page.size() == OPERATIONS || i == count - 1) {
				this.etcd.put(page);
				page.clear();
			}
		}
	}

	private void acceptLargeRequests() {
		this.etcd.close();
		start(EtcdServer.builder().flag("max-request-bytes", "16777216").start());
	}

	private EtcdWatchRegistration register(String prefix, Recorder recorder, long startRevision) {
		EtcdWatchRegistration registration = this.etcd.container.register(KeyRange.prefix(prefix), String.class,
				recorder, (spec) -> {
					if (startRevision > 0) {
						spec.startRevision(startRevision);
					}
				});
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		return registration;
	}

	private void deletePrefix() {
		KeyRange range = KeyRange.prefix("/k/");
		DeleteRangeRequest request = DeleteRangeRequest.newBuilder()
			.setKey(ByteString.copyFrom(range.keyBytes()))
			.setRangeEnd(ByteString.copyFrom(range.rangeEndBytes()))
			.build();
		this.etcd.connection.calls()
			.call(EtcdRpc.write("kv.delete", KVGrpc.getDeleteRangeMethod()), request,
					EtcdCallSpec.of(null, Duration.ofSeconds(20)), (response) -> response);
	}

}
