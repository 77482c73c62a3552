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

import java.util.List;

import io.github.etcdspring.watch.EtcdWatchCursor.Phase;

/**
 * Tells a listener what was found by reading the keys of its watch, and what to make of
 * it. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchListings {

	private final WatchFeed feed;

	private final WatchNews news;

	private final WatchCursor cursor;

	/**
	 * How many events of a listing have been delivered, by this process or another one.
	 */
	private int listed;

	/**
	 * How many events of a listing an earlier process has delivered.
	 */
	private int listedBefore;

	WatchListings(WatchFeed feed, WatchNews news, WatchCursor cursor) {
		this.feed = feed;
		this.news = news;
		this.cursor = cursor;
	}

	// Take over a part of what is there.
	// Returns whether there is no room for more
	boolean take(WatchListing part, WatchHistory history) {
		long from = history.missing();
		boolean told = history.isListingTold();
		if (part.first() && told) {
			begin(part.revision(), history);
		}
		boolean reset = history.isReset();
		boolean full = deliver(history.listed(part), part);
		if (part.last()) {
			history.listingDelivered();
		}
		if (part.last() && told) {
			this.feed.moveCursor(part.revision() + 1);
		}
		if (part.last() && told && history.next() <= part.revision() + 1) {
			end(from, part.revision(), reset);
		}
		return full;
	}

	private void begin(long revision, WatchHistory history) {
		EtcdEvent.Origin origin = history.listingOrigin();
		if (origin == EtcdEvent.Origin.RESET) {
			long from = history.missing();
			this.feed.tell((listener) -> listener.onReset(from, revision));
		}
		Phase phase = (origin == EtcdEvent.Origin.RESYNC) ? Phase.RESYNC : Phase.SNAPSHOT;
		this.listed = 0;
		this.listedBefore = this.cursor.handled(revision, phase);
		if (!this.cursor.isWithin(revision, phase)) {
			this.feed.restartCursor(revision, phase);
		}
	}

	private boolean deliver(List<RawEvent> events, WatchListing part) {
		int ordinal = this.listed;
		this.listed += events.size();
		int handled = Math.min(events.size(), Math.max(0, this.listedBefore - ordinal));
		return this.feed.deliver(events, part.revision(), part.header(), ordinal, handled);
	}

	private void end(long from, long to, boolean reset) {
		if (from > 0 && !reset) {
			this.news.resynced(from, to);
		}
		else if (from > 0) {
			this.news.reset(from, to);
		}
		else {
			this.news.snapshot(to);
		}
	}

}
