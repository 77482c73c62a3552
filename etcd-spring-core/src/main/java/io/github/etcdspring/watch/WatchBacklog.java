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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a lane, counted. Guarded by the lock of the lane.
 *
 * @author The etcd-spring authors
 */
final class WatchBacklog {

	/**
	 * What waits, or {@code null} for nothing, as with most watches at most times.
	 */
	private @Nullable Deque<WatchUnit> units;

	private final int maxEvents;

	private final long maxBytes;

	private int events;

	private long bytes;

	private boolean full;

	/**
	 * Create an empty backlog.
	 * @param maxEvents with how many events it is full
	 * @param maxBytes with how many bytes it is full
	 */
	WatchBacklog(int maxEvents, long maxBytes) {
		this.maxEvents = maxEvents;
		this.maxBytes = maxBytes;
	}

	// Append a unit.
	// handling: whether the first unit is being handled
	void add(WatchUnit unit, boolean handling) {
		Deque<WatchUnit> units = (this.units != null) ? this.units : new ArrayDeque<>(1);
		boolean untouched = units.size() > (handling ? 1 : 0);
		if (untouched && unit.replaces(units.getLast())) {
			units.removeLast();
		}
		units.add(unit);
		this.units = units;
		this.events += unit.eventCount();
		this.bytes += unit.bytes();
		this.full = this.full || this.events >= this.maxEvents || this.bytes >= this.maxBytes;
	}

	@Nullable WatchUnit first() {
		return (this.units != null) ? this.units.peek() : null;
	}

	// Remove the first unit.
	// Returns whether there is room again since
	boolean remove() {
		Deque<WatchUnit> units = Objects.requireNonNull(this.units);
		WatchUnit unit = units.remove();
		if (units.isEmpty()) {
			this.units = null;
		}
		this.events -= unit.eventCount();
		this.bytes -= unit.bytes();
		boolean relieved = this.full && this.events <= this.maxEvents / 4 && this.bytes <= this.maxBytes / 4;
		this.full = this.full && !relieved;
		return relieved;
	}

	// Forget what waits but for notices that are told whatever happens.
	void clearMost() {
		Deque<WatchUnit> before = this.units;
		clear();
		if (before != null) {
			before.stream()
				.filter((unit) -> unit instanceof WatchUnit.Notice notice && notice.anyway())
				.forEach((unit) -> add(unit, false));
		}
	}

	void clear() {
		this.units = null;
		this.events = 0;
		this.bytes = 0;
		this.full = false;
	}

	// Return whether there is no room, until three quarters are handled.
	boolean isFull() {
		return this.full;
	}

	boolean hasRoomFor(long bytes) {
		return this.bytes + bytes <= this.maxBytes;
	}

	boolean isEmpty() {
		return this.units == null;
	}

	int events() {
		return this.events;
	}

}
