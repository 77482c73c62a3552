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
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.backoff.FixedBackOff;

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

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final long MAX_BYTES = 4 * 1024 * 1024;

	/**
	 * How much the heap may grow for other reasons.
	 */
	private static final long SLACK = 8 * 1024 * 1024;

	private static final Log logger = LogFactory.getLog(WatchNeighboursTests.class);

	private WatchedEtcd etcd;

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void thousandWatchesAndCallsWorkWithFewConcurrentStreams() {
		start(EtcdServer.builder().flag("max-concurrent-streams", "100").start(), (settings) -> {
		});
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
		slowListenerAmong(50, 500, 100, Duration.ofMillis(250));
	}

	/**
	 * The slow listener takes 50 ms for each event as long as the others are measured,
	 * and no more after that, so that the test ends within minutes.
	 */
	@Test
	@Tag("soak")
	void slowListenerAmongAThousandDelaysNobodyAndGetsEverythingInTheEnd() {
		slowListenerAmong(1_000, 20_000, 10_000, Duration.ofMillis(20));
	}

	private void slowListenerAmong(int others, int count, int maxBacklog, Duration tolerance) {
		start(EtcdServer.start(), (settings) -> settings.maxBacklogEvents(maxBacklog).maxBacklogBytes(MAX_BYTES));
		Queue<Long> latencies = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < others; i++) {
			this.etcd.container
				.register(KeyRange.key("/k/" + i), String.class,
						(batch) -> batch.events()
							.forEach((event) -> latencies.add(System.nanoTime() - Long.parseLong(event.value()))))
				.awaitCreated(TIMEOUT);
		}
		write(others, count, () -> {
		});
		Duration without = percentile(latencies, count);
		SlowListener listener = new SlowListener();
		EtcdWatchRegistration slow = this.etcd.container.register(KeyRange.key("/slow"), String.class, listener);
		assertThat(slow.awaitCreated(TIMEOUT)).isTrue();
		int[] mostWaiting = new int[1];
		long heapBefore = usedHeap();
		write(others, count, () -> mostWaiting[0] = Math.max(mostWaiting[0], slow.backlog()));
		long heapGrowth = usedHeap() - heapBefore;
		Duration with = percentile(latencies, count);
		logger.info("p99 of the others: %s without a slow listener, %s beside it; heap grew by %d KiB, backlog was %d"
			.formatted(without, with, heapGrowth / 1024, mostWaiting[0]));
		assertThat(listener.handled).hasValueLessThan(count);
		listener.slow = false;
		assertThat(with).isLessThan(without.multipliedBy(2).plus(tolerance));
		assertThat(heapGrowth).isLessThan(2 * MAX_BYTES + SLACK);
		await().atMost(TIMEOUT).until(() -> listener.handled.get() == count);
		assertThat(listener.disorder).hasValue(0);
		assertThat(mostWaiting[0]).isLessThanOrEqualTo(maxBacklog);
		await().until(() -> slow.state() == EtcdWatchRegistration.State.ACTIVE);
	}

	private void write(int others, int count, Runnable each) {
		String padding = " ".repeat(2000);
		for (int i = 0; i < count; i++) {
			this.etcd.put("/slow", i + padding);
			this.etcd.put("/k/" + i % others, String.valueOf(System.nanoTime()));
			each.run();
		}
	}

	private static Duration percentile(Queue<Long> latencies, int count) {
		await().atMost(TIMEOUT).until(() -> latencies.size() == count);
		List<Long> sorted = latencies.stream().sorted().toList();
		latencies.clear();
		return Duration.ofNanos(sorted.get(count * 99 / 100));
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Test
	void listenerThatThrowsGetsItsRetriesAndNobodyElseNotices() {
		start(EtcdServer.start(), (settings) -> settings.handlerBackOff(new FixedBackOff(20, 3)));
		int count = 300;
		Map<String, Integer> calls = new ConcurrentHashMap<>();
		EtcdWatchRegistration failing = this.etcd.container.register(KeyRange.key("/k"), String.class, (batch) -> {
			String value = batch.events().get(0).value();
			calls.merge(value, 1, Integer::sum);
			if (value.endsWith("7")) {
				throw new IllegalStateException("Not this one");
			}
		});
		Recorder other = new Recorder();
		EtcdWatchRegistration neighbour = this.etcd.container.register(KeyRange.key("/k"), String.class, other);
		assertThat(failing.awaitCreated(TIMEOUT) && neighbour.awaitCreated(TIMEOUT)).isTrue();
		IntStream.range(0, count).forEach((i) -> this.etcd.put("/k", String.valueOf(i)));
		await().atMost(Duration.ofSeconds(1)).until(() -> other.batches.size() == count);
		await().atMost(TIMEOUT).until(() -> calls.size() == count && failing.backlog() == 0);
		assertThat(calls).allSatisfy((value, times) -> assertThat(times).isEqualTo(value.endsWith("7") ? 4 : 1));
		assertThat(failing.skippedEvents()).isEqualTo(count / 10);
		assertThat(failing.handledEvents()).isEqualTo(count - count / 10);
		assertThat(List.of(failing, neighbour))
			.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.ACTIVE);
		assertThat(neighbour.skippedEvents()).isZero();
		assertThat(other.notices).containsExactly("created");
	}

	private void start(EtcdServer server, Consumer<EtcdWatchSettings.Builder> settings) {
		this.etcd = new WatchedEtcd(server, (client) -> {
		}, settings);
		this.etcd.container.start();
	}

	/**
	 * Sleeps 50 ms for each event while it is slow, and checks their order.
	 */
	private static final class SlowListener implements EtcdWatchListener<String> {

		private volatile boolean slow = true;

		private final AtomicLong handled = new AtomicLong();

		private final AtomicLong disorder = new AtomicLong();

		private long last = -1;

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
			for (EtcdEvent<String> event : batch.events()) {
				if (this.slow) {
					// What is tested is a listener that takes its time
					TimeUnit.MILLISECONDS.sleep(50);
				}
				long number = Long.parseLong(event.value().trim());
				if (number != this.last + 1) {
					this.disorder.incrementAndGet();
				}
				this.last = number;
				this.handled.incrementAndGet();
			}
		}

	}

}
