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

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for events without the previous value that was asked for.
 *
 * @author The etcd-spring authors
 */
class WatchPreviousTests {

	private final FakeCalls calls = new FakeCalls();

	private final Recorder recorder = new Recorder();

	private final EtcdWatchContainer container = new EtcdWatchContainer(this.calls, List::of,
			EtcdValueConverter.create(), EtcdWatchSettings.builder().startTimeout(Duration.ZERO).build());

	private FakeCalls.Stream stream;

	@BeforeEach
	void start() {
		this.container.start();
	}

	@AfterEach
	void close() {
		this.container.close();
	}

	@Test
	void isReadAsOfTheRevisionBefore() {
		this.calls.found.put(104L, entry("before", 101).build());
		register(true);
		send(Event.newBuilder().setKv(entry("after", 105)));
		send(Event.newBuilder().setKv(entry("again", 106)).setPrevKv(entry("after", 105)));
		await().until(() -> this.recorder.events().size() == 2);
		assertThat(previous()).containsExactly("before", "after");
	}

	@Test
	void isReadOfDeletedKeysAsWell() {
		this.calls.found.put(104L, entry("before", 101).build());
		register(true);
		send(Event.newBuilder()
			.setType(Event.EventType.DELETE)
			.setKv(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("a")).setModRevision(105)));
		await().until(() -> this.recorder.events().size() == 1);
		assertThat(previous()).containsExactly("before");
	}

	@Test
	void staysUnknownIfItWasCompactedAway() {
		this.calls.compacted = 200;
		register(true);
		send(Event.newBuilder().setKv(entry("after", 105)));
		await().until(() -> this.recorder.events().size() == 1);
		assertThat(this.recorder.events().get(0).previous()).isNull();
	}

	@Test
	void isWaitedForWhileEtcdIsAway() {
		this.calls.found.put(104L, entry("before", 101).build());
		register(true);
		this.calls.outages = 3;
		send(Event.newBuilder().setKv(entry("after", 105)));
		send(Event.newBuilder().setKv(entry("again", 106)).setPrevKv(entry("after", 105)));
		await().until(() -> this.recorder.events().size() == 2);
		assertThat(previous()).containsExactly("before", "after");
		assertThat(this.calls.outages).isZero();
	}

	@Test
	void isNotReadUnlessItWasAskedFor() {
		this.calls.found.put(104L, entry("before", 101).build());
		register(false);
		send(Event.newBuilder().setKv(entry("after", 105)));
		await().until(() -> this.recorder.events().size() == 1);
		assertThat(this.recorder.events().get(0).previous()).isNull();
	}

	private List<String> previous() {
		return this.recorder.events()
			.stream()
			.map((event) -> (event.previous() != null) ? event.previous().value() : null)
			.toList();
	}

	private void register(boolean prevKv) {
		this.container.register(KeyRange.key("a"), String.class, this.recorder, (spec) -> spec.prevKv(prevKv));
		await().until(() -> !this.calls.streams.isEmpty());
		this.stream = this.calls.streams.get(0);
		this.stream.listener.onOpen();
		WatchStreamTests.created(this.stream, 1);
	}

	private void send(Event.Builder event) {
		this.stream.listener.onNext(WatchStreamTests.response(1).addEvents(event).build());
	}

	private static KeyValue.Builder entry(String value, long modRevision) {
		return KeyValue.newBuilder()
			.setKey(ByteString.copyFromUtf8("a"))
			.setValue(ByteString.copyFromUtf8(value))
			.setCreateRevision(90)
			.setModRevision(modRevision);
	}

}
