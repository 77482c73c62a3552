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

package io.github.etcdspring.watch;

import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a watch while its listener is slower than the changes. Belongs to the
 * engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchParking {

	private static final Log logger = LogFactory.getLog(WatchParking.class);

	/**
	 * How long a listener may need to make room that was only short of processors.
	 */
	private static final long SLOW_NANOS = 1_000_000_000;

	private boolean overflowed;

	private boolean slow;

	private long since;

	/**
	 * Receives what had arrived and found no room.
	 */
	private @Nullable BooleanSupplier rest;

	// rest: receives what has arrived, and tells whether there still is no room
	void begin(BooleanSupplier rest) {
		this.overflowed = true;
		this.since = System.nanoTime();
		this.rest = rest;
	}

	// Receive what had arrived.
	// Returns whether there is no room
	boolean receiveRest() {
		BooleanSupplier rest = this.rest;
		if (rest == null) {
			return false;
		}
		try {
			if (rest.getAsBoolean()) {
				return true;
			}
		}
		catch (Throwable ex) {
			// Such as want of memory: what was not taken over must be sent again
			logger.debug("What had arrived for a parked watch could not be taken in", ex);
		}
		this.slow = System.nanoTime() - this.since > SLOW_NANOS;
		this.rest = null;
		return false;
	}

	// What had arrived must be sent again.
	void forgetRest() {
		this.rest = null;
	}

	// The watch has received all there was to catch up with.
	void caughtUp() {
		this.overflowed = false;
	}

	// Whether changes found no room, and the watch has not caught up since.
	boolean isOverflowed() {
		return this.overflowed;
	}

	// Whether the listener took long to make room when it had none the last time.
	boolean isSlow() {
		return this.slow;
	}

}
