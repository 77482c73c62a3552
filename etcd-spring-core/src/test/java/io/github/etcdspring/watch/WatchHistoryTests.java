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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches that are far behind: slow listeners, compaction, messages above the
 * limit.
 *
 * @author The etcd-spring authors
 */
class WatchHistoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private WatchedEtcd etcd;

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void slowListenerIsParkedAndGetsEverythingInTheEnd() {
		this.etcd = new WatchedEtcd(EtcdServer.start(), (client) -> {
		}, (settings) -> settings.maxBacklogEvents(20));
		this.etcd.container.start();
		CountDownLatch release = new CountDownLatch(1);
		Recorder slow = new Recorder() {

			@Override
			public void onEvents(EtcdWatchBatch<String> batch) throws Exception {
				release.await(1, TimeUnit.MINUTES);
				super.onEvents(batch);
			}

		};
		Recorder quick = new Recorder();
		EtcdWatchRegistration parked = register("/k/", slow);
		register("/k/", quick);
		int count = 200;
		IntStream.range(0, count).forEach((i) -> this.etcd.put("/k/a", String.valueOf(i)));
		await().until(() -> quick.batches.size() == count);
		assertThat(parked.state()).isEqualTo(State.PARKED);
		assertThat(parked.backlog()).isEqualTo(20);
		release.countDown();
		await().atMost(TIMEOUT).until(() -> slow.batches.size() == count);
		assertThat(slow.values()).isEqualTo(quick.values());
		await().until(() -> parked.state() == State.ACTIVE);
	}

	@Test
	void quietWatchSurvivesCompactionBecauseOfProgress() {
		this.etcd = new WatchedEtcd(EtcdServer.start(), (client) -> {
		}, (settings) -> settings.progressInterval(Duration.ofMillis(100)));
		assumeThat(WatchProgress.answersInOrder(this.etcd.server.version())).isTrue();
		this.etcd.container.start();
		Recorder quiet = new Recorder();
		EtcdWatchRegistration registration = register("/quiet/", quiet);
		long last = 0;
		for (int i = 0; i < 10; i++) {
			last = this.etcd.put("/busy/a", String.valueOf(i));
		}
		long revision = last;
		await().atMost(TIMEOUT).until(() -> registration.revision() >= revision);
		this.etcd.compact(revision);
		this.etcd.server.kill();
		this.etcd.server.restart();
		await().atMost(TIMEOUT).until(() -> quiet.notices.contains("reconnected"));
		this.etcd.put("/quiet/a", "1");
		await().atMost(TIMEOUT).until(() -> quiet.batches.size() == 1);
		assertThat(quiet.notices).containsExactly("created", "reconnected");
	}

	@Test
	void messageAboveTheLimitFailsItsWatchAlone() {
		this.etcd = new WatchedEtcd(EtcdServer.start(), (client) -> client.maxInboundMessageSize(100_000),
				(settings) -> {
				});
		this.etcd.container.start();
		Recorder large = new Recorder();
		Recorder small = new Recorder();
		EtcdWatchRegistration victim = register("/large/", large);
		IntStream.range(0, 9).forEach((i) -> register("/small/", small));
		this.etcd.put(Map.of("/large/a", "x".repeat(200_000)));
		await().atMost(TIMEOUT).until(() -> victim.state() == State.FAILED);
		assertThat(victim.failure()).isInstanceOf(EtcdResponseTooLargeException.class)
			.hasMessageContaining("etcd.max-inbound-message-size");
		this.etcd.put("/small/a", "1");
		await().atMost(TIMEOUT).until(() -> small.batches.size() == 9);
		assertThat(small.notices).doesNotContain("failed EtcdResponseTooLargeException");
	}

	private EtcdWatchRegistration register(String prefix, Recorder recorder) {
		EtcdWatchRegistration registration = this.etcd.container.register(KeyRange.prefix(prefix), String.class,
				recorder);
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		return registration;
	}

}
