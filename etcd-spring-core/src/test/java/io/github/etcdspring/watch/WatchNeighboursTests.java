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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many watches beside each other, some of them slow, and beside other calls.
 *
 * @author The etcd-spring authors
 */
class WatchNeighboursTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private WatchedEtcd etcd;

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void thousandWatchesAndCallsWorkWithFewConcurrentStreams() {
		start(EtcdServer.builder().flag("max-concurrent-streams", "100").start(), 10_000);
		LongAdder events = new LongAdder();
		List<EtcdWatchRegistration> registrations = IntStream.range(0, 1000)
			.mapToObj((i) -> this.etcd.container.register(KeyRange.prefix("/k/" + i + "/"), String.class,
					(batch) -> events.add(batch.events().size())))
			.toList();
		registrations.forEach((registration) -> assertThat(registration.awaitCreated(TIMEOUT)).isTrue());
		List<CompletableFuture<Long>> calls = IntStream.range(0, 500)
			.mapToObj((i) -> this.etcd.connection.calls()
				.callAsync(WatchAnchors.RANGE, WatchMessages.revisionOf(KeyRange.key("/k/" + i)), EtcdCallSpec.DEFAULT,
						(response) -> response.getHeader().getRevision()))
			.toList();
		IntStream.range(0, 1000).forEach((i) -> this.etcd.put("/k/" + i + "/a", "1"));
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(10)));
		await().atMost(TIMEOUT).until(() -> events.sum() == 1000);
		assertThat(this.etcd.serverMetric("etcd_debugging_mvcc_watch_stream_total")).isLessThanOrEqualTo(8);
	}

	@Test
	void slowListenerDelaysNobodyAndGetsEverythingInTheEnd() {
		slowListenerAmong(50, 2_000, 100, 20);
	}

	@Test
	@Tag("soak")
	void slowListenerAmongAThousandDelaysNobodyAndGetsEverythingInTheEnd() {
		slowListenerAmong(1_000, 20_000, 10_000, 2_000);
	}

	private void slowListenerAmong(int others, int count, int maxBacklog, int slowCalls) {
		start(EtcdServer.start(), maxBacklog);
		LongAdder received = new LongAdder();
		AtomicLong slowest = new AtomicLong();
		for (int i = 0; i < others; i++) {
			this.etcd.container
				.register(KeyRange.key("/k/" + i), String.class, (batch) -> batch.events().forEach((event) -> {
					long nanos = System.nanoTime() - Long.parseLong(event.value());
					slowest.accumulateAndGet(nanos, Math::max);
					received.increment();
				}))
				.awaitCreated(TIMEOUT);
		}
		AtomicLong handled = new AtomicLong();
		AtomicLong last = new AtomicLong(-1);
		AtomicLong disorder = new AtomicLong();
		EtcdWatchRegistration slow = this.etcd.container.register(KeyRange.key("/slow"), String.class, (batch) -> {
			if (handled.get() < slowCalls) {
				TimeUnit.MILLISECONDS.sleep(50);
			}
			for (EtcdEvent<String> event : batch.events()) {
				long number = Long.parseLong(event.value());
				disorder.addAndGet((number == last.getAndSet(number) + 1) ? 0 : 1);
				handled.incrementAndGet();
			}
		});
		assertThat(slow.awaitCreated(TIMEOUT)).isTrue();
		int mostWaiting = 0;
		for (int i = 0; i < count; i++) {
			this.etcd.put("/slow", String.valueOf(i));
			this.etcd.put("/k/" + i % others, String.valueOf(System.nanoTime()));
			mostWaiting = Math.max(mostWaiting, slow.backlog());
		}
		await().atMost(TIMEOUT).until(() -> received.sum() == count);
		assertThat(Duration.ofNanos(slowest.get())).isLessThan(Duration.ofSeconds(2));
		await().atMost(TIMEOUT).until(() -> handled.get() == count);
		assertThat(disorder).hasValue(0);
		assertThat(mostWaiting).isLessThanOrEqualTo(maxBacklog);
		await().until(() -> slow.state() == EtcdWatchRegistration.State.ACTIVE);
	}

	private void start(EtcdServer server, int maxBacklog) {
		this.etcd = new WatchedEtcd(server, (client) -> {
		}, (settings) -> settings.maxBacklogEvents(maxBacklog));
		this.etcd.container.start();
	}

}
