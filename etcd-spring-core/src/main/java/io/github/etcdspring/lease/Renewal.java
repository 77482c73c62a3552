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
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * When a lease is renewed next, and whether it waits for an answer. Belongs to the thread
 * that owns the leases, but for the beginning.
 *
 * @author The etcd-spring authors
 */
final class Renewal {

	private static final long LEAST_PATIENCE = Duration.ofMillis(500).toNanos();

	private static final long MOST_PATIENCE = Duration.ofSeconds(3).toNanos();

	@Nullable KeepAliveStream stream;

	private long interval;

	private long patience;

	private long due;

	private boolean waiting;

	private long sent;

	// Leases that are granted together are not renewed together.
	void granted(Duration ttl) {
		this.interval = ttl.toNanos() / 4;
		this.patience = Math.min(Math.max(ttl.toNanos() / 5, LEAST_PATIENCE), MOST_PATIENCE);
		this.waiting = false;
		this.due = System.nanoTime() + this.interval / 2 + ThreadLocalRandom.current().nextLong(this.interval / 2 + 1);
	}

	boolean isDue(long now) {
		return !this.waiting && now - this.due >= 0;
	}

	boolean isOverdue(long now) {
		return this.waiting && now - this.sent > this.patience;
	}

	boolean isWaiting() {
		return this.waiting;
	}

	// Return when something is to be done next.
	long next() {
		return (this.waiting) ? this.sent + this.patience : this.due;
	}

	long patience() {
		return this.patience;
	}

	long sent() {
		return this.sent;
	}

	void sending(long now) {
		this.waiting = true;
		this.sent = now;
	}

	void answered(long now) {
		this.waiting = false;
		this.due = Math.max(this.sent + this.interval - now, 0) + now;
	}

	// The answer will not come any more.
	void interrupted(long now) {
		if (this.waiting) {
			this.waiting = false;
			this.due = now;
		}
	}

	void hurry(long now) {
		if (!this.waiting) {
			this.due = now;
		}
	}

}
