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
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * Those of this connection who want one lock, in order of arrival: they share a lease,
 * and so a key on the server. One of them at a time has to do with that key.
 *
 * @author The etcd-spring authors
 */
final class LockQueue {

	private final String name;

	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Guarded by the map that holds this queue.
	 */
	private int users;

	private final AtomicReference<@Nullable EtcdLeaseTerm> suspect = new AtomicReference<>();

	LockQueue(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	LockQueue join() {
		this.users++;
		return this;
	}

	// Returns whether anybody is left
	boolean leave() {
		this.users--;
		return this.users > 0;
	}

	boolean take(LockWait wait) throws InterruptedException {
		return this.turn.tryAcquire(Math.max(0, wait.remaining()), TimeUnit.NANOSECONDS);
	}

	void pass() {
		this.turn.release();
	}

	boolean takeNow() {
		return this.turn.tryAcquire();
	}

	// The key of a lease may be there though nobody has put it on purpose.
	void suspect(EtcdLeaseTerm term) {
		this.suspect.set(term);
	}

	boolean isSuspect() {
		return this.suspect.get() != null;
	}

	@Nullable EtcdLeaseTerm clearSuspicion() {
		return this.suspect.getAndSet(null);
	}

}
