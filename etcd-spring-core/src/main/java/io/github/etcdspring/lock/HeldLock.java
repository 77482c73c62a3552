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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * A lock that was taken, for one term of the session lease.
 *
 * @author The etcd-spring authors
 */
final class HeldLock implements EtcdLock {

	private static final Log logger = LogFactory.getLog(EtcdLock.class);

	private final LockManager manager;

	private final LockQueue queue;

	private final LockRequest request;

	private final String key;

	private final long token;

	private final EtcdLeaseTerm term;

	private final LockKeyWatch watch;

	private final long since = System.nanoTime();

	private final List<Runnable> listeners = new ArrayList<>();

	/**
	 * Guards changes of the state, and the listeners.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile State state = State.HELD;

	/**
	 * Whether it was heard that the key is gone, which is told when it is clear why.
	 */
	private volatile boolean keyDeleted;

	HeldLock(LockManager manager, LockQueue queue, LockRequest request, LockPlace place, EtcdLeaseTerm term) {
		this.manager = manager;
		this.queue = queue;
		this.request = request;
		this.key = place.key();
		this.token = place.token();
		this.term = term;
		this.watch = new LockKeyWatch(manager, this);
	}

	// Others have deleted the key, or revoked the lease, whose loss is told in its order.
	void keyDeleted() {
		this.keyDeleted = true;
		if (this.state == State.HELD && !this.manager.isClosed()) {
			this.manager.sessions().unlessGone(this.term, this::markLost);
		}
	}

	// Notice from now on if others delete the key.
	void watchKey() {
		this.watch.open();
	}

	@Override
	public String name() {
		return this.queue.name();
	}

	@Override
	public String key() {
		return this.key;
	}

	@Override
	public long fencingToken() {
		return this.token;
	}

	@Override
	public boolean isHeld() {
		return this.state == State.HELD && !this.keyDeleted && this.term.isAlive();
	}

	@Override
	public Duration remaining() {
		return (isHeld()) ? this.term.remaining() : Duration.ZERO;
	}

	@Override
	public void onLost(Runnable listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.lock.lock();
		try {
			if (this.state != State.LOST) {
				this.listeners.add(listener);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		call(listener);
	}

	@Override
	public void markLost() {
		lose();
	}

	/**
	 * Give the lock up as lost, if it is held.
	 * @return completes when all who wanted to know were told
	 */
	CompletableFuture<?> lose() {
		List<Runnable> toTell;
		this.lock.lock();
		try {
			if (this.state != State.HELD) {
				return CompletableFuture.completedFuture(null);
			}
			this.state = State.LOST;
			toTell = List.copyOf(this.listeners);
		}
		finally {
			this.lock.unlock();
		}
		logger.warn("The %s was lost".formatted(this.request));
		this.watch.cancel();
		this.manager.held().lost(this);
		return CompletableFuture.allOf(toTell.stream()
			.map((listener) -> this.manager.callback(() -> call(listener)))
			.toArray(CompletableFuture[]::new));
	}

	private static void call(Runnable listener) {
		try {
			listener.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener of a lock failed", ex);
		}
	}

	@Override
	public boolean unlock() {
		this.lock.lock();
		try {
			if (this.state != State.HELD) {
				return false;
			}
			if (isHeld()) {
				this.state = State.RELEASED;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.state == State.HELD) {
			markLost();
			return false;
		}
		this.watch.cancel();
		return this.manager.held().release(this);
	}

	// Nobody will hear of the lock.
	// Returns whether nobody has heard of its loss either
	boolean discard() {
		this.lock.lock();
		try {
			boolean unheard = this.state == State.HELD;
			this.state = (unheard) ? State.RELEASED : this.state;
			return unheard;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		if (this.state != State.RELEASED && !unlock() && this.state == State.LOST) {
			logger.warn("The %s had been lost before it was given back".formatted(this.request));
		}
	}

	LockRequest request() {
		return this.request;
	}

	LockQueue queue() {
		return this.queue;
	}

	EtcdLeaseTerm term() {
		return this.term;
	}

	long heldNanos() {
		return System.nanoTime() - this.since;
	}

	@Override
	public String toString() {
		return "%s with key '%s', fencing token %d, held: %s".formatted(this.request, this.key, this.token, isHeld());
	}

	private enum State {

		HELD, RELEASED, LOST

	}

}
