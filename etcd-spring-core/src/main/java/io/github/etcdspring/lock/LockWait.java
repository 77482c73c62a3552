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

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCallSpec;

/**
 * How long somebody waits for a lock.
 *
 * @author The etcd-spring authors
 */
final class LockWait {

	private static final long FOREVER = Long.MAX_VALUE / 2;

	private static final Duration LEAST_CALL = Duration.ofSeconds(1);

	private final @Nullable Duration time;

	private final long end;

	private LockWait(@Nullable Duration time) {
		this.time = time;
		this.end = System.nanoTime() + ((time != null) ? time.toNanos() : FOREVER);
	}

	static LockWait forever() {
		return new LockWait(null);
	}

	static LockWait of(Duration time) {
		Assert.notNull(time, "'wait' must not be null");
		Assert.isTrue(!time.isNegative(), () -> "'wait' must not be negative, but is " + time);
		return new LockWait(time.isZero() ? time : EtcdCallSpec.checkTimeout(time));
	}

	static LockWait ofNullable(@Nullable Duration time) {
		return (time != null) ? of(time) : forever();
	}

	boolean isOver() {
		return remaining() <= 0;
	}

	// Return the nanoseconds that are left.
	long remaining() {
		return (this.time != null) ? this.end - System.nanoTime() : FOREVER;
	}

	// Return how long one call may take: however short the wait, etcd must have a chance.
	Duration forCall(Duration timeout) {
		if (this.time == null || this.time.isZero()) {
			return timeout;
		}
		Duration left = Duration.ofNanos(Math.max(remaining(), LEAST_CALL.toNanos()));
		return (left.compareTo(timeout) < 0) ? left : timeout;
	}

	@Override
	public String toString() {
		return (this.time != null) ? this.time.toMillis() + " ms" : "as long as it takes";
	}

}
