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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The life of a lease from one grant to its end. Whoever owns something on the strength
 * of a lease, such as a lock, keeps the term and asks it: a lease that was lost and
 * granted again has another term, and the old one stays lost.
 * <p>
 * It lives until a local deadline: the moment of <em>sending</em> the grant or the last
 * renewal that was answered, plus the time to live, minus a margin of a twentieth (at
 * least 100 ms, at most a second) for clocks that differ in speed. The server counts from
 * later on, so that the term ends here first. Time is that of {@link System#nanoTime()}:
 * setting the clock of the machine changes nothing. Safe for use by several threads at
 * once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdLeaseTerm {

	private static final long LOST = Long.MIN_VALUE;

	private static final long LEAST_MARGIN = Duration.ofMillis(100).toNanos();

	private static final long MOST_MARGIN = Duration.ofSeconds(1).toNanos();

	private final long id;

	private final Duration ttl;

	private final LongSupplier clock;

	private final Runnable onLost;

	private final AtomicLong deadline;

	/**
	 * Create a term.
	 * @param id the id of the lease
	 * @param ttl what the server granted
	 * @param sent when the grant was sent, by the clock
	 * @param clock the monotonic clock
	 * @param onLost hears once that the term was found to be over, on any thread
	 */
	EtcdLeaseTerm(long id, Duration ttl, long sent, LongSupplier clock, Runnable onLost) {
		this.id = id;
		this.ttl = ttl;
		this.clock = clock;
		this.onLost = onLost;
		this.deadline = new AtomicLong(deadline(sent, ttl));
	}

	private static long deadline(long sent, Duration ttl) {
		long nanos = ttl.toNanos();
		long deadline = sent + nanos - Math.min(Math.max(nanos / 20, LEAST_MARGIN), MOST_MARGIN);
		return (deadline != LOST) ? deadline : deadline + 1;
	}

	/**
	 * Return the id of the lease in this term.
	 * @return the id, also when the term is over
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Return the time to live that the server granted, which may be more than was asked
	 * for.
	 * @return the time to live
	 */
	public Duration ttl() {
		return this.ttl;
	}

	/**
	 * Return how long the term lasts if no renewal is answered from now on.
	 * @return the time that is left, zero once the term is over
	 */
	public Duration remaining() {
		long end = this.deadline.get();
		return (isAlive() && end != LOST) ? Duration.ofNanos(Math.max(0, end - this.clock.getAsLong())) : Duration.ZERO;
	}

	/**
	 * Return whether the term lasts. Once this was false it is never true again.
	 * @return whether the server still keeps the lease, as far as can be known here
	 */
	public boolean isAlive() {
		while (true) {
			long end = this.deadline.get();
			if (end == LOST) {
				return false;
			}
			if (this.clock.getAsLong() - end < 0) {
				return true;
			}
			if (this.deadline.compareAndSet(end, LOST)) {
				this.onLost.run();
				return false;
			}
		}
	}

	/**
	 * A renewal was answered. Whoever asked meanwhile and was told that the term is over
	 * must be right for ever: it is not extended then.
	 * @param sent when the renewal was sent, by the clock
	 * @param ttl what the server granted
	 * @return whether the term lasts
	 */
	boolean extend(long sent, Duration ttl) {
		long later = deadline(sent, ttl);
		while (isAlive()) {
			long end = this.deadline.get();
			if (end != LOST && (later - end <= 0 || this.deadline.compareAndSet(end, later))) {
				return true;
			}
		}
		return false;
	}

	// End the term for good.
	void lose() {
		if (this.deadline.getAndSet(LOST) != LOST) {
			this.onLost.run();
		}
	}

	// Return the deadline by the clock, long ago if the term is over.
	long deadline() {
		return this.deadline.get();
	}

	@Override
	public String toString() {
		return "EtcdLeaseTerm[id=%s, ttl=%s, remaining=%s]".formatted(Long.toHexString(this.id), this.ttl, remaining());
	}

}
