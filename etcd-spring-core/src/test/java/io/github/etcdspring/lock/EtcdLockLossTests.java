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
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.lease.EtcdEphemeralKey;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How the loss of locks is noticed and told.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EtcdLockLossTests {

	private static EtcdServer server;

	private static LockingEtcd other;

	private final String name = "/losses/" + UUID.randomUUID();

	private final LockingEtcd etcd = new LockingEtcd(Duration.ofSeconds(2), server.endpoint());

	private final CountDownLatch blocked = new CountDownLatch(1);

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
		other = new LockingEtcd(server.endpoint());
	}

	@AfterAll
	static void stop() {
		other.close();
		server.close();
	}

	@AfterEach
	void close() {
		this.blocked.countDown();
		this.etcd.close();
	}

	private void block() {
		try {
			this.blocked.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void keyThatOthersDeletedIsMissedWithoutAWrite() {
		AtomicInteger losses = new AtomicInteger();
		EtcdLock lock = this.etcd.locks.lock(this.name);
		lock.onLost(losses::incrementAndGet);
		other.template.delete(lock.key());
		Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> !lock.isHeld() && losses.get() == 1);
		EtcdLock longer = this.etcd.locks.lock(this.name);
		longer.onLost(losses::incrementAndGet);
		Awaitility.await().pollDelay(Duration.ofMillis(1500)).until(longer::isHeld);
		long begin = System.nanoTime();
		other.template.delete(longer.key());
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> losses.get() == 2);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
		assertThat(longer.unlock()).isFalse();
	}

	@Test
	void leadershipWhoseKeyOthersDeletedIsToldAndWonAgain() {
		EtcdLeadership leadership = new EtcdLeadership(this.etcd.template.elections(), this.name, "a");
		leadership.start();
		Awaitility.await().until(leadership::isLeader);
		EtcdLeader first = leadership.leader();
		first.proclaim("b");
		other.template.delete(first.key());
		Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> {
			EtcdLeader current = leadership.leader();
			return current != null && current.fencingToken() > first.fencingToken();
		});
		assertThat(first.isHeld()).isFalse();
		leadership.stop();
	}

	@Test
	void whoeverBlocksDelaysNobodyElseForLong() {
		List<String> told = new CopyOnWriteArrayList<>();
		EtcdLease session = this.etcd.template.leases().session();
		session.addListener((event) -> block());
		EtcdLock first = this.etcd.locks.lock(this.name);
		first.onLost(this::block);
		first.onLost(() -> told.add("first"));
		EtcdLock second = this.etcd.locks.lock(this.name + " second");
		second.onLost(() -> told.add("second"));
		EtcdLeader leader = this.etcd.template.elections().campaign(this.name + " election", "a");
		leader.onLost(() -> told.add("leader"));
		session.addListener((event) -> told.add(event.state().name()));
		EtcdEphemeralKey key = this.etcd.template.leases().putEphemeral(this.name + " key", "1");
		long begin = System.nanoTime();
		other.template.leases().revoke(this.etcd.session());
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.until(() -> told.containsAll(List.of("first", "second", "leader", "EXPIRED")));
		Duration delay = Duration.ofNanos(System.nanoTime() - begin);
		// The loss is found out by the next renewal, a third of the time to live later
		assertThat(delay).isLessThan(Duration.ofMillis(700 + 1500));
		Awaitility.await()
			.atMost(Duration.ofSeconds(3))
			.until(() -> "1".equals(other.template.get(this.name + " key")));
		Awaitility.await().until(() -> told.contains("ACTIVE"));
		assertThat(told.indexOf("leader")).isGreaterThan(told.indexOf("second"));
		assertThat(told.indexOf("EXPIRED")).isGreaterThan(told.indexOf("leader"));
		System.out.printf("All were told %d ms after the lease was revoked%n", delay.toMillis());
		this.blocked.countDown();
		key.close();
	}

	@Test
	void lockThatIsLostHidesNoOtherException(CapturedOutput output) {
		assertThatIllegalStateException().isThrownBy(() -> this.etcd.locks.withLock(this.name, (lock) -> {
			other.template.delete(lock.key());
			throw new IllegalStateException("Mine");
		})).withMessage("Mine").withNoCause().satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		assertThatIllegalStateException().isThrownBy(() -> this.etcd.locks.withLock(this.name, (Runnable) () -> {
			other.template.leases().revoke(this.etcd.session());
			throw new IllegalStateException("Mine");
		})).withMessage("Mine").withNoCause();
		assertThat(output).contains("others deleted its key");
	}

	@Test
	void unlockingTwiceOrWhatWasLostIsReported(CapturedOutput output) {
		EtcdLock lock = this.etcd.locks.lock(this.name);
		assertThat(lock.unlock()).isTrue();
		assertThat(lock.unlock()).isFalse();
		lock.close();
		assertThat(output).doesNotContain("had been lost");
		EtcdLock lost = this.etcd.locks.lock(this.name);
		lost.markLost();
		assertThat(lost.unlock()).isFalse();
		lost.close();
		assertThat(output).contains("was lost").contains("had been lost before it was given back");
	}

	@Test
	void lockOfALeaseOfItsOwnIsLostWithItAndLeavesItAlone() {
		EtcdLease lease = this.etcd.template.leases().grant(Duration.ofSeconds(5));
		AtomicInteger losses = new AtomicInteger();
		try (EtcdLock lock = this.etcd.locks.lock(this.name, lease)) {
			assertThat(lock.key()).endsWith("/" + Long.toHexString(lease.id()));
			assertThat(this.etcd.locks.tryLock(this.name, lease, Duration.ZERO)).isNull();
			assertThat(other.locks.tryLock(this.name)).isNull();
			assertThat(this.etcd.template.leases().session().awaitActive(Duration.ofSeconds(5))).isTrue();
			other.template.leases().revoke(this.etcd.session());
			Awaitility.await().during(Duration.ofSeconds(1)).until(lock::isHeld);
		}
		assertThat(lease.state()).isEqualTo(EtcdLease.State.ACTIVE);
		EtcdLock lock = this.etcd.locks.tryLock(this.name, lease, Duration.ofSeconds(1));
		lock.onLost(losses::incrementAndGet);
		lease.close();
		assertThat(lock.isHeld()).isFalse();
		Awaitility.await().until(() -> losses.get() == 1);
		assertThat(other.queued(this.name)).isZero();
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class)
			.isThrownBy(() -> this.etcd.locks.lock(this.name, lease));
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class)
			.isThrownBy(() -> this.etcd.locks.tryLock(this.name, lease, Duration.ofMillis(10)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.etcd.locks.lock(this.name, null))
			.withMessage("'lease' must not be null");
	}

	@Test
	void waitingWithALeaseOfItsOwnEndsWithIt() {
		EtcdLease lease = this.etcd.template.leases().grant(Duration.ofSeconds(5));
		try (EtcdLock held = other.locks.lock(this.name)) {
			CompletableFuture<EtcdLock> waiting = CompletableFuture
				.supplyAsync(() -> this.etcd.locks.lock(this.name, lease));
			Awaitility.await().until(() -> other.queued(this.name) == 2);
			lease.close();
			assertThat(waiting).failsWithin(2, TimeUnit.SECONDS)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(EtcdLeaseNotFoundException.class);
			assertThat(other.queued(this.name)).isOne();
			assertThat(held.isHeld()).isTrue();
		}
	}

}
