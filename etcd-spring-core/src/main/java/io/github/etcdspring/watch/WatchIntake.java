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

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one stream over into the lanes of their watches, and asks for more
 * as they find room. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchIntake {

	/**
	 * How much may be held back for want of room while others go on.
	 */
	private static final long MAX_HELD_BYTES = 8 * 1024 * 1024;

	private final WatchEngine engine;

	private final WatchStream stream;

	private final WatchLink link;

	/**
	 * How many messages were taken in since more were asked for.
	 */
	private int taken;

	/**
	 * What is left of messages that lanes had no room for.
	 */
	private final Map<WatchPlace, Held> held = new HashMap<>();

	private long heldBytes;

	/**
	 * A message for a watch that has not made room for the one before.
	 */
	private @Nullable Held next;

	WatchIntake(WatchEngine engine, WatchStream stream, WatchLink link) {
		this.engine = engine;
		this.stream = stream;
		this.link = link;
	}

	void events(WatchPlace place, WatchReply reply) {
		Held arrived = new Held(place, reply);
		if (isHeld(place)) {
			this.next = arrived;
		}
		else {
			deliver(arrived);
		}
	}

	// A message was taken in.
	void taken() {
		this.taken++;
		askForMore();
		if (isStopped()) {
			this.engine.streams().stopped(this.stream);
		}
	}

	// A lane has room again.
	void proceed(WatchPlace place) {
		Held rest = forget(place);
		if (rest == null) {
			return;
		}
		place.heard = System.nanoTime();
		deliver(rest);
		Held next = this.next;
		if (next != null && next.place == place && !isHeld(place)) {
			this.next = null;
			deliver(next);
		}
		askForMore();
	}

	// A watch has left.
	void removed(WatchPlace place) {
		forget(place);
		if (this.next != null && this.next.place == place) {
			this.next = null;
		}
		askForMore();
	}

	// Return whether something of a watch is held back for want of room in its lane.
	boolean isHeld(WatchPlace place) {
		return this.held.containsKey(place);
	}

	// Return of how many watches something is held back.
	int held() {
		return this.held.size();
	}

	// Park the watches of which something is held back.
	void parkHeld() {
		List.copyOf(this.held.values()).forEach(this::park);
	}

	// Park a watch of which something is held back.
	void parkHeld(WatchPlace place) {
		Held rest = this.held.get(place);
		if (rest != null) {
			park(rest);
		}
	}

	private void park(Held rest) {
		this.engine.park(rest.place.watch, rest::receive);
	}

	// Return whether nothing is read until there is room in a lane: because a message
	// came too early, too much is held back, or there is nobody else to read for.
	boolean isStopped() {
		return this.next != null || this.heldBytes > MAX_HELD_BYTES
				|| (!this.held.isEmpty() && this.held.size() == this.stream.size());
	}

	void askForMore() {
		if (!isStopped() && this.taken * 2 >= this.stream.window()) {
			int messages = this.taken;
			this.taken = 0;
			this.link.request(messages);
		}
	}

	private void deliver(Held arrived) {
		WatchPlace place = arrived.place;
		Watch watch = place.watch;
		if (arrived.receive()) {
			if (mayWait(arrived)) {
				this.held.put(place, arrived);
				this.heldBytes += arrived.bytes();
			}
			else {
				park(arrived);
			}
		}
		else if (watch.history().isExceeded()) {
			this.engine.refusals().tooLarge(watch);
		}
		else if (!arrived.reply.fragment()) {
			this.engine.streams().received(place, arrived.reply.header().revision());
		}
	}

	// Whether a lane may soon have room again: not if it was slow before, or else the
	// server would send more in vain. What it has begun to send it would read once more
	private boolean mayWait(Held arrived) {
		return this.stream.use() == WatchStreamUse.CATCH_UP
				&& (!arrived.place.watch.parking().isSlow() || arrived.reply.fragment());
	}

	private @Nullable Held forget(WatchPlace place) {
		Held rest = this.held.remove(place);
		if (rest != null) {
			this.heldBytes -= rest.bytes();
		}
		return rest;
	}

	/**
	 * A message, or what is left of it.
	 */
	private static final class Held {

		private final WatchPlace place;

		private final WatchReply reply;

		private @Nullable Iterator<WatchRevision> revisions;

		Held(WatchPlace place, WatchReply reply) {
			this.place = place;
			this.reply = reply;
		}

		// Take over into the lane what has not been taken over yet.
		// Returns whether there is no room
		boolean receive() {
			Watch watch = this.place.watch;
			if (this.revisions == null) {
				this.revisions = watch.history().accept(this.reply).iterator();
			}
			return watch.receive(this.revisions, this.reply.header());
		}

		long bytes() {
			return this.reply.events().stream().mapToLong(RawEvent::bytes).sum();
		}

	}

}
