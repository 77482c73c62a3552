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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

/**
 * Puts what a listener is to hear into the lane of its watch. Belongs to the engine's
 * thread.
 *
 * @author The etcd-spring authors
 */
final class WatchFeed {

	private final String watch;

	private final boolean eachEvent;

	private final WatchLane lane;

	private final EtcdWatchMetrics metrics;

	private final WatchCursor cursor;

	WatchFeed(String watch, boolean eachEvent, WatchLane lane, EtcdWatchMetrics metrics, WatchCursor cursor) {
		this.watch = watch;
		this.eachEvent = eachEvent;
		this.lane = lane;
		this.metrics = metrics;
		this.cursor = cursor;
	}

	void tell(Consumer<EtcdWatchListener<?>> notice) {
		tell(notice, 0);
	}

	// A notice with which the listener has come to a revision, even if it was further
	// before: in a cluster that was replaced.
	void tell(Consumer<EtcdWatchListener<?>> notice, long completes) {
		this.lane.add(new WatchUnit.Notice(notice, false, completes, false));
	}

	// A notice that makes the one before it superfluous, if that was of this kind.
	void tellLatest(Consumer<EtcdWatchListener<?>> notice) {
		this.lane.add(new WatchUnit.Notice(notice, true, 0, false));
	}

	// A notice that is told even if others may own the group of the watch.
	void tellAnyway(Consumer<EtcdWatchListener<?>> notice) {
		this.lane.add(new WatchUnit.Notice(notice, false, 0, true));
	}

	// Returns whether there is no room for more
	boolean deliver(List<RawEvent> events, long revision, ResponseHeader header) {
		int handled = (this.eachEvent) ? this.cursor.handled(revision, Phase.LIVE) : 0;
		return deliver(events, revision, header, 0, Math.min(events.size(), handled));
	}

	// ordinal: how many events of the revision, or of the listing, come before
	// handled: how many of the events an earlier process has handled
	// Returns whether there is no room for more
	boolean deliver(List<RawEvent> events, long revision, ResponseHeader header, int ordinal, int handled) {
		int count = events.size() - handled;
		if (count == 0) {
			return this.lane.isFull();
		}
		this.metrics.received(this.watch, count);
		long now = System.nanoTime();
		if (!this.eachEvent || count == 1) {
			List<RawEvent> rest = (handled > 0) ? events.subList(handled, events.size()) : events;
			return this.lane.add(new WatchUnit.Changes(header, revision, rest, ordinal + handled, true, now));
		}
		List<WatchUnit> units = new ArrayList<>(count);
		for (int i = handled; i < events.size(); i++) {
			units.add(new WatchUnit.Changes(header, revision, List.of(events.get(i)), ordinal + i,
					i == events.size() - 1, now));
		}
		return this.lane.addAll(units);
	}

	// What comes next does not follow from what was before.
	void restartCursor(long revision, Phase phase) {
		if (this.cursor.isPresent()) {
			this.lane.add(new WatchUnit.Mark(new Position(revision, phase, 0), true));
		}
	}

	// All that was delivered is from below a revision.
	void moveCursor(long revision) {
		if (this.cursor.isPresent()) {
			this.lane.add(new WatchUnit.Mark(Position.live(revision), false));
		}
	}

}
