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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Locks of a server that works.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdLockTests {

	private static EtcdServer server;

	private static LockingEtcd etcd;

	private static LockingEtcd other;

	private final String name = "/locks/" + UUID.randomUUID();

	private final LockingEtcd mortal = new LockingEtcd(Duration.ofSeconds(2), server.endpoint());

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
		etcd = new LockingEtcd(server.endpoint());
		other = new LockingEtcd(server.endpoint());
	}

	@AfterAll
	static void stop() {
		etcd.close();
		other.close();
		server.close();
	}

	@AfterEach
	void closeMortal() {
		this.mortal.close();
	}

	@Test
	void isHeldUntilItIsGivenBack() {
		EtcdLock lock = etcd.locks.lock(this.name);
		assertThat(lock.name()).isEqualTo(this.name);
		assertThat(lock.key()).isEqualTo(this.name + "/" + Long.toHexString(etcd.session()));
		assertThat(etcd.template.getEntry(lock.key()).createRevision()).isEqualTo(lock.fencingToken());
		assertThat(lock.isHeld()).isTrue();
		assertThat(lock.remaining()).isPositive();
		assertThat(etcd.locks.held()).contains(lock);
		assertThat(lock.unlock()).isTrue();
		assertThat(lock.isHeld()).isFalse();
		assertThat(lock.remaining()).isZero();
		assertThat(lock.unlock()).isFalse();
		lock.close();
		assertThat(etcd.locks.held()).doesNotContain(lock);
		assertThat(etcd.queued(this.name)).isZero();
	}

	@Test
	void laterHolderHasAGreaterToken() {
		long first = etcd.locks.withLock(this.name, EtcdLock::fencingToken);
		assertThat(other.locks.<Long>withLock(this.name, EtcdLock::fencingToken)).isGreaterThan(first);
	}

	@Test
	void secondThreadOfTheSameProcessQueuesLocally() throws Exception {
		CompletableFuture<EtcdLock> second;
		try (EtcdLock lock = etcd.locks.lock(this.name)) {
			assertThat(etcd.locks.tryLock(this.name)).isNull();
			assertThat(etcd.locks.tryLock(this.name, Duration.ofMillis(50))).isNull();
			second = CompletableFuture.supplyAsync(() -> etcd.locks.lock(this.name));
			Awaitility.await().during(Duration.ofMillis(100)).until(() -> etcd.queued(this.name) == 1);
			assertThat(second).isNotDone();
			assertThat(lock.isHeld()).isTrue();
		}
		second.get(5, TimeUnit.SECONDS).close();
	}

	@Test
	void givingUpLeavesNothingQueued() {
		try (EtcdLock lock = other.locks.lock(this.name)) {
			assertThat(etcd.locks.tryLock(this.name)).isNull();
			assertThat(etcd.queued(this.name)).isOne();
			assertThat(etcd.locks.tryLock(this.name, Duration.ofMillis(100))).isNull();
			assertThat(etcd.queued(this.name)).isOne();
			assertThat(lock.isHeld()).isTrue();
		}
	}

	@Test
	void interruptionLeavesNothingQueued() throws Exception {
		try (EtcdLock lock = other.locks.lock(this.name)) {
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread waiter = new Thread(() -> {
				assertThatExceptionOfType(EtcdInterruptedException.class).isThrownBy(() -> etcd.locks.lock(this.name));
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			waiter.start();
			Awaitility.await().until(() -> etcd.queued(this.name) == 2);
			waiter.interrupt();
			assertThat(interrupted.get(1, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> etcd.queued(this.name) == 1);
			assertThat(lock.isHeld()).isTrue();
		}
	}

	@Test
	void interruptedThreadGivesItsLockBackAllTheSame() {
		EtcdLock lock = etcd.locks.lock(this.name);
		Thread.currentThread().interrupt();
		assertThat(lock.unlock()).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		Awaitility.await().until(() -> etcd.queued(this.name) == 0);
		etcd.locks.lock(this.name).close();
	}

	@Test
	void nextInTheQueueGetsItAtOnce() throws Exception {
		EtcdLock lock = other.locks.lock(this.name);
		CompletableFuture<EtcdLock> next = CompletableFuture
			.supplyAsync(() -> etcd.locks.tryLock(this.name, Duration.ofSeconds(30)));
		Awaitility.await().until(() -> etcd.queued(this.name) == 2);
		lock.close();
		try (EtcdLock taken = next.get(1, TimeUnit.SECONDS)) {
			assertThat(taken.isHeld()).isTrue();
			assertThat(taken.fencingToken()).isGreaterThan(lock.fencingToken());
		}
	}

	@Test
	void sharesItsQueueWithTheLockServiceOfEtcd() {
		long lease = other.template.leases().grantOnly(Duration.ofMinutes(1)).id();
		String raw = other.locks.lock(this.name, lease);
		assertThat(etcd.locks.tryLock(this.name, Duration.ofMillis(100))).isNull();
		other.locks.unlock(raw);
		EtcdLock lock = etcd.locks.tryLock(this.name, Duration.ofSeconds(5));
		assertThat(lock).isNotNull();
		assertThatExceptionOfType(EtcdTimeoutException.class)
			.isThrownBy(() -> other.locks.lock(this.name, lease, Duration.ofMillis(200)));
		lock.close();
		assertThat(other.locks.lock(this.name, lease, Duration.ofSeconds(5))).isEqualTo(raw);
	}

	@Test
	void lossOfTheSessionIsLossOfTheLockForEver() {
		List<String> calls = new CopyOnWriteArrayList<>();
		EtcdLease session = this.mortal.template.leases().session();
		session.addListener((event) -> calls.add(event.state().name()));
		EtcdLock lock = this.mortal.locks.lock(this.name);
		lock.onLost(() -> calls.add("lost"));
		Awaitility.await().until(() -> calls.contains("ACTIVE"));
		calls.clear();
		other.template.leases().revoke(this.mortal.session());
		EtcdKvOperations guarded = this.mortal.template.guardedBy(lock);
		assertThatExceptionOfType(EtcdFencedException.class).isThrownBy(() -> guarded.put("/guarded", "1"));
		Awaitility.await().until(() -> calls.contains("ACTIVE"));
		assertThat(calls).contains("EXPIRED", "PENDING", "lost");
		assertThat(lock.isHeld()).isFalse();
		assertThat(lock.unlock()).isFalse();
		assertThat(other.template.get("/guarded")).isNull();
		lock.onLost(() -> calls.add("late"));
		assertThat(calls).contains("late");
		try (EtcdLock again = this.mortal.locks.lock(this.name)) {
			assertThat(again.isHeld()).isTrue();
			assertThat(lock.isHeld()).isFalse();
			assertThat(again.fencingToken()).isGreaterThan(lock.fencingToken());
		}
		assertThat(this.mortal.locks.statistics().lost()).isOne();
	}

	@Test
	void locksHearOfALossBeforeOthersDo() {
		List<String> calls = new CopyOnWriteArrayList<>();
		EtcdLease session = this.mortal.template.leases().session();
		session.addListener((event) -> calls.add(event.state().name()));
		EtcdLock lock = this.mortal.locks.lock(this.name);
		lock.onLost(() -> calls.add("lost, held: " + lock.isHeld()));
		Awaitility.await().until(() -> calls.contains("ACTIVE"));
		other.template.leases().revoke(this.mortal.session());
		Awaitility.await().until(() -> calls.size() >= 5);
		assertThat(calls).containsExactly("ACTIVE", "lost, held: false", "EXPIRED", "PENDING", "ACTIVE");
	}

	@Test
	void lockWhoseKeyOthersDeletedIsFoundOutByTheFirstGuardedWrite() {
		AtomicInteger losses = new AtomicInteger();
		EtcdLock lock = etcd.locks.lock(this.name);
		lock.onLost(losses::incrementAndGet);
		EtcdKvOperations guarded = etcd.template.guardedBy(lock);
		guarded.put("/deleted", "1");
		other.template.delete(lock.key());
		assertThatExceptionOfType(EtcdFencedException.class).isThrownBy(() -> guarded.put("/deleted", "2"))
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
		assertThat(lock.isHeld()).isFalse();
		assertThatExceptionOfType(EtcdFencedException.class).isThrownBy(() -> guarded.delete("/deleted"))
			.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		assertThat(other.template.get("/deleted")).isEqualTo("1");
		Awaitility.await().until(() -> losses.get() == 1);
	}

	@Test
	void guardedViewDoesWhatTheTemplateDoes() {
		try (EtcdLock lock = etcd.locks.lock(this.name)) {
			EtcdKvOperations guarded = etcd.template.guardedBy(lock);
			String key = this.name + " guarded";
			assertThat(guarded.putIfAbsent(key, "1")).isTrue();
			assertThat(guarded.putIfAbsent(key, "2")).isFalse();
			assertThat(guarded.put(key, "3", (put) -> put.returnPrevious(String.class)).previous().value())
				.isEqualTo("1");
			assertThat(guarded.get(key)).isEqualTo("3");
			assertThat(guarded.put(key, "4").revision()).isEqualTo(etcd.template.getEntry(key).modRevision());
			TxnOperation<Boolean> delete = TxnOperation.delete(key);
			assertThat(guarded.txn((txn) -> txn.when(EtcdCondition.exists(key)).then(delete)).get(delete)).isTrue();
			assertThat(guarded.txn((txn) -> txn.when(EtcdCondition.exists(key)).then(delete)).succeeded()).isFalse();
			assertThat(guarded.delete(key)).isFalse();
			assertThat(guarded.bulk((bulk) -> bulk.put(key, "5")).operations()).isOne();
			assertThat(etcd.template.txn((txn) -> txn.when(lock.held()).then(TxnOperation.put(key, "6"))).succeeded())
				.isTrue();
		}
	}

	@Test
	void closingTheConnectionHandsOverWithinASecond() throws Exception {
		EtcdLock lock = this.mortal.locks.lock(this.name);
		AtomicInteger losses = new AtomicInteger();
		lock.onLost(losses::incrementAndGet);
		CompletableFuture<EtcdLock> local = CompletableFuture.supplyAsync(() -> this.mortal.locks.lock(this.name),
				EtcdLockTests::inThread);
		CompletableFuture<EtcdLock> remote = CompletableFuture.supplyAsync(() -> etcd.locks.lock(this.name),
				EtcdLockTests::inThread);
		Awaitility.await().until(() -> etcd.queued(this.name) == 2);
		this.mortal.close();
		remote.get(1, TimeUnit.SECONDS).close();
		assertThat(lock.isHeld()).isFalse();
		assertThat(local).failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(EtcdClosedException.class);
		Awaitility.await().until(() -> losses.get() == 1);
	}

	@Test
	void manyContendersExcludeEachOther() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger total = new AtomicInteger();
		List<CompletableFuture<Void>> contenders = IntStream.range(0, 6)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> contend(i, inside, most, total), EtcdLockTests::inThread))
			.toList();
		CompletableFuture.allOf(contenders.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
		assertThat(most).hasValue(1);
		assertThat(total).hasValue(60);
		assertThat(etcd.queued(this.name)).isZero();
	}

	private static void inThread(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

	private void contend(int number, AtomicInteger inside, AtomicInteger most, AtomicInteger total) {
		LockingEtcd process = List.of(etcd, other, this.mortal).get(number % 3);
		for (int i = 0; i < 10; i++) {
			process.locks.withLock(this.name, () -> {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				total.incrementAndGet();
				inside.decrementAndGet();
			});
		}
	}

	@Test
	void wrongArgumentsAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.locks.lock(""))
			.withMessage("'name' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.locks.tryLock("a", Duration.ofMillis(-1)))
			.withMessageContaining("'wait' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.locks.tryLock("a", null))
			.withMessage("'wait' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.template.guardedBy(null))
			.withMessage("'fence' must not be null");
	}

}
