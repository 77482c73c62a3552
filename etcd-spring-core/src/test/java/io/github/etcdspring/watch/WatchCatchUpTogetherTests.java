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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many watches that are far behind at the same time: they catch up together,
 * and the server sends little more than they need.
 *
 * @author The etcd-spring authors
 */
class WatchCatchUpTogetherTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String EVENTS = "etcd_debugging_mvcc_events_total";

	private static final Log logger = LogFactory.getLog(WatchCatchUpTogetherTests.class);

	private final List<Listener> listeners = new ArrayList<>();

	private WatchedEtcd etcd;

	private long first;

	private long registered;

	@AfterEach
	void close() {
		this.listeners.forEach((listener) -> listener.pause = 0);
		this.etcd.close();
	}

	@Test
	void quickListenersWaitNeitherForEachOtherNorForSlowOnes() {
		int revisions = 5000;
		start((settings) -> settings.maxBacklogEvents(1000));
		writeHistory(revisions);
		double before = this.etcd.serverMetric(EVENTS);
		register(5, "/quiet/", 0);
		List<Listener> slow = register(10, "/k/", 2_000_000);
		List<Listener> quick = register(30, "/k/", 0);
		Duration first = untilAll(this.listeners.subList(5, 45), 1);
		Duration complete = untilAll(quick, revisions);
		assertThat(slow).noneMatch((listener) -> listener.count.get() == revisions);
		slow.forEach((listener) -> listener.pause = 0);
		untilAll(slow, revisions);
		double ratio = (this.etcd.serverMetric(EVENTS) - before) / (40 * revisions);
		logger.info("First events after %s, all after %s; the server sent %.2f times what was needed".formatted(first,
				complete, ratio));
		assertThat(ratio).isLessThan(3);
		await().atMost(TIMEOUT)
			.until(() -> this.etcd.container.registrations()
				.stream()
				.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.ACTIVE));
		this.etcd.put("/quiet/a", "1");
		untilAll(this.listeners.subList(0, 5), 1);
		assertThat(this.listeners).allMatch((listener) -> listener.disorder.get() == 0);
	}

	private Duration untilAll(List<Listener> listeners, long count) {
		await().atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> listeners.stream().allMatch((listener) -> listener.count.get() >= count));
		return Duration.ofNanos(System.nanoTime() - this.registered);
	}

	private void start(Consumer<EtcdWatchSettings.Builder> settings) {
		this.etcd = new WatchedEtcd(EtcdServer.start(), (client) -> {
		}, settings);
		this.etcd.container.start();
	}

	private void writeHistory(int revisions) {
		Semaphore free = new Semaphore(64);
		this.first = this.etcd.put("/other", "1") + 1;
		List<CompletableFuture<?>> writes = new ArrayList<>();
		for (int i = 0; i < revisions; i++) {
			free.acquireUninterruptibly();
			writes.add(this.etcd.putAsync("/k/" + i % 16, "value " + i).whenComplete((done, ex) -> free.release()));
		}
		CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
	}

	private List<Listener> register(int count, String prefix, long pause) {
		this.registered = System.nanoTime();
		List<Listener> added = Stream.generate(() -> new Listener(pause)).limit(count).toList();
		for (Listener listener : added) {
			this.etcd.container.register(KeyRange.prefix(prefix), String.class, listener,
					(spec) -> spec.startRevision(this.first));
		}
		this.listeners.addAll(added);
		return added;
	}

	private static final class Listener implements EtcdWatchListener<String> {

		private final AtomicLong count = new AtomicLong();

		private final AtomicLong disorder = new AtomicLong();

		private volatile long pause;

		private long last;

		Listener(long pause) {
			this.pause = pause;
		}

		@Override
		public void onEvents(EtcdWatchBatch<String> batch) {
			if (this.pause > 0) {
				LockSupport.parkNanos(this.pause);
			}
			if (this.last > 0 && batch.revision() != this.last + 1) {
				this.disorder.incrementAndGet();
			}
			this.last = batch.revision();
			this.count.addAndGet(batch.events().size());
		}

	}

}
