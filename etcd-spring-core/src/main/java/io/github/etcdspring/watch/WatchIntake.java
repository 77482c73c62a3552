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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;

/**
 * Takes the events of one stream over into the lanes of their watches, and asks for more
 * as they find room. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchIntake {

	/**
	 * How much may be left over for want of room while others go on.
	 */
	private static final long MAX_LEFT_BYTES = 8 * 1024 * 1024;

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
	private final Map<WatchPlace, Arrival> left = new HashMap<>();

	private long leftBytes;

	/**
	 * A message for a watch that has not made room for the one before.
	 */
	private @Nullable Arrival next;

	WatchIntake(WatchEngine engine, WatchStream stream, WatchLink link) {
		this.engine = engine;
		this.stream = stream;
		this.link = link;
	}

	void events(WatchPlace place, WatchReply reply) {
		Arrival arrival = new Arrival(place, reply);
		if (hasLeft(place)) {
			this.next = arrival;
		}
		else {
			deliver(arrival, reply.header().revision());
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
		Arrival rest = forget(place);
		if (rest == null) {
			return;
		}
		place.heard = System.nanoTime();
		// The store has gone on since the server sent it
		deliver(rest, this.engine.cluster().latest());
		Arrival next = this.next;
		if (next != null && next.place == place && !hasLeft(place)) {
			this.next = null;
			deliver(next, this.engine.cluster().latest());
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

	// Return whether something of a watch is left over for want of room in its lane.
	boolean hasLeft(WatchPlace place) {
		return this.left.containsKey(place);
	}

	// Return whether watches have room while something of others is left over.
	boolean othersWait() {
		return this.left.size() < this.stream.size();
	}

	// Park the watches of which something is left over.
	void parkLeft() {
		List.copyOf(this.left.values()).forEach(this::park);
	}

	// Park a watch of which something is left over.
	void parkLeft(WatchPlace place) {
		Arrival rest = this.left.get(place);
		if (rest != null) {
			park(rest);
		}
	}

	private void park(Arrival rest) {
		Watch watch = rest.place.watch;
		// What does not fit is for the history of the server to keep
		this.engine.park(watch, (watch.lane().hasRoomFor(rest.bytes())) ? rest::receive : () -> false);
	}

	// Return whether nothing is read until there is room in a lane: because a message
	// came too early, too much is left over, or there is nobody else to read for.
	boolean isStopped() {
		return this.next != null || this.leftBytes > MAX_LEFT_BYTES
				|| (!this.left.isEmpty() && this.left.size() == this.stream.size());
	}

	void askForMore() {
		if (!isStopped() && this.taken * 2 >= this.stream.window()) {
			int messages = this.taken;
			this.taken = 0;
			this.link.request(messages);
		}
	}

	// storeRevision: how far the store was when the watch had received this, or later
	private void deliver(Arrival arrival, long storeRevision) {
		WatchPlace place = arrival.place;
		if (arrival.receive()) {
			if (mayWait(arrival)) {
				this.left.put(place, arrival);
				this.leftBytes += arrival.bytes();
			}
			else {
				park(arrival);
			}
		}
		else if (place.watch.history().isExceeded()) {
			this.engine.refusals().tooLarge(place.watch);
		}
		else if (!arrival.fragment) {
			this.engine.streams().received(place, Math.max(storeRevision, arrival.header.revision()));
		}
	}

	// Whether a lane may soon have room again: not if it was slow before, or else the
	// server would send more in vain. What it has begun to send it would read once more
	private boolean mayWait(Arrival arrival) {
		return this.stream.use() == WatchStreamUse.CATCH_UP
				&& (!arrival.place.watch.parking().isSlow() || arrival.fragment);
	}

	private @Nullable Arrival forget(WatchPlace place) {
		Arrival rest = this.left.remove(place);
		if (rest != null) {
			this.leftBytes -= rest.bytes();
		}
		return rest;
	}

	/**
	 * The events of a message, or what is left of them.
	 */
	private static final class Arrival {

		private final WatchPlace place;

		private final ResponseHeader header;

		private final boolean fragment;

		private final Queue<WatchRevision> revisions = new ArrayDeque<>();

		private @Nullable WatchReply reply;

		Arrival(WatchPlace place, WatchReply reply) {
			this.place = place;
			this.header = reply.header();
			this.fragment = reply.fragment();
			this.reply = reply;
		}

		// Take over into the lane what has not been taken over yet.
		// Returns whether there is no room
		boolean receive() {
			WatchReply reply = this.reply;
			if (reply != null) {
				this.revisions.addAll(this.place.watch.history().accept(reply));
				this.reply = null;
			}
			return this.place.watch.receive(this.revisions, this.header);
		}

		long bytes() {
			return this.revisions.stream().mapToLong(WatchRevision::bytes).sum();
		}

	}

}
