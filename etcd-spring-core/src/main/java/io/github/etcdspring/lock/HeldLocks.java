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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdTaskThreads;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.TxnOperation;

/**
 * The locks that a connection holds, from taking them to giving them back or losing them.
 *
 * @author The etcd-spring authors
 */
final class HeldLocks {

	private static final Log logger = LogFactory.getLog(EtcdLock.class);

	/**
	 * How long giving a lock back waits for etcd.
	 */
	private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(1);

	/**
	 * How long those who depend on the session otherwise wait for users who hear of lost
	 * locks.
	 */
	private static final long PATIENCE_MILLIS = 400;

	/**
	 * How long a lock is held before its key is watched.
	 */
	private static final long WATCH_AFTER = TimeUnit.MILLISECONDS.toNanos(500);

	private final LockManager manager;

	private final LockQueues queues;

	private final EtcdKvOperations releases;

	private final LockCounters counters;

	private final Set<HeldLock> held = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean watching = new AtomicBoolean();

	HeldLocks(LockManager manager, LockQueues queues, EtcdCalls calls, LockCounters counters) {
		this.manager = manager;
		this.queues = queues;
		this.releases = manager.kv(calls, LockManager.atMost(calls, RELEASE_TIMEOUT));
		this.counters = counters;
	}

	/**
	 * Add a lock that was taken.
	 * @param lock the lock
	 * @return the lock, or {@code null} if its lease was lost meanwhile and nobody has
	 * been told, so that the turn is still that of the caller
	 */
	@Nullable HeldLock add(HeldLock lock) {
		this.held.add(lock);
		if (lock.isHeld() && !this.manager.isClosed()) {
			if (lock.request().kind() == LockRequest.Kind.GROUP) {
				lock.watchKey();
			}
			watchSoon();
			return lock;
		}
		this.held.remove(lock);
		return (lock.discard()) ? null : lock;
	}

	private void watchSoon() {
		if (this.watching.compareAndSet(false, true)) {
			this.manager.threads()
				.later(WATCH_AFTER, () -> EtcdTaskThreads.run(this.manager.threads().own(), this::watch));
		}
	}

	// Locks that are given back soon, as most are, are not worth a watch
	private void watch() {
		this.watching.set(false);
		boolean more = false;
		for (HeldLock each : this.held) {
			if (each.heldNanos() >= WATCH_AFTER) {
				each.watchKey();
			}
			else {
				more = true;
			}
		}
		if (more) {
			watchSoon();
		}
	}

	boolean release(HeldLock lock) {
		ended(lock);
		if (!Thread.currentThread().isInterrupted()) {
			try {
				boolean there = this.releases.txn((txn) -> txn.when(lock.held()).then(TxnOperation.delete(lock.key())))
					.succeeded();
				this.queues.pass(lock.queue());
				if (!there) {
					logger.warn("The %s was not held any more when it was given back: others deleted its key"
						.formatted(lock));
				}
				return there;
			}
			catch (EtcdException ex) {
				logger.debug("The %s is given back later".formatted(lock), ex);
			}
		}
		this.queues.passAfter(lock.queue(), new LockRemoval(this.manager, lock).start());
		return true;
	}

	void lost(HeldLock lock) {
		ended(lock);
		if (isCounted(lock)) {
			this.counters.lost();
		}
		this.queues.passAfter(lock.queue(), new LockRemoval(this.manager, lock).start());
	}

	private void ended(HeldLock lock) {
		this.held.remove(lock);
		this.manager.sessions().leave(lock.request());
		if (isCounted(lock)) {
			this.counters.ended(lock.heldNanos());
		}
	}

	private static boolean isCounted(HeldLock lock) {
		return lock.request().kind() != LockRequest.Kind.GROUP;
	}

	// A lease is over: all are told at once, so that one who blocks keeps nobody waiting
	void leaseLost(LockRequest.Kind kind) {
		CompletableFuture<?>[] told = this.held.stream()
			.filter((each) -> each.request().kind() == kind && !each.isHeld())
			.map(HeldLock::lose)
			.toArray(CompletableFuture[]::new);
		try {
			CompletableFuture.allOf(told).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Listeners of lost locks have not returned yet", ex);
		}
	}

	List<EtcdLock> locks() {
		return this.held.stream()
			.filter((each) -> each.request().kind() == LockRequest.Kind.LOCK && each.isHeld())
			.map(EtcdLock.class::cast)
			.toList();
	}

}
