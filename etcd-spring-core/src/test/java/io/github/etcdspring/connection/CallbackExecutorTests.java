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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link CallbackExecutor}.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class CallbackExecutorTests {

	private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1,
			new ThreadPoolExecutor.DiscardPolicy());

	private final AtomicInteger threads = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private final CallbackExecutor executor = new CallbackExecutor((task) -> {
		this.threads.incrementAndGet();
		return new CustomizableThreadFactory("test-").newThread(task);
	}, this.timer);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.executor.close();
		this.timer.shutdownNow();
	}

	@Test
	void quickTasksOfManyThreadsAllRun() {
		AtomicInteger done = new AtomicInteger();
		for (int thread = 0; thread < 4; thread++) {
			new Thread(() -> {
				for (int i = 0; i < 50_000; i++) {
					this.executor.execute(done::incrementAndGet);
				}
			}).start();
		}
		Awaitility.await().untilAsserted(() -> assertThat(done).hasValue(200_000));
	}

	@Test
	void tasksBehindOneThatBlocksRunSoon() throws InterruptedException {
		CountDownLatch second = new CountDownLatch(1);
		this.executor.execute(this::block);
		this.executor.execute(second::countDown);
		assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void hundredTasksThatWaitForEachOtherAllRun() throws InterruptedException {
		CountDownLatch together = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			this.executor.execute(() -> {
				together.countDown();
				block();
			});
		}
		assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void taskThatThrowsHarmsNoOther() throws InterruptedException {
		CountDownLatch second = new CountDownLatch(1);
		this.executor.execute(() -> {
			throw new IllegalStateException("thrown by a test");
		});
		this.executor.execute(second::countDown);
		assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void oneTaskAtATimeNeedsOneThread() {
		AtomicInteger done = new AtomicInteger();
		for (int i = 1; i <= 100; i++) {
			int expected = i;
			this.executor.execute(done::incrementAndGet);
			Awaitility.await().pollDelay(0, TimeUnit.MILLISECONDS).until(() -> done.get() == expected);
		}
		assertThat(this.threads).hasValueLessThan(10);
	}

	@Test
	void refusesTasksOnceClosed() {
		this.executor.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.executor.execute(() -> {
		}));
	}

	@Test
	void closingLeavesNoTaskBehindOneThatBlocks() throws InterruptedException {
		CountDownLatch second = new CountDownLatch(1);
		this.timer.shutdownNow();
		this.executor.execute(this::block);
		this.executor.execute(second::countDown);
		this.executor.close();
		assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
	}

	private void block() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
