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
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdTaskThreads;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseSpec;
import io.github.etcdspring.lock.EtcdLock;

/**
 * A lock that was taken in etcd. If it has a time to live it depends on a lease of its
 * own, which ends when that is over, and if the process dies.
 *
 * @author The etcd-spring authors
 */
final class RegistryHold {

	private static final Duration LONGEST_TTL = Duration.ofDays(36500);

	private final EtcdLock held;

	private final EtcdTaskThreads threads;

	private final @Nullable EtcdLease lease;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Duration ttl;

	private long since;

	private @Nullable Future<?> end;

	private @Nullable Future<?> renewal;

	private RegistryHold(EtcdLock held, EtcdTaskThreads threads, @Nullable EtcdLease lease) {
		this.held = held;
		this.threads = threads;
		this.lease = lease;
	}

	static Duration checkTtl(Duration ttl) {
		Assert.notNull(ttl, "'ttl' must not be null");
		Assert.isTrue(!ttl.isNegative() && !ttl.isZero(), () -> "'ttl' must be positive, but is " + ttl);
		return (ttl.compareTo(LONGEST_TTL) < 0) ? ttl : LONGEST_TTL;
	}

	/**
	 * Take a lock.
	 * @param registry the registry
	 * @param name the name of the lock in etcd
	 * @param ttl the time to live, or {@code null} for none
	 * @param wait how long to wait, or {@code null} for as long as it takes
	 * @return the lock, or {@code null} if others had it all the time
	 */
	static @Nullable RegistryHold take(EtcdLockRegistry registry, String name, @Nullable Duration ttl,
			@Nullable Duration wait) {
		if (ttl == null) {
			EtcdLock lock = (wait != null) ? registry.locks().tryLock(name, wait) : registry.locks().lock(name);
			return (lock != null) ? new RegistryHold(lock, registry.threads(), null) : null;
		}
		// Waiting must not use up the time to live, so that the lease is renewed
		// meanwhile
		EtcdLease lease = registry.leases().grant(ttl, EtcdLeaseSpec::regrant);
		RegistryHold taken = null;
		try {
			EtcdLock lock = (wait != null) ? registry.locks().tryLock(name, lease, wait)
					: registry.locks().lock(name, lease);
			taken = (lock != null) ? new RegistryHold(lock, registry.threads(), lease) : null;
		}
		finally {
			if (taken == null) {
				lease.close();
			}
		}
		if (taken != null) {
			taken.begin(ttl, registry.renewalTaskScheduler());
		}
		return taken;
	}

	private void begin(Duration ttl, @Nullable TaskScheduler scheduler) {
		renew(ttl);
		if (scheduler != null) {
			this.renewal = scheduler.scheduleWithFixedDelay(() -> renew(ttl), ttl.dividedBy(3));
		}
	}

	@Nullable Duration ttl() {
		return this.ttl;
	}

	/**
	 * Let the lock last for some time from now on, if it has a time to live.
	 * @param ttl the time, or {@code null} to leave it alone
	 * @return whether it is held
	 */
	boolean renew(@Nullable Duration ttl) {
		this.lock.lock();
		try {
			if (!isHeld()) {
				return false;
			}
			if (this.lease != null && ttl != null) {
				cancel(this.end);
				this.ttl = ttl;
				this.since = System.nanoTime();
				this.end = this.threads.later(ttl.toNanos(), this::end);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isHeld() {
		return !isOver() && this.held.isHeld();
	}

	private boolean isOver() {
		return this.ttl != null && System.nanoTime() - this.since >= this.ttl.toNanos();
	}

	private void end() {
		this.lock.lock();
		try {
			if (!isOver()) {
				return;
			}
			cancel(this.renewal);
		}
		finally {
			this.lock.unlock();
		}
		this.held.markLost();
		if (this.lease != null) {
			EtcdTaskThreads.run(this.threads.own(), this.lease::close);
		}
	}

	/**
	 * Give the lock back.
	 * @return whether it was held until now
	 */
	boolean release() {
		boolean over;
		this.lock.lock();
		try {
			cancel(this.end);
			cancel(this.renewal);
			over = !isHeld();
		}
		finally {
			this.lock.unlock();
		}
		if (over) {
			this.held.markLost();
		}
		boolean there = this.held.unlock();
		if (this.lease != null) {
			this.lease.close();
		}
		return there;
	}

	private static void cancel(@Nullable Future<?> task) {
		if (task != null) {
			task.cancel(false);
		}
	}

}
