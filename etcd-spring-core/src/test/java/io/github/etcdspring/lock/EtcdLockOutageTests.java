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
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks of a server that is away for a while.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdLockOutageTests {

	private static final Duration TTL = Duration.ofSeconds(2);

	private static EtcdServer server;

	private static LockingEtcd direct;

	private final String name = "/locks/" + UUID.randomUUID();

	private final TcpRelay relay = TcpRelay.to(server.endpoint());

	private final LockingEtcd etcd = new LockingEtcd(TTL, this.relay.endpoint());

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
		direct = new LockingEtcd(server.endpoint());
	}

	@AfterAll
	static void stop() {
		direct.close();
		server.close();
	}

	@AfterEach
	void close() {
		this.etcd.close();
		this.relay.close();
	}

	@Test
	void holderThatIsCutOffStopsBeforeSomebodyElseBegins() throws Exception {
		EtcdLock lock = this.etcd.locks.lock(this.name);
		CompletableFuture<Boolean> heldByBoth = CompletableFuture.supplyAsync(() -> {
			try (EtcdLock successor = direct.locks.lock(this.name)) {
				return lock.isHeld() || !successor.isHeld();
			}
		});
		Awaitility.await().until(() -> direct.queued(this.name) == 2);
		this.relay.blackHole();
		assertThat(heldByBoth.get(TTL.toSeconds() + 2, TimeUnit.SECONDS)).isFalse();
		this.relay.heal();
		assertThat(lock.isHeld()).isFalse();
		assertThat(lock.unlock()).isFalse();
		this.etcd.locks.lock(this.name).close();
	}

	@Test
	void holderThatIsCutOffShortlyStaysHolder() {
		try (LockingEtcd patient = new LockingEtcd(Duration.ofSeconds(10), this.relay.endpoint())) {
			EtcdLock lock = patient.locks.lock(this.name);
			this.relay.refuse();
			Awaitility.await().pollDelay(Duration.ofMillis(800)).until(() -> true);
			this.relay.heal();
			assertThat(lock.isHeld()).isTrue();
			patient.template.guardedBy(lock).put("/still", "1");
			assertThat(lock.unlock()).isTrue();
		}
	}

	@Test
	void hearingThatTheKeyIsGoneWaitsForNobody() {
		try (LockingEtcd patient = new LockingEtcd(Duration.ofSeconds(30), this.relay.endpoint())) {
			AtomicInteger losses = new AtomicInteger();
			HeldLock lock = (HeldLock) patient.locks.lock(this.name);
			lock.onLost(losses::incrementAndGet);
			this.relay.blackHole();
			lock.keyDeleted();
			assertThat(lock.isHeld()).isFalse();
			assertThat(losses).hasValue(0);
			this.relay.heal();
			Awaitility.await().until(() -> losses.get() == 1);
		}
	}

	@Test
	void whoGaveUpWhileTheServerHungLeavesNothingOnceItIsBack() {
		this.etcd.locks.lock(this.name + " warm").close();
		server.pause();
		try {
			assertThatExceptionOfType(EtcdException.class)
				.isThrownBy(() -> this.etcd.locks.tryLock(this.name, Duration.ofMillis(100)));
		}
		finally {
			server.resume();
		}
		Awaitility.await()
			.during(Duration.ofMillis(700))
			.atMost(Duration.ofSeconds(5))
			.until(() -> direct.queued(this.name) == 0);
		assertThat(direct.locks.tryLock(this.name)).isNotNull().satisfies(EtcdLock::close);
	}

	@Test
	void lockGivenBackWhileTheServerIsAwayIsFreeOnceItIsBack() {
		try (LockingEtcd patient = new LockingEtcd(Duration.ofSeconds(10), this.relay.endpoint())) {
			EtcdLock lock = patient.locks.lock(this.name);
			this.relay.refuse();
			lock.close();
			assertThat(lock.isHeld()).isFalse();
			assertThat(direct.queued(this.name)).isOne();
			this.relay.heal();
			Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> direct.queued(this.name) == 0);
			patient.locks.lock(this.name).close();
		}
	}

	@Test
	@Tag("soak")
	void waitingOutlivesAnOutage() throws Exception {
		EtcdLock lock = direct.locks.lock(this.name);
		CompletableFuture<EtcdLock> waiting = CompletableFuture.supplyAsync(() -> this.etcd.locks.lock(this.name));
		Awaitility.await().until(() -> direct.queued(this.name) == 2);
		this.relay.refuse();
		Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> direct.queued(this.name) == 1);
		this.relay.heal();
		Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> direct.queued(this.name) == 2);
		lock.close();
		assertThat(waiting.get(5, TimeUnit.SECONDS).isHeld()).isTrue();
	}

	@Test
	void lateKeyOfSomebodyWhoGaveUpIsDeleted() {
		this.etcd.locks.lock(this.name).close();
		LockManager manager = LockManager.of(this.etcd.connection);
		String key = this.name + "/" + Long.toHexString(this.etcd.session());
		manager.ghosts().watchFor(this.name, key, 1, this.etcd.template.leases().session().term());
		direct.template.put(key, "", (put) -> put.lease(this.etcd.session()));
		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> direct.queued(this.name) == 0);
		try (EtcdLock lock = this.etcd.locks.lock(this.name)) {
			Awaitility.await().during(Duration.ofMillis(300)).until(lock::isHeld);
			assertThat(direct.queued(this.name)).isOne();
		}
	}

}
