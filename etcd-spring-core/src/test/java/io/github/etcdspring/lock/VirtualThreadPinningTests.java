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

package io.github.etcdspring.lock;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.consumer.RecordingStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.lease.EtcdEphemeralKey;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leases, locks and leadership on virtual threads, none of which may be pinned to its
 * carrier by code of this library.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
@EnabledForJreRange(min = JRE.JAVA_24)
class VirtualThreadPinningTests {

	private static final int THREADS = 200;

	private final String name = "/pinning/" + UUID.randomUUID();

	@Test
	void noVirtualThreadIsPinned() throws Exception {
		List<String> pinned = new CopyOnWriteArrayList<>();
		CountDownLatch over = new CountDownLatch(1);
		try (EtcdServer server = EtcdServer.start();
				LockingEtcd etcd = new LockingEtcd(server.endpoint());
				LockingEtcd other = new LockingEtcd(server.endpoint());
				SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
				RecordingStream recording = new RecordingStream()) {
			recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
			recording.onEvent("jdk.VirtualThreadPinned", (event) -> pinned.add(event.toString()));
			recording.onEvent("etcd.Over", (event) -> over.countDown());
			recording.setOrdered(true);
			recording.startAsync();
			threads.setVirtualThreads(true);
			CompletableFuture
				.allOf(IntStream.range(0, THREADS)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> work((i % 2 == 0) ? etcd : other, i), threads))
					.toArray(CompletableFuture[]::new))
				.get(90, TimeUnit.SECONDS);
			Awaitility.await().until(() -> {
				new Over().commit();
				return over.getCount() == 0;
			});
		}
		assertThat(pinned).noneMatch((event) -> event.contains("io.github.etcdspring"));
	}

	private void work(LockingEtcd etcd, int number) {
		etcd.locks.withLock(this.name, (lock) -> etcd.template.guardedBy(lock).put(this.name + " write", number));
		EtcdLock second = etcd.locks.tryLock(this.name, Duration.ofMillis(number));
		if (second != null) {
			second.close();
		}
		try (EtcdLease lease = etcd.template.leases().grant(Duration.ofSeconds(10));
				EtcdEphemeralKey key = etcd.template.leases().putEphemeral(lease, this.name + " key" + number, "1");
				EtcdLock lock = etcd.locks.lock(this.name + " own" + number, lease);
				EtcdLeader leader = etcd.template.elections().campaign(this.name + " election" + number, "a")) {
			lease.addListener((event) -> etcd.template.get(this.name));
			assertThat(key.isPresent() && lock.isHeld() && leader.isHeld()).isTrue();
		}
	}

	/**
	 * What was recorded before has arrived.
	 */
	@Name("etcd.Over")
	static final class Over extends Event {

	}

}
