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

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
	 * How long other watches of a stream wait for room in a lane: as long as the server
	 * takes before it sends more.
	 */
	private static final long STOP_MILLIS = 100;

	/**
	 * How many times that the server waits if it is for nobody else.
	 */
	private static final int STOPS = 100;

	/**
	 * How long a stream is quiet before the server is asked whether that was all.
	 */
	private static final long QUIET_MILLIS = 150;

	/**
	 * After what time without a message that must have been all, if the server does not
	 * say so.
	 */
	private static final long PATIENCE_NANOS = 5_000_000_000L;

	/**
	 * How much longer for each revision that the server may have to read before it sends
	 * anything.
	 */
	private static final long PATIENCE_NANOS_PER_REVISION = 50_000;

	/**
	 * How often those with slow listeners get their turn: for all that come together the
	 * server reads history only once.
	 */
	private static final long TURN_MILLIS = 500;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final WatchStreams streams;

	private final WatchCatchUpGroup quick;

	/**
	 * Watches with slow listeners, so that others do not wait for them.
	 */
	private final WatchCatchUpGroup slow = new WatchCatchUpGroup(1);

	/**
	 * Whether those with slow listeners have had their turn.
	 */
	private boolean resting;

	WatchCatchUps(WatchEngine engine, EtcdCalls calls, WatchStreams streams, int maxStreams) {
		this.engine = engine;
		this.calls = calls;
		this.streams = streams;
		this.quick = new WatchCatchUpGroup(maxStreams);
	}

	// Whether a watch has so much to catch up with that it must not do so where others
	// get their changes.
	static boolean isFarBehind(Watch watch, long revision) {
		return watch.parking().isOverflowed()
				|| (watch.mayBeFarBehind() && revision - watch.history().resume() >= FAR_BEHIND);
	}

	void add(Watch watch) {
		groupOf(watch).add(watch);
		// After the current task, so that watches that start together share a stream
		this.engine.execute(this::next);
	}

	private WatchCatchUpGroup groupOf(Watch watch) {
		return (watch.parking().isSlow()) ? this.slow : this.quick;
	}

	boolean isWaiting(Watch watch) {
		return this.quick.isWaiting(watch) || this.slow.isWaiting(watch);
	}

	// A watch leaves, which may make room for others.
	void remove(Watch watch) {
		this.quick.remove(watch);
		this.slow.remove(watch);
		if (this.quick.hasWaiting() || this.slow.hasWaiting()) {
			this.engine.execute(this::next);
		}
	}

	int size() {
		return this.quick.streams().size() + this.slow.streams().size();
	}

	List<WatchStream> open() {
		return Stream.concat(this.quick.streams().stream(), this.slow.streams().stream()).toList();
	}

	private void next() {
		next(this.quick);
		if (this.slow.hasWaiting() && !this.resting) {
			this.resting = true;
			this.engine.later(TURN_MILLIS, () -> {
				this.resting = false;
				next();
			});
			next(this.slow);
			if (this.slow.streams().isEmpty()) {
				this.slow.take(Integer.MAX_VALUE).forEach(this.quick::add);
				next(this.quick);
			}
		}
	}

	private void next(WatchCatchUpGroup group) {
		while (group.wantsStream() && (size() == 0 || this.streams.hasRoom())) {
			this.streams.makeRoom();
			open(group, group.take(GROUP), 0, "");
		}
		// Those that wait need not do so until others have caught up: the server reads
		// history for all of them at once
		group.streams()
			.stream()
			.min(Comparator.comparingInt(WatchStream::size))
			.ifPresent((stream) -> group.take(GROUP - stream.size()).forEach((watch) -> stream.add(watch, true)));
	}

	private void open(WatchCatchUpGroup group, List<Watch> watches, int failures, String avoid) {
		WatchStream stream = new WatchStream(this.engine, WatchStreamUse.CATCH_UP, false, failures);
		group.streams().add(stream);
		watches.forEach((watch) -> stream.add(watch, true));
		Set<String> crowded = this.streams.crowded(avoid);
		if (failures == 0) {
			stream.open(this.calls, crowded);
		}
		else {
			this.engine.later(RetryDelay.afterFailures(failures), () -> stream.open(this.calls, crowded));
		}
		this.engine.later(QUIET_MILLIS, () -> listen(stream, -1));
	}

	// Open another stream for the watches of one that has broken.
	void reopen(List<Watch> watches, int failures, String avoid) {
		boolean slow = watches.stream().allMatch((watch) -> watch.parking().isSlow());
		open((slow) ? this.slow : this.quick, watches, failures, avoid);
	}

	void closed(WatchStream stream) {
		if (this.quick.streams().remove(stream) || this.slow.streams().remove(stream)) {
			this.engine.execute(this::next);
		}
	}

	void closeAll() {
		this.quick.close();
		this.slow.close();
	}

	// A watch was confirmed, or has got changes: how far behind is it?
	void received(WatchPlace place, long revision) {
		if (revision - place.watch.history().resume() < FAR_BEHIND / 2) {
			caughtUp(place);
		}
	}

	private void caughtUp(WatchPlace place) {
		Watch watch = place.watch;
		watch.parking().caughtUp();
		this.streams.remove(watch);
		watch.history().interrupted();
		this.streams.share(watch);
	}

	// Nothing is read from a stream until there is room in a lane.
	void stopped(WatchStream stream) {
		long received = stream.received();
		this.engine.later(STOP_MILLIS, () -> checkStopped(stream, received, 1));
	}

	private void checkStopped(WatchStream stream, long received, int times) {
		if (stream.link().isClosed() || !stream.intake().isStopped() || stream.received() != received) {
			return;
		}
		if (stream.intake().othersWait() || times == STOPS) {
			giveWay(stream);
		}
		else {
			this.engine.later(STOP_MILLIS, () -> checkStopped(stream, received, times + 1));
		}
	}

	// A stream has served long enough: the server keeps too much that nobody wants.
	void replace(WatchStream stream) {
		// After the current task, which may be about to park others
		this.engine.execute(() -> giveWay(stream));
	}

	// Go on without the watches that have no room. With another stream, as the server has
	// more for them that it would send first.
	private void giveWay(WatchStream stream) {
		stream.intake().parkLeft();
		List<Watch> others = stream.close();
		others.forEach((watch) -> watch.history().interrupted());
		others.forEach((watch) -> groupOf(watch).add(watch));
		closed(stream);
	}

	// A quiet watch hears of nothing that tells how far it is: ask.
	private void listen(WatchStream stream, long before) {
		if (stream.link().isClosed()) {
			return;
		}
		long received = stream.received();
		if (stream.isSettled() && received == before) {
			this.engine.requestProgress(stream);
		}
		// Those that wait for a place have none yet because of those that are quiet
		if (this.quick.hasWaiting() || !this.engine.isProgressAnsweredOn(stream)) {
			stream.confirmed().stream().filter((place) -> isQuietForLong(place, stream)).forEach(this::caughtUp);
		}
		this.engine.later(QUIET_MILLIS, () -> listen(stream, received));
	}

	private boolean isQuietForLong(WatchPlace place, WatchStream stream) {
		long behind = Math.max(0, this.engine.cluster().latest() - place.watch.history().resume());
		return System.nanoTime() - place.heard > PATIENCE_NANOS + behind * PATIENCE_NANOS_PER_REVISION
				&& !stream.intake().hasLeft(place);
	}

}
