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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.ExpirableLockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdTaskThreads;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lock.EtcdLockOperations;

/**
 * A lock registry of Spring Integration whose locks are those of etcd, for aggregators,
 * idempotent receivers and
 * {@link org.springframework.integration.support.leader.LockRegistryLeaderInitiator
 * leader initiators}:
 *
 * <pre class="code">
 * &#64;Bean
 * EtcdLockRegistry lockRegistry(EtcdTemplate etcd) {
 *     return new EtcdLockRegistry(etcd.locks(), etcd.leases(), "/locks");
 * }
 * </pre>
 *
 * Locks are reentrant for the thread that holds them, and nothing to everybody else, be
 * it the same key of another registry. A lock that is taken without a time to live is
 * held until it is unlocked: it belongs to the session lease of the connection, which is
 * renewed as long as the process lives. One with a time to live ends after it, and sooner
 * if the process cannot reach etcd for that long, unless it is renewed. A lock that was
 * lost is never held again: taking it once more or unlocking it then fails with a
 * {@link java.util.ConcurrentModificationException} in the thread that held it, which has
 * to unlock it before it can take it anew. What etcd refuses, and what it does not answer
 * in time, is an {@link io.github.etcdspring.EtcdException}. Conditions are not
 * supported.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdLockRegistry
		implements ExpirableLockRegistry<DistributedLock>, RenewableLockRegistry<DistributedLock>, DisposableBean {

	/**
	 * How many locks are remembered before those that nobody uses are forgotten.
	 */
	private static final int CAPACITY = 100_000;

	private static final long LEAST_AGE_MILLIS = 10_000;

	private final EtcdLockOperations locks;

	private final EtcdLeaseOperations leases;

	private final String prefix;

	private final EtcdTaskThreads threads = new EtcdTaskThreads("lock-registry", null);

	private final Map<String, RegistryLock> known = new ConcurrentHashMap<>();

	private volatile @Nullable TaskScheduler renewalTaskScheduler;

	/**
	 * Create a registry.
	 * @param locks the operations on locks
	 * @param leases the operations on leases of the same connection, for locks with a
	 * time to live
	 * @param prefix what the keys in etcd begin with, not empty; a slash is added if it
	 * does not end with one
	 */
	public EtcdLockRegistry(EtcdLockOperations locks, EtcdLeaseOperations leases, String prefix) {
		Assert.notNull(locks, "'locks' must not be null");
		Assert.notNull(leases, "'leases' must not be null");
		Assert.hasLength(prefix, "'prefix' must not be empty");
		this.locks = locks;
		this.leases = leases;
		this.prefix = (prefix.endsWith("/")) ? prefix : prefix + "/";
	}

	/**
	 * Obtain the lock of a key.
	 * @param lockKey the key, a {@link String} that is not empty
	 * @return the lock, the same one as long as it is in use
	 */
	@Override
	public DistributedLock obtain(Object lockKey) {
		RegistryLock lock = lock(lockKey);
		lock.use();
		if (this.known.size() > CAPACITY) {
			expireUnusedOlderThan(LEAST_AGE_MILLIS);
		}
		return lock;
	}

	private RegistryLock lock(Object lockKey) {
		Assert.isInstanceOf(String.class, lockKey, "'lockKey' must be a String");
		String key = (String) lockKey;
		Assert.hasLength(key, "'lockKey' must not be empty");
		return this.known.computeIfAbsent(key, (absent) -> new RegistryLock(this, key, this.prefix + escape(key)));
	}

	// A lock may have been forgotten before it is taken.
	void remember(String key, RegistryLock lock) {
		this.known.putIfAbsent(key, lock);
	}

	// The queue of a name that ends where another one goes on after a slash is the same
	private static String escape(String key) {
		return key.replace("%", "%25").replace("/", "%2F");
	}

	/**
	 * Forget locks that nobody has used for some time.
	 * @param age the time in milliseconds
	 */
	@Override
	public void expireUnusedOlderThan(long age) {
		this.known.values().removeIf((lock) -> lock.isUnusedFor(TimeUnit.MILLISECONDS.toNanos(age)));
	}

	/**
	 * Let a lock with a time to live last for as long again from now on. A lock without
	 * one lasts anyway.
	 * @param lockKey the key
	 * @throws IllegalMonitorStateException if the thread does not hold the lock
	 * @throws IllegalStateException if the lock was lost
	 */
	@Override
	public void renewLock(Object lockKey) {
		lock(lockKey).renew(null);
	}

	/**
	 * Let a lock with a time to live last for another time from now on. A lock without
	 * one lasts anyway.
	 * @param lockKey the key
	 * @param ttl how long, positive
	 * @throws IllegalMonitorStateException if the thread does not hold the lock
	 * @throws IllegalStateException if the lock was lost
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		lock(lockKey).renew(RegistryHold.checkTtl(ttl));
	}

	/**
	 * Set what renews locks with a time to live, each of them every third of it, for as
	 * long as they are held.
	 * @param renewalTaskScheduler the scheduler
	 */
	@Override
	public void setRenewalTaskScheduler(TaskScheduler renewalTaskScheduler) {
		Assert.notNull(renewalTaskScheduler, "'renewalTaskScheduler' must not be null");
		this.renewalTaskScheduler = renewalTaskScheduler;
	}

	@Nullable TaskScheduler renewalTaskScheduler() {
		return this.renewalTaskScheduler;
	}

	EtcdLockOperations locks() {
		return this.locks;
	}

	EtcdLeaseOperations leases() {
		return this.leases;
	}

	EtcdTaskThreads threads() {
		return this.threads;
	}

	@Override
	public void destroy() {
		this.threads.shutdown();
	}

	@Override
	public String toString() {
		return "EtcdLockRegistry[prefix=%s]".formatted(this.prefix);
	}

}
