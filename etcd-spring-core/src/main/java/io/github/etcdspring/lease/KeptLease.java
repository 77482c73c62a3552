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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;

/**
 * A lease and its state, which changes on the thread that owns the leases once the lease
 * is known to it.
 *
 * @author The etcd-spring authors
 */
final class KeptLease implements EtcdLease {

	private final LeaseManager manager;

	private final Duration wantedTtl;

	private final boolean regrant;

	private final LeaseEvents events;

	private final Renewal renewal = new Renewal();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private volatile State state = State.PENDING;

	private volatile @Nullable EtcdLeaseTerm term;

	private volatile boolean closing;

	KeptLease(LeaseManager manager, Duration wantedTtl, boolean regrant, LeaseEvents events) {
		this.manager = manager;
		this.wantedTtl = wantedTtl;
		this.regrant = regrant;
		this.events = events;
	}

	@Override
	public long id() {
		EtcdLeaseTerm current = this.term;
		State now = state();
		if (current == null || (now != State.ACTIVE && now != State.DISCONNECTED)) {
			throw new EtcdLeaseNotFoundException(
					"The lease cannot be used: it is %s. %s".formatted(now,
							(this.regrant) ? "Wait until it is granted again" : "Grant a new one"),
					EtcdOutcome.UNSENT, null);
		}
		return current.id();
	}

	@Override
	public Duration ttl() {
		EtcdLeaseTerm current = this.term;
		return (current != null) ? current.ttl() : this.wantedTtl;
	}

	@Override
	public Duration remaining() {
		EtcdLeaseTerm current = this.term;
		return (current != null && !this.closing) ? current.remaining() : Duration.ZERO;
	}

	@Override
	public State state() {
		State current = this.state;
		EtcdLeaseTerm last = this.term;
		boolean lives = current == State.ACTIVE || current == State.DISCONNECTED;
		if (lives && last != null && !last.isAlive()) {
			return (this.closing) ? State.CLOSED : State.EXPIRED;
		}
		return current;
	}

	@Override
	public @Nullable EtcdLeaseTerm term() {
		return this.term;
	}

	@Override
	public boolean awaitActive(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		try {
			this.lock.lockInterruptibly();
			try {
				long left = TimeUnit.NANOSECONDS.convert(timeout);
				while (true) {
					State current = state();
					if (current == State.ACTIVE || current == State.DISCONNECTED) {
						return true;
					}
					if (left <= 0 || current == State.CLOSED || (current == State.EXPIRED && !this.regrant)) {
						return false;
					}
					left = this.changed.awaitNanos(left);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("Waiting for a lease was interrupted", EtcdOutcome.UNSENT, ex);
		}
	}

	@Override
	public void addListener(EtcdLeaseListener listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.events.add(listener);
	}

	@Override
	public void removeListener(EtcdLeaseListener listener) {
		this.events.remove(listener);
	}

	@Override
	public void close() {
		this.manager.close(this);
	}

	Duration wantedTtl() {
		return this.wantedTtl;
	}

	boolean isRegrant() {
		return this.regrant;
	}

	// Whether the lease was closed by its owner.
	boolean isClosing() {
		return this.closing;
	}

	// End the lease for everybody who asks.
	// Returns whether it was not closed before
	boolean beginClose() {
		this.lock.lock();
		try {
			boolean first = !this.closing;
			this.closing = true;
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	Renewal renewal() {
		return this.renewal;
	}

	void granted(EtcdLeaseTerm granted) {
		this.term = granted;
		this.renewal.granted(granted.ttl());
		change(State.ACTIVE);
	}

	// Returns whether the lease was granted and not yet expired
	boolean expire() {
		State from = this.state;
		return (from == State.ACTIVE || from == State.DISCONNECTED) && change(State.EXPIRED);
	}

	// Returns whether the state was another one
	boolean change(State to) {
		State from;
		this.lock.lock();
		try {
			from = this.state;
			if (from == to || from == State.CLOSED) {
				return false;
			}
			this.state = to;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.events.publish(new EtcdLeaseEvent(this, from, to, this.term));
		return true;
	}

	@Override
	public String toString() {
		EtcdLeaseTerm current = this.term;
		return "EtcdLease[id=%s, state=%s, ttl=%s, remaining=%s]"
			.formatted((current != null) ? Long.toHexString(current.id()) : "none", state(), ttl(), remaining());
	}

}
