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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a watch that catches up beside many with slow listeners.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
class WatchSlowCatchUpTests {

	private static final Log logger = LogFactory.getLog(WatchSlowCatchUpTests.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(120);

	private static final int REVISIONS = 100;

	private static final int SLOW = 20;

	private final WatchedEtcd etcd = new WatchedEtcd(EtcdServer.start(),
			(client) -> client.maxInboundMessageSize(64 * 1024 * 1024),
			(settings) -> settings.maxBacklogBytes(512 * 1024));

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void quickListenerIsNotHeldUpByListenersThatAreKnownToBeSlow() {
		String value = "x".repeat(1024 * 1024);
		IntStream.range(0, REVISIONS).forEach((i) -> this.etcd.put("/k/" + i % 10, value));
		this.etcd.container.start();
		List<Duration> alone = catchUpThrice();
		Map<Integer, Integer> calls = new ConcurrentHashMap<>();
		for (int i = 0; i < SLOW; i++) {
			int number = i;
			this.etcd.container.register(KeyRange.prefix("/k/"), byte[].class, (batch) -> {
				calls.merge(number, 1, Integer::sum);
				LockSupport.parkNanos(1_500_000_000L);
			}, (spec) -> spec.startRevision(1));
		}
		await().atMost(TIMEOUT)
			.until(() -> calls.size() == SLOW && calls.values().stream().allMatch((count) -> count > 1));
		List<Duration> beside = catchUpThrice();
		logger.info("%d revisions of 1 MiB: alone %s, beside %d slow listeners %s".formatted(REVISIONS, alone, SLOW,
				beside));
		Duration tolerance = Duration.ofSeconds(3);
		assertThat(Collections.min(beside)).isLessThan(Collections.max(alone).plus(tolerance));
		assertThat(Collections.max(beside)).isLessThan(Collections.max(alone).plus(tolerance.multipliedBy(2)));
	}

	private List<Duration> catchUpThrice() {
		return Stream.generate(this::catchUp).limit(3).toList();
	}

	private Duration catchUp() {
		long start = System.nanoTime();
		AtomicLong events = new AtomicLong();
		EtcdWatchRegistration quick = this.etcd.container.register(KeyRange.prefix("/k/"), byte[].class,
				(batch) -> events.addAndGet(batch.events().size()), (spec) -> spec.startRevision(1));
		await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).until(() -> events.get() == REVISIONS);
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		quick.cancel();
		return time;
	}

}
