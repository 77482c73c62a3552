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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that call listeners.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class WatchExecutorTests {

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final WatchExecutor executor = new WatchExecutor(this.timer);

	@AfterEach
	void shutdown() {
		this.executor.shutdown();
		this.timer.shutdown();
	}

	@Test
	void listenersThatBlockGetAThreadEach() throws InterruptedException {
		CountDownLatch entered = new CountDownLatch(200);
		CountDownLatch release = new CountDownLatch(1);
		IntStream.range(0, 200).forEach((i) -> this.executor.execute(() -> {
			entered.countDown();
			await(release);
		}));
		assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
		release.countDown();
	}

	@Test
	void wantOfProcessorsIsNotTakenForListenersThatBlock() throws InterruptedException {
		int tasks = 200;
		int processors = Runtime.getRuntime().availableProcessors();
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		CountDownLatch done = new CountDownLatch(tasks);
		IntStream.range(0, tasks).forEach((i) -> this.executor.execute(() -> {
			threads.add(Thread.currentThread());
			compute(20);
			done.countDown();
		}));
		assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
		assertThat(threads).hasSizeLessThan(Math.max(64, 16 * processors));
	}

	@Test
	void quickListenerIsCalledBesideOthersThatBlockAndOthersThatCompute() throws InterruptedException {
		int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch called = new CountDownLatch(1);
		IntStream.range(0, processors).forEach((i) -> this.executor.execute(() -> {
			while (release.getCount() > 0) {
				Thread.onSpinWait();
			}
		}));
		IntStream.range(0, 16 * processors).forEach((i) -> this.executor.execute(() -> await(release)));
		this.executor.execute(called::countDown);
		try {
			assertThat(called.await(15, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			release.countDown();
		}
	}

	private static void compute(long millis) {
		ThreadMXBean thread = ManagementFactory.getThreadMXBean();
		long end = thread.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (thread.getCurrentThreadCpuTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
