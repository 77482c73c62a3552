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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdInterruptedException;

/**
 * The lock of one key: among the threads of this process a lock of the JDK, and the one
 * that has it takes the lock in etcd.
 *
 * @author The etcd-spring authors
 */
final class RegistryLock implements DistributedLock {

	private final EtcdLockRegistry registry;

	private final String key;

	private final String name;

	private final ReentrantLock local = new ReentrantLock();

	/**
	 * Guarded by the local lock.
	 */
	private @Nullable RegistryHold hold;

	private volatile long lastUsed = System.nanoTime();

	RegistryLock(EtcdLockRegistry registry, String key, String name) {
		this.registry = registry;
		this.key = key;
		this.name = name;
	}

	@Override
	public void lock() {
		lockUninterruptibly(null);
	}

	@Override
	public void lock(Duration ttl) {
		lockUninterruptibly(RegistryHold.checkTtl(ttl));
	}

	private void lockUninterruptibly(@Nullable Duration ttl) {
		this.local.lock();
		boolean interrupted = false;
		try {
			while (!isTaken(ttl, null)) {
				interrupted = true;
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	// Returns false, and not that the time is over, if the thread was interrupted
	private boolean isTaken(@Nullable Duration ttl, @Nullable Duration wait) {
		try {
			return take(ttl, wait, false);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		this.local.lockInterruptibly();
		take(null, null, true);
	}

	@Override
	public boolean tryLock() {
		if (!this.local.tryLock()) {
			return false;
		}
		try {
			return take(null, Duration.ZERO, true);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return tryWithin(unit.toNanos(time), null);
	}

	@Override
	public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
		Assert.notNull(waitTime, "'waitTime' must not be null");
		return tryWithin(TimeUnit.NANOSECONDS.convert(waitTime), RegistryHold.checkTtl(ttl));
	}

	private boolean tryWithin(long nanos, @Nullable Duration ttl) throws InterruptedException {
		long begin = System.nanoTime();
		if (!this.local.tryLock(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
			return false;
		}
		long left = Math.max(0, nanos - (System.nanoTime() - begin));
		return take(ttl, Duration.ofNanos(left), true);
	}

	/**
	 * Take the lock in etcd. The local one is had; it is given back if that fails.
	 * @param ttl the time to live, or {@code null} for none
	 * @param wait how long to wait, or {@code null} for as long as it takes
	 * @param give whether to give the local lock back if the thread was interrupted
	 * @return whether the lock was taken
	 * @throws InterruptedException if the thread was interrupted
	 */
	private boolean take(@Nullable Duration ttl, @Nullable Duration wait, boolean give) throws InterruptedException {
		boolean keep = false;
		try {
			keep = (this.local.getHoldCount() > 1) ? again(ttl) : first(ttl, wait);
			return keep;
		}
		catch (EtcdInterruptedException ex) {
			keep = !give;
			Thread.interrupted();
			throw new InterruptedException(ex.getMessage());
		}
		finally {
			if (!keep) {
				this.local.unlock();
			}
		}
	}

	private boolean again(@Nullable Duration ttl) {
		RegistryHold current = this.hold;
		if (current == null || !current.renew(ttl)) {
			throw lost();
		}
		return true;
	}

	private boolean first(@Nullable Duration ttl, @Nullable Duration wait) {
		this.registry.remember(this.key, this);
		this.hold = RegistryHold.take(this.registry, this.name, ttl, wait);
		use();
		return this.hold != null;
	}

	@Override
	public void unlock() {
		checkOwner();
		try {
			RegistryHold current = this.hold;
			if (this.local.getHoldCount() == 1 && current != null) {
				this.hold = null;
				use();
				if (!current.release()) {
					throw lost();
				}
			}
		}
		finally {
			this.local.unlock();
		}
	}

	// Renew the time to live, if there is one.
	void renew(@Nullable Duration ttl) {
		checkOwner();
		RegistryHold current = this.hold;
		Assert.state(current != null && current.renew((ttl != null) ? ttl : current.ttl()),
				() -> "Lock '%s' was lost and cannot be renewed".formatted(this.key));
	}

	private void checkOwner() {
		if (!this.local.isHeldByCurrentThread()) {
			throw new IllegalMonitorStateException("Lock '%s' is not held by this thread".formatted(this.key));
		}
	}

	private ConcurrentModificationException lost() {
		return new ConcurrentModificationException(
				"Lock '%s' was lost: others may have changed what it protects".formatted(this.key));
	}

	void use() {
		this.lastUsed = System.nanoTime();
	}

	boolean isUnusedFor(long nanos) {
		return System.nanoTime() - this.lastUsed >= nanos && !this.local.isLocked() && !this.local.hasQueuedThreads();
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("Conditions are not supported");
	}

	@Override
	public String toString() {
		return "EtcdLockRegistry lock '%s'".formatted(this.key);
	}

}
