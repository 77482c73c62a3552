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

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * Waits until the one before in a queue has gone.
 *
 * @author The etcd-spring authors
 */
final class LockTurn implements AutoCloseable {

	/**
	 * How often the place is looked up at least by those who are not among the next.
	 */
	private static final long RECHECK = TimeUnit.SECONDS.toNanos(5);

	/**
	 * How often it is looked up while changes may not be heard of yet.
	 */
	private static final long EARLY_CHECK = TimeUnit.MILLISECONDS.toNanos(16);

	/**
	 * How soon one of the next looks it up then, and half as often each time.
	 */
	private static final long FIRST_CHECK = TimeUnit.MILLISECONDS.toNanos(4);

	/**
	 * How many of these checks are left out where changes are heard of at once. The later
	 * ones are not: it may take long until it is noticed that a stream has broken.
	 */
	private static final int EARLY_CHECKS = 6;

	/**
	 * Then one of the next looks it up about once a second: whoever died is to be
	 * followed two seconds after the end of its lease, though no stream tells of it.
	 */
	private static final int MOST_DOUBLINGS = 8;

	private final LockManager manager;

	private final EtcdLeaseTerm term;

	private final Semaphore signal = new Semaphore(0);

	private @Nullable LockPredecessor watched;

	private int checks;

	LockTurn(LockManager manager, EtcdLeaseTerm term) {
		this.manager = manager;
		this.term = term;
		manager.sessions().waiting(this.signal);
	}

	/**
	 * Wait until something may have changed.
	 * @param place the place
	 * @param remaining how many nanoseconds to wait at the most
	 * @throws InterruptedException if the thread was interrupted
	 */
	void await(LockPlace place, long remaining) throws InterruptedException {
		String predecessor = place.predecessor();
		if (predecessor == null) {
			return;
		}
		LockPredecessor current = watch(predecessor, place.revision());
		long nanos = Math.max(0, Math.min(remaining, recheck(current, place.near())));
		if (!current.hasChangedAfter(place.revision()) && this.term.isAlive()
				&& this.signal.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
			this.signal.drainPermits();
		}
	}

	private long recheck(LockPredecessor current, boolean near) {
		boolean early = current.isNew();
		if (!near) {
			this.checks = 0;
			return (early) ? EARLY_CHECK : RECHECK;
		}
		int doublings = Math.max(this.checks, (early) ? 0 : EARLY_CHECKS);
		this.checks = Math.min(doublings + 1, MOST_DOUBLINGS);
		return FIRST_CHECK << doublings;
	}

	private LockPredecessor watch(String predecessor, long revision) {
		LockPredecessor current = this.watched;
		if (current == null || !predecessor.equals(current.key())) {
			giveBack();
			current = this.manager.predecessors().take(predecessor, revision);
			current.tell(this.signal);
			this.watched = current;
			this.checks = 0;
		}
		return current;
	}

	private void giveBack() {
		LockPredecessor current = this.watched;
		this.watched = null;
		if (current != null) {
			this.manager.predecessors().giveBack(current);
		}
	}

	@Override
	public void close() {
		this.manager.sessions().notWaiting(this.signal);
		giveBack();
	}

}
