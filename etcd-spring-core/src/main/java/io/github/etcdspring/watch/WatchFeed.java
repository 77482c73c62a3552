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

	WatchFeed(String watch, boolean eachEvent, WatchLane lane, EtcdWatchMetrics metrics) {
		this.watch = watch;
		this.eachEvent = eachEvent;
		this.lane = lane;
		this.metrics = metrics;
	}

	void tell(Consumer<EtcdWatchListener<?>> notice) {
		this.lane.add(new WatchUnit.Notice(notice, false));
	}

	// A notice that makes the one before it superfluous, if that was of this kind.
	void tellLatest(Consumer<EtcdWatchListener<?>> notice) {
		this.lane.add(new WatchUnit.Notice(notice, true));
	}

	// Returns whether there is no room for more
	boolean deliver(List<RawEvent> events, long revision, ResponseHeader header) {
		if (events.isEmpty()) {
			return this.lane.isFull();
		}
		this.metrics.received(this.watch, events.size());
		if (!this.eachEvent || events.size() == 1) {
			return this.lane.add(new WatchUnit.Changes(header, revision, events, true, System.nanoTime()));
		}
		long now = System.nanoTime();
		List<WatchUnit> units = new ArrayList<>(events.size());
		for (int i = 0; i < events.size(); i++) {
			units.add(new WatchUnit.Changes(header, revision, List.of(events.get(i)), i == events.size() - 1, now));
		}
		return this.lane.addAll(units);
	}

}
