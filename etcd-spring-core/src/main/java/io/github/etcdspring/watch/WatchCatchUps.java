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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.etcdspring.connection.EtcdCalls;

/**
 * The streams of watches that have much history to catch up with, few at a time: reading
 * history costs the server a lot, and what it reads must not come faster than listeners
 * take it. A watch that has caught up goes over to a stream that others share. Belongs to
 * the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchCatchUps {

	/**
	 * How many revisions a watch may be behind on a stream that it shares with others.
	 */
	private static final int FAR_BEHIND = 128;

	/**
	 * How many watches catch up on one stream: the server reads history for this many at
	 * a time.
	 */
	private static final int GROUP = 512;

	/**
	 * How long a message may wait for room in a lane, before the server and other watches
	 * are spared the wait.
	 */
	private static final long HOLD_MILLIS = 10_000;

	/**
	 * How long a stream is quiet before the server is asked whether that was all.
	 */
	private static final long QUIET_MILLIS = 150;

	/**
	 * After how many quiet moments that must have been all, whatever the server says.
	 */
	private static final int PATIENCE = 40;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final WatchStreams streams;

	private final int maxStreams;

	private final Set<Watch> waiting = new LinkedHashSet<>();

	private final List<WatchStream> open = new ArrayList<>();

	WatchCatchUps(WatchEngine engine, EtcdCalls calls, WatchStreams streams, int maxStreams) {
		this.engine = engine;
		this.calls = calls;
		this.streams = streams;
		this.maxStreams = maxStreams;
	}

	// Whether a watch has so much to catch up with that it must not do so where others
	// get their changes.
	static boolean isFarBehind(Watch watch, long revision) {
		return watch.isOverflowed() || (watch.mayBeFarBehind() && revision - watch.history().resume() >= FAR_BEHIND);
	}

	void add(Watch watch) {
		this.waiting.add(watch);
		// After the current task, so that watches that start together share a stream
		this.engine.execute(this::next);
	}

	boolean isWaiting(Watch watch) {
		return this.waiting.contains(watch);
	}

	void remove(Watch watch) {
		this.waiting.remove(watch);
	}

	int size() {
		return this.open.size();
	}

	List<WatchStream> open() {
		return this.open;
	}

	private void next() {
		while (!this.waiting.isEmpty() && this.open.size() < this.maxStreams
				&& (this.open.isEmpty() || this.streams.hasRoom())) {
			this.streams.makeRoom();
			List<Watch> group = this.waiting.stream().limit(GROUP).toList();
			group.forEach(this.waiting::remove);
			open(group, 0, "");
		}
	}

	private void open(List<Watch> watches, int failures, String avoid) {
		WatchStream stream = new WatchStream(this.engine, WatchStreamUse.CATCH_UP, false, failures);
		this.open.add(stream);
		watches.forEach((watch) -> stream.add(watch, true));
		Set<String> crowded = this.streams.crowded(avoid);
		if (failures == 0) {
			stream.open(this.calls, crowded);
		}
		else {
			this.engine.later(RetryDelay.afterFailures(failures), () -> stream.open(this.calls, crowded));
		}
		this.engine.later(QUIET_MILLIS, () -> listen(stream, -1, 0));
	}

	// Open another stream for the watches of one that has broken.
	void reopen(List<Watch> watches, int failures, String avoid) {
		open(watches, failures, avoid);
	}

	void closed(WatchStream stream) {
		if (this.open.remove(stream)) {
			this.engine.execute(this::next);
		}
	}

	void closeAll() {
		this.open.forEach(WatchStream::close);
		this.open.clear();
		this.waiting.clear();
	}

	// A watch was confirmed, or has got changes: how far behind is it?
	void received(WatchPlace place, long revision) {
		if (revision - place.watch.history().resume() < FAR_BEHIND / 2) {
			caughtUp(place);
		}
	}

	private void caughtUp(WatchPlace place) {
		Watch watch = place.watch;
		watch.caughtUp();
		this.streams.remove(watch);
		watch.history().interrupted();
		this.streams.share(watch);
	}

	// A message waits for room in a lane.
	void held(WatchStream stream, Object message) {
		this.engine.later(HOLD_MILLIS, () -> {
			if (stream.held() == message) {
				stream.watches().forEach(this.engine::park);
			}
		});
	}

	// A quiet watch hears of nothing that tells how far it is: ask.
	private void listen(WatchStream stream, long before, int quiet) {
		if (stream.link().isClosed()) {
			return;
		}
		int moments = (stream.isSettled() && stream.received() == before) ? quiet + 1 : 0;
		if (moments >= PATIENCE) {
			stream.confirmed().forEach(this::caughtUp);
		}
		else if (moments > 0) {
			this.engine.requestProgress(stream);
		}
		long received = stream.received();
		this.engine.later(QUIET_MILLIS, () -> listen(stream, received, moments));
	}

}
