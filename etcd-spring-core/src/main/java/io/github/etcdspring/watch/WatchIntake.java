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

import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one stream over into the lanes of their watches, and asks for more
 * as they find room. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchIntake {

	private final WatchEngine engine;

	private final WatchStream stream;

	private final WatchLink link;

	/**
	 * How many messages were taken in since more were asked for.
	 */
	private int taken;

	/**
	 * What is left of a message that a lane had no room for. Nothing more is read before
	 * it has.
	 */
	private @Nullable Held held;

	WatchIntake(WatchEngine engine, WatchStream stream, WatchLink link) {
		this.engine = engine;
		this.stream = stream;
		this.link = link;
	}

	void events(WatchPlace place, WatchReply reply) {
		deliver(new Held(place, place.watch.history().accept(reply).iterator(), reply));
	}

	// A message was taken in.
	void taken() {
		this.taken++;
		askForMore();
	}

	// A lane has room again.
	void proceed(WatchPlace place) {
		Held held = this.held;
		if (held != null && held.place == place) {
			this.held = null;
			deliver(held);
			askForMore();
		}
	}

	// A watch has left.
	void removed(WatchPlace place) {
		if (this.held != null && this.held.place == place) {
			this.held = null;
			askForMore();
		}
	}

	// Return the message that is held back for want of room, or null.
	@Nullable Object held() {
		return this.held;
	}

	private void askForMore() {
		if (this.held == null && this.taken * 2 >= this.stream.window()) {
			int messages = this.taken;
			this.taken = 0;
			this.link.request(messages);
		}
	}

	private void deliver(Held arrived) {
		WatchPlace place = arrived.place;
		Watch watch = place.watch;
		if (watch.receive(arrived.revisions, arrived.reply.header())) {
			if (this.stream.use() == WatchStreamUse.CATCH_UP && this.stream.size() == 1) {
				this.held = arrived;
				this.engine.streams().held(this.stream, arrived);
			}
			else {
				this.engine.park(watch);
			}
		}
		else if (watch.history().isExceeded()) {
			this.engine.refusals().tooLarge(watch);
		}
		else if (!arrived.reply.fragment()) {
			this.engine.streams().received(place, arrived.reply.header().revision());
		}
	}

	/**
	 * The rest of a message.
	 *
	 * @param place whose message
	 * @param revisions the revisions that have not been delivered
	 * @param reply the message
	 */
	private record Held(WatchPlace place, Iterator<WatchRevision> revisions, WatchReply reply) {
	}

}
