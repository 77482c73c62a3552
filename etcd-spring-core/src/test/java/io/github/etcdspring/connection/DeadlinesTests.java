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

package io.github.etcdspring.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.etcdspring.connection.Deadlines.Tick;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Deadlines}.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class DeadlinesTests {

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final Deadlines deadlines = new Deadlines(this.timer);

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 5, 100, 1000 })
	void neverEndsEarlyAndHardlyLate(long millis) {
		CompletableFuture<Long> end = new CompletableFuture<>();
		long begin = System.nanoTime();
		this.deadlines.enter(() -> end.complete(System.nanoTime() - begin), TimeUnit.MILLISECONDS.toNanos(millis));
		assertThat(Duration.ofNanos(end.join())).isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 500));
	}

	@Test
	void whatLeavesDoesNotEnd() {
		AtomicInteger ended = new AtomicInteger();
		Runnable gone = () -> ended.addAndGet(100);
		Tick tick = this.deadlines.enter(gone, TimeUnit.MILLISECONDS.toNanos(50));
		this.deadlines.enter(ended::incrementAndGet, TimeUnit.MILLISECONDS.toNanos(50));
		tick.leave(gone);
		Awaitility.await().untilAsserted(() -> assertThat(ended).hasValue(1));
	}

	@Test
	void everythingEndsWhileMoreComes() throws InterruptedException {
		AtomicInteger ended = new AtomicInteger();
		ScheduledExecutorService others = Executors.newScheduledThreadPool(3);
		for (int thread = 0; thread < 3; thread++) {
			others.execute(() -> {
				for (int i = 0; i < 20_000; i++) {
					this.deadlines.enter(ended::incrementAndGet, i % 1000);
				}
			});
		}
		others.shutdown();
		assertThat(others.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(ended).hasValue(60_000));
	}

	@Test
	void whatFailsHarmsNothingElse() {
		AtomicInteger ended = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.deadlines.enter(() -> {
				ended.incrementAndGet();
				throw new IllegalStateException("thrown on purpose");
			}, TimeUnit.MILLISECONDS.toNanos(50));
		}
		Awaitility.await().untilAsserted(() -> assertThat(ended).hasValue(100));
	}

	@Test
	void longTimeoutsNeedFewTimers() {
		for (int i = 0; i < 10_000; i++) {
			this.deadlines.enter(() -> {
			}, TimeUnit.DAYS.toNanos(1) + TimeUnit.SECONDS.toNanos(i));
		}
		assertThat(this.timer.getQueue()).hasSizeLessThan(200);
	}

}
