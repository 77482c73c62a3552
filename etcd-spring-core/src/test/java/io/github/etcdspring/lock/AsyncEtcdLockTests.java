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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Locks and leadership that are taken without waiting.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class AsyncEtcdLockTests {

	private static final Duration SOON = Duration.ofSeconds(3);

	private static EtcdServer server;

	private static LockingEtcd etcd;

	private static LockingEtcd other;

	private final String name = "/async/" + UUID.randomUUID();

	private final AsyncEtcdLockOperations locks = etcd.template.async().locks();

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

	@Test
	void lockIsTakenWhenItsHolderGivesItBack() throws Exception {
		EtcdLock held = other.locks.lock(this.name);
		assertThat(this.locks.tryLock(this.name)).succeedsWithin(SOON).isNull();
		assertThat(this.locks.tryLock(this.name, Duration.ofMillis(50))).succeedsWithin(SOON).isNull();
		assertThat(etcd.queued(this.name)).isOne();
		CompletableFuture<EtcdLock> lock = this.locks.lock(this.name);
		Awaitility.await().until(() -> etcd.queued(this.name) == 2);
		assertThat(lock).isNotDone();
		held.close();
		try (EtcdLock taken = lock.get(3, TimeUnit.SECONDS)) {
			assertThat(taken.isHeld()).isTrue();
			assertThat(taken.fencingToken()).isGreaterThan(held.fencingToken());
			assertThat(this.locks.tryLock(this.name)).succeedsWithin(SOON).isNull();
		}
		assertThat(this.locks.tryLock(this.name)).succeedsWithin(SOON).satisfies(EtcdLock::close);
	}

	@Test
	void cancellingLeavesNothingQueued() {
		try (EtcdLock held = other.locks.lock(this.name)) {
			CompletableFuture<EtcdLock> waiting = this.locks.lock(this.name);
			Awaitility.await().until(() -> etcd.queued(this.name) == 2);
			waiting.cancel(false);
			Awaitility.await().until(() -> etcd.queued(this.name) == 1);
			CompletableFuture<EtcdLock> late = this.locks.lock(this.name).orTimeout(200, TimeUnit.MILLISECONDS);
			assertThat(late).failsWithin(SOON).withThrowableThat().havingCause().isInstanceOf(TimeoutException.class);
			Awaitility.await().until(() -> etcd.queued(this.name) == 1);
			assertThat(held.isHeld()).isTrue();
		}
		Awaitility.await().until(() -> etcd.queued(this.name) == 0);
		assertThat(etcd.locks.tryLock(this.name)).isNotNull().satisfies(EtcdLock::close);
	}

	@Test
	void whoeverIsCancelledLocallyKeepsNobodyWaiting() throws Exception {
		EtcdLock held = etcd.locks.lock(this.name);
		CompletableFuture<EtcdLock> second = this.locks.lock(this.name);
		CompletableFuture<EtcdLock> third = this.locks.lock(this.name);
		assertThat(etcd.queued(this.name)).isOne();
		second.cancel(true);
		held.close();
		third.get(3, TimeUnit.SECONDS).close();
		assertThat(etcd.queued(this.name)).isZero();
	}

	@Test
	void cancellingAtAnyMomentLeavesNothingTaken() {
		for (int i = 0; i < 100; i++) {
			CompletableFuture<EtcdLock> lock = this.locks.lock(this.name);
			int pause = i % 10;
			Awaitility.await().pollDelay(Duration.ofMillis(pause)).pollInterval(Duration.ofMillis(1)).until(() -> true);
			if (!lock.cancel(true)) {
				lock.join().close();
			}
		}
		Awaitility.await().atMost(SOON).until(() -> etcd.queued(this.name) == 0 && etcd.locks.held().isEmpty());
		etcd.locks.lock(this.name).close();
	}

	@Test
	void codeOfTheUserMayBlockWhereTheFutureCompletes() {
		assertThat(this.locks.lock(this.name).thenApply((lock) -> {
			lock.close();
			return etcd.locks.withLock(this.name, EtcdLock::isHeld);
		})).succeedsWithin(SOON).isEqualTo(true);
	}

	@Test
	void leadershipIsWonOrGivenUp() throws Exception {
		EtcdLeader leader = etcd.template.async().elections().campaign(this.name, "a").get(3, TimeUnit.SECONDS);
		assertThat(etcd.template.async().elections().leader(this.name)).succeedsWithin(SOON)
			.satisfies((entry) -> assertThat(entry.value()).isEqualTo("a"));
		assertThat(other.template.async().elections().campaign(this.name, "b", Duration.ofMillis(50)))
			.succeedsWithin(SOON)
			.isNull();
		CompletableFuture<EtcdLeader> next = other.template.async().elections().campaign(this.name, "b");
		Awaitility.await().until(() -> etcd.queued(this.name) == 2);
		next.cancel(true);
		Awaitility.await().until(() -> etcd.queued(this.name) == 1);
		leader.proclaim("a2");
		leader.close();
		assertThat(etcd.queued(this.name)).isZero();
		assertThat(etcd.template.async().elections().leader(this.name)).succeedsWithin(SOON).isNull();
	}

	@Test
	void closedConnectionFailsWhoeverWaits() {
		try (EtcdLock held = other.locks.lock(this.name)) {
			LockingEtcd mortal = new LockingEtcd(server.endpoint());
			CompletableFuture<EtcdLock> waiting = mortal.template.async().locks().lock(this.name);
			Awaitility.await().until(() -> etcd.queued(this.name) == 2);
			mortal.close();
			assertThat(waiting).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(EtcdClosedException.class);
			assertThat(mortal.template.async().locks().lock(this.name)).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(EtcdClosedException.class);
			assertThat(held.isHeld()).isTrue();
		}
	}

	@Test
	void wrongArgumentsAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.lock(""))
			.withMessage("'name' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.tryLock("a", null))
			.withMessage("'wait' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> etcd.template.async().elections().campaign("a", "b", Duration.ofMillis(-1)))
			.withMessageContaining("'wait' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.template.async().elections().campaign("a", null))
			.withMessage("'value' must not be null");
	}

}
