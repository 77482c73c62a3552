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

package io.github.etcdspring.integration;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link EtcdLockRegistry}, two of which stand for two processes.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdLockRegistryTests {

	private static EtcdServer server;

	private final String prefix = "/registry/" + UUID.randomUUID();

	private final EtcdConnection connection = connect(server.endpoint());

	private final EtcdConnection otherConnection = connect(server.endpoint());

	private final EtcdTemplate etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());

	private final EtcdLockRegistry registry = registry(this.connection);

	private final EtcdLockRegistry other = registry(this.otherConnection);

	private final DistributedLock lock = this.registry.obtain("key");

	private final DistributedLock otherLock = this.other.obtain("key");

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void close() {
		this.registry.destroy();
		this.other.destroy();
		this.connection.close();
		this.otherConnection.close();
	}

	private static EtcdConnection connect(String endpoint) {
		return new EtcdConnection(Client.builder().endpoints(endpoint),
				EtcdConnectionSettings.builder()
					.sessionTtl(Duration.ofSeconds(2))
					.requestTimeout(Duration.ofSeconds(2))
					.build());
	}

	private EtcdLockRegistry registry(EtcdConnection connection) {
		EtcdTemplate template = new EtcdTemplate(connection, EtcdValueConverter.create());
		return new EtcdLockRegistry(template.locks(), template.leases(), this.prefix);
	}

	private long queued() {
		return this.etcd.count(KeyRange.prefix(this.prefix + "/"));
	}

	@Test
	void excludesOtherRegistriesUntilItIsUnlockedAsOftenAsItWasLocked() throws Exception {
		this.lock.lock();
		this.lock.lockInterruptibly();
		assertThat(this.lock.tryLock()).isTrue();
		assertThat(this.lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
		assertThat(queued()).isOne();
		for (int i = 0; i < 3; i++) {
			this.lock.unlock();
			assertThat(this.otherLock.tryLock()).isFalse();
		}
		assertThat(this.otherLock.tryLock(50, TimeUnit.MILLISECONDS)).isFalse();
		this.lock.unlock();
		assertThat(queued()).isZero();
		assertThat(this.otherLock.tryLock()).isTrue();
		this.otherLock.unlock();
		this.lock.lock();
		this.lock.unlock();
	}

	@Test
	void waitingEndsWhenAnotherRegistryUnlocks() {
		this.lock.lock();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
			this.otherLock.lock();
			this.otherLock.unlock();
			return true;
		});
		Awaitility.await().until(() -> queued() == 2);
		this.lock.unlock();
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(2));
	}

	@Test
	void threadsOfOneRegistryExcludeEachOtherToo() {
		this.lock.lock();
		assertThat(CompletableFuture.supplyAsync(this.lock::tryLock)).succeedsWithin(Duration.ofSeconds(2))
			.isEqualTo(false);
		assertThat(CompletableFuture.runAsync(this.lock::unlock)).failsWithin(Duration.ofSeconds(2))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(IllegalMonitorStateException.class)
			.withMessage("Lock 'key' is not held by this thread");
		this.lock.unlock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(this.lock::unlock);
	}

	@Test
	void lostLockIsNeverHeldAgainUntilItsThreadHasUnlockedIt() {
		this.lock.lock();
		this.etcd.leases().revoke(this.etcd.leases().session().id());
		Awaitility.await().until(() -> this.etcd.locks().held().isEmpty());
		assertThat(this.otherLock.tryLock()).isTrue();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(this.lock::tryLock)
			.withMessage("Lock 'key' was lost: others may have changed what it protects");
		assertThatIllegalStateException().isThrownBy(() -> this.registry.renewLock("key"))
			.withMessage("Lock 'key' was lost and cannot be renewed");
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(this.lock::unlock);
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(this.lock::unlock);
		assertThat(this.lock.tryLock()).isFalse();
		this.otherLock.unlock();
		assertThat(this.lock.tryLock()).isTrue();
		this.lock.unlock();
	}

	@Test
	void lockWhoseKeyOthersDeletedIsReportedByUnlocking() {
		this.lock.lock();
		this.etcd.delete(KeyRange.prefix(this.prefix));
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(this.lock::unlock);
	}

	@Test
	void lockWithTimeToLiveEndsAfterItThoughTheProcessLives() throws Exception {
		this.lock.lock(Duration.ofSeconds(2));
		EtcdEntry<String> entry = this.etcd.range(KeyRange.prefix(this.prefix), String.class).first();
		assertThat(this.etcd.leases().timeToLive(entry.leaseId()).grantedTtl()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.otherLock.tryLock(1, TimeUnit.SECONDS)).isFalse();
		assertThat(this.otherLock.tryLock(Duration.ofSeconds(3), Duration.ofSeconds(10))).isTrue();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(this.lock::unlock);
		this.otherLock.unlock();
		Awaitility.await().until(() -> this.etcd.leases().timeToLive(entry.leaseId()) == null);
		assertThat(this.etcd.leases().list()).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void lockWithTimeToLiveBelowThatOfTheServerEndsInTime() throws Exception {
		this.lock.lock(Duration.ofMillis(200));
		assertThat(this.otherLock.tryLock(1, TimeUnit.SECONDS)).isTrue();
		this.otherLock.unlock();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(this.lock::unlock);
	}

	@Test
	void waitingDoesNotUseUpTheTimeToLive() throws Exception {
		this.lock.lock();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
			this.otherLock.lock(Duration.ofSeconds(2));
			boolean held = !CompletableFuture.supplyAsync(() -> this.registry.obtain("key").tryLock()).join();
			this.otherLock.unlock();
			return held;
		});
		Awaitility.await().until(() -> queued() == 2);
		Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> queued() == 2);
		this.lock.unlock();
		assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void renewedLockLastsOn() {
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> this.registry.renewLock("key"));
		this.lock.lock(Duration.ofSeconds(1));
		Awaitility.await().pollDelay(Duration.ofMillis(600)).until(() -> true);
		this.registry.renewLock("key");
		Awaitility.await().pollDelay(Duration.ofMillis(600)).until(() -> true);
		this.registry.renewLock("key", Duration.ofSeconds(10));
		Awaitility.await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
		assertThat(this.otherLock.tryLock()).isFalse();
		this.lock.unlock();
		this.lock.lock();
		this.registry.renewLock("key");
		this.registry.renewLock("key", Duration.ofMillis(1));
		this.lock.unlock();
	}

	@Test
	void schedulerRenewsLocksThatHaveATimeToLive() {
		try (SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler()) {
			this.registry.setRenewalTaskScheduler(scheduler);
			this.lock.lock(Duration.ofMillis(900));
			Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			assertThat(this.otherLock.tryLock()).isFalse();
			this.lock.unlock();
			assertThat(this.otherLock.tryLock()).isTrue();
			this.otherLock.unlock();
		}
	}

	@Test
	void interruptionEndsWaitingOnlyWhereItMay() throws Exception {
		this.lock.lock();
		CompletableFuture<Object> interruptible = new CompletableFuture<>();
		CompletableFuture<Boolean> uninterruptible = new CompletableFuture<>();
		Thread first = new Thread(() -> {
			try {
				this.otherLock.lockInterruptibly();
			}
			catch (InterruptedException ex) {
				interruptible.complete(ex);
			}
		});
		first.start();
		Awaitility.await().until(() -> queued() == 2);
		first.interrupt();
		assertThat(interruptible.get(2, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		Awaitility.await().until(() -> queued() == 1);
		Thread second = new Thread(() -> {
			this.otherLock.lock();
			uninterruptible.complete(Thread.currentThread().isInterrupted());
			this.otherLock.unlock();
		});
		second.start();
		Awaitility.await().until(() -> queued() == 2);
		second.interrupt();
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> !uninterruptible.isDone());
		this.lock.unlock();
		assertThat(uninterruptible.get(2, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().until(() -> queued() == 0);
	}

	@Test
	void keysThatContainSlashesHaveQueuesOfTheirOwn() {
		DistributedLock inner = this.other.obtain("key/inner");
		inner.lock();
		assertThat(this.lock.tryLock()).isTrue();
		assertThat(this.registry.obtain("key%2Finner").tryLock()).isTrue();
		this.registry.obtain("key%2Finner").unlock();
		this.lock.unlock();
		inner.unlock();
		assertThat(queued()).isZero();
	}

	@Test
	void locksThatNobodyUsesAreForgotten() {
		assertThat(this.registry.obtain("key")).isSameAs(this.lock);
		this.lock.lock();
		this.registry.expireUnusedOlderThan(0);
		assertThat(this.registry.obtain("key")).isSameAs(this.lock);
		this.lock.unlock();
		this.registry.expireUnusedOlderThan(60_000);
		assertThat(this.registry.obtain("key")).isSameAs(this.lock);
		this.registry.expireUnusedOlderThan(0);
		DistributedLock fresh = this.registry.obtain("key");
		assertThat(fresh).isNotSameAs(this.lock);
		this.lock.lock();
		assertThat(CompletableFuture.supplyAsync(fresh::tryLock)).succeedsWithin(Duration.ofSeconds(2))
			.isEqualTo(false);
		this.lock.unlock();
	}

	@Test
	void failsInTimeIfEtcdIsAwayAndLeavesTheThreadFree() {
		EtcdServer mortal = EtcdServer.start();
		try (EtcdConnection broken = connect(mortal.endpoint())) {
			DistributedLock unreachable = registry(broken).obtain("key");
			unreachable.lock();
			unreachable.unlock();
			mortal.pause();
			assertThatException().isThrownBy(unreachable::tryLock)
				.isInstanceOfAny(EtcdTimeoutException.class, EtcdUnavailableException.class);
			assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(unreachable::unlock);
			mortal.resume();
			unreachable.lock();
			unreachable.unlock();
		}
		finally {
			mortal.close();
		}
	}

	@Test
	void executesTasksWithinALock() throws Exception {
		assertThat(this.registry.<Long, RuntimeException>executeLocked("key", this::queued)).isOne();
		assertThat(queued()).isZero();
	}

	@Test
	void wrongArgumentsAreRefusedByName() {
		EtcdTemplate template = this.etcd;
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(1))
			.withMessageStartingWith("'lockKey' must be a String");
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(null))
			.withMessageStartingWith("'lockKey' must be a String");
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(""))
			.withMessage("'lockKey' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.lock.lock(Duration.ZERO))
			.withMessage("'ttl' must be positive, but is PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> this.lock.tryLock(null, Duration.ofSeconds(1)))
			.withMessage("'waitTime' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EtcdLockRegistry(template.locks(), template.leases(), ""))
			.withMessage("'prefix' must not be empty");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(this.lock::newCondition);
		assertThat(this.lock.tryLock()).isTrue();
		this.lock.unlock();
	}

}
