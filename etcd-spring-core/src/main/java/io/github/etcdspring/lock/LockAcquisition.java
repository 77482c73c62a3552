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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * One attempt to take a lock, from the turn among those of this connection to the lock or
 * to giving up. Used by one thread.
 *
 * @author The etcd-spring authors
 */
final class LockAcquisition {

	/**
	 * How long giving up waits for the place to be given back, if nobody is in a hurry.
	 */
	private static final long FAREWELL_MILLIS = 250;

	/**
	 * How long joining the queue may take: whoever has a place without knowing it, as the
	 * member that took the call hangs, keeps everybody else waiting.
	 */
	private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(2);

	private final LockManager manager;

	private final EtcdCalls calls;

	private final LockQueue queue;

	private final LockRequest request;

	private final String name;

	private final LockWait wait;

	private CompletableFuture<Boolean> leftover = CompletableFuture.completedFuture(false);

	private int failures;

	LockAcquisition(LockManager manager, EtcdCalls calls, LockQueue queue, LockRequest request, LockWait wait) {
		this.manager = manager;
		this.calls = calls;
		this.queue = queue;
		this.request = request;
		this.name = queue.name();
		this.wait = wait;
	}

	/**
	 * Wait for the lock.
	 * @return the lock, or {@code null} if the time is over
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable HeldLock run() throws InterruptedException {
		while (true) {
			EtcdLeaseTerm term = this.manager.sessions().awaitTerm(this.request, this.wait, this.calls.timeout());
			LockPlace place = claim(term);
			if (place != null) {
				try (LockTurn turn = new LockTurn(this.manager, term)) {
					HeldLock taken = await(place, term, turn);
					if (taken != null || this.wait.isOver()) {
						return taken;
					}
				}
			}
		}
	}

	/**
	 * Return what is left to be done when no lock was taken.
	 * @return completes when the place is given back
	 */
	CompletableFuture<Boolean> leftover() {
		return this.leftover;
	}

	private static InterruptedException interrupted() {
		Thread.interrupted();
		return new InterruptedException();
	}

	// Returns null if it is to be tried again
	private @Nullable LockPlace claim(EtcdLeaseTerm term) throws InterruptedException {
		try {
			Duration timeout = this.wait.forCall(this.calls.timeout());
			return LockPlace.claim(
					this.manager.kv(this.calls, (timeout.compareTo(CLAIM_TIMEOUT) < 0) ? timeout : CLAIM_TIMEOUT),
					this.name, term, this.request.value());
		}
		catch (EtcdException ex) {
			if (ex.getOutcome() == EtcdOutcome.UNKNOWN) {
				giveBack(0, term);
			}
			if (ex instanceof EtcdInterruptedException) {
				throw interrupted();
			}
			boolean again = ex.isTransient() || ex instanceof EtcdLeaseNotFoundException;
			if (!again || this.wait.isOver() || !pause()) {
				throw ex;
			}
			return null;
		}
	}

	// Returns null if the time is over or the place is lost
	private @Nullable HeldLock await(LockPlace first, EtcdLeaseTerm term, LockTurn turn) throws InterruptedException {
		LockPlace place = first;
		boolean over = false;
		try {
			while (true) {
				this.manager.checkOpen();
				if (!term.isAlive()) {
					return null;
				}
				if (place.predecessor() == null) {
					HeldLock taken = this.manager.held()
						.add(new HeldLock(this.manager, this.queue, this.request, place, term));
					over = taken != null;
					return taken;
				}
				if (this.wait.isOver()) {
					return null;
				}
				this.request.onQueued().run();
				turn.await(place, this.wait.remaining());
				LockPlace now = look(place);
				if (now == null) {
					over = true;
					return null;
				}
				place = now;
			}
		}
		catch (InterruptedException ex) {
			over = true;
			giveBack(place.token(), term);
			throw ex;
		}
		finally {
			if (!over) {
				giveBack(place.token(), term);
				sayFarewell();
			}
		}
	}

	// Returns null if the place is gone
	private @Nullable LockPlace look(LockPlace place) throws InterruptedException {
		try {
			LockPlace now = LockPlace.find(this.manager.kv(this.calls, this.wait.forCall(this.calls.timeout())),
					this.name, place.key(), place.token());
			this.failures = 0;
			return now;
		}
		catch (EtcdInterruptedException ex) {
			throw interrupted();
		}
		catch (EtcdException ex) {
			if (!ex.isTransient()) {
				throw ex;
			}
			pause();
			return place;
		}
	}

	private void giveBack(long token, EtcdLeaseTerm term) {
		this.leftover = new LockRemoval(this.manager, this.name, LockPlace.key(this.name, term), token, term).start();
	}

	// Returns whether the key of an attempt that failed is certainly gone
	private boolean pause() throws InterruptedException {
		this.failures++;
		TimeUnit.MILLISECONDS.sleep(Math.min(500, 25L << Math.min(this.failures, 5)));
		try {
			this.leftover.get(Math.max(1, this.wait.remaining()), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (ExecutionException | TimeoutException ex) {
			return false;
		}
	}

	private void sayFarewell() {
		try {
			this.leftover.get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// It goes on without anybody waiting for it
		}
	}

}
