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
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdEndpoint;

/**
 * The streams of the watches: as few as carry them, spread over the members, never more
 * than {@link EtcdWatchSettings#MAX_STREAMS}. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchStreams {

	private static final Log logger = LogFactory.getLog(WatchStreams.class);

	/**
	 * How many watches a stream carries before another one is opened.
	 */
	private static final int SHARE = 500;

	/**
	 * How many watches may be parked away from a stream before it is replaced: the server
	 * keeps what was under way to each of them.
	 */
	private static final int MAX_PARKED = 32;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final WatchEndpoints endpoints;

	private final int maxShared;

	private final List<WatchStream> streams = new ArrayList<>();

	private final WatchCatchUps catchUps;

	private final WatchSuspects suspects;

	WatchStreams(WatchEngine engine, EtcdCalls calls, Supplier<List<EtcdEndpoint>> endpoints,
			EtcdWatchSettings settings) {
		this.engine = engine;
		this.calls = calls;
		this.endpoints = new WatchEndpoints(endpoints);
		this.maxShared = settings.streams();
		this.catchUps = new WatchCatchUps(engine, calls, this, settings.catchUpStreams());
		this.suspects = new WatchSuspects(engine, this);
	}

	// Put a watch where it belongs: those that are far behind on a stream of their own.
	void place(Watch watch) {
		if (WatchCatchUps.isFarBehind(watch, this.engine.cluster().latest())) {
			this.catchUps.add(watch);
		}
		else {
			smallest().add(watch, false);
		}
	}

	// Put a watch on the stream that carries the fewest, however far behind it is.
	void share(Watch watch) {
		smallest().add(watch, true);
	}

	private WatchStream smallest() {
		List<WatchStream> accepting = this.streams.stream().filter(WatchStream::accepts).toList();
		WatchStream stream = accepting.stream().min(Comparator.comparingInt(WatchStream::size)).orElse(null);
		if (stream == null || (stream.size() >= SHARE && accepting.size() < this.maxShared && hasRoom())) {
			return open(false, 0, "");
		}
		return stream;
	}

	// Put a watch on a stream whose token is newer than a moment.
	void placeOnFresh(Watch watch, long moment) {
		WatchStream stream = find((candidate) -> candidate.accepts() && candidate.link().isFresherThan(moment));
		if (stream == null) {
			stream = open(true, 0, "");
		}
		stream.add(watch, true);
	}

	// Put a watch on a stream of its own, as its messages may be above the limit.
	void placeAlone(Watch watch) {
		this.suspects.isolate(List.of(watch), 0);
	}

	boolean isWaiting(Watch watch) {
		return this.catchUps.isWaiting(watch);
	}

	void remove(Watch watch) {
		this.catchUps.remove(watch);
		WatchPlace place = watch.place;
		if (place != null) {
			place.stream.remove(place);
			closeIfEmpty(place.stream);
		}
	}

	// Take a watch from its stream although changes are under way to it.
	void park(Watch watch) {
		WatchPlace place = watch.place;
		remove(watch);
		if (place == null || place.stream.parked() < MAX_PARKED) {
			return;
		}
		if (place.stream.use() == WatchStreamUse.SHARED) {
			dissolve(place.stream);
		}
		else {
			this.catchUps.replace(place.stream);
		}
	}

	// The server has confirmed a watch.
	// far: whether it is too far behind to stay
	void confirmed(WatchPlace place, long revision, boolean far) {
		if (place.stream.use() == WatchStreamUse.CATCH_UP) {
			this.catchUps.received(place, revision);
		}
		else if (far) {
			remove(place.watch);
			this.catchUps.add(place.watch);
		}
		else {
			trim(place.stream);
		}
	}

	// A watch has got a complete answer.
	void received(WatchPlace place, long revision) {
		if (place.stream.use() == WatchStreamUse.CATCH_UP) {
			this.catchUps.received(place, revision);
		}
	}

	// Nothing is read from a stream for now.
	void stopped(WatchStream stream) {
		this.catchUps.stopped(stream);
	}

	// A stream with a fresh token was accepted: another one is too many now.
	private void trim(WatchStream useful) {
		if (this.streams.size() > this.maxShared) {
			List<WatchStream> others = this.streams.stream()
				.filter((stream) -> stream != useful && stream.accepts())
				.toList();
			if (others.size() >= this.maxShared) {
				others.stream().min(Comparator.comparingInt(WatchStream::size)).ifPresent(this::dissolve);
			}
		}
	}

	void closeIfEmpty(WatchStream stream) {
		if (stream.size() == 0) {
			forget(stream);
			stream.close();
		}
	}

	private boolean forget(WatchStream stream) {
		this.catchUps.closed(stream);
		return this.streams.remove(stream);
	}

	void closeAll() {
		this.streams.forEach(WatchStream::close);
		this.streams.clear();
		this.catchUps.closeAll();
	}

	// Create no more watches on a stream whose token is not accepted any more. It keeps
	// the watches that it has, unless there are too many such streams.
	void retire(WatchStream stream) {
		stream.retire();
		closeIfEmpty(stream);
		WatchStream smallest = this.streams.stream()
			.filter(WatchStream::isRetired)
			.min(Comparator.comparingInt(WatchStream::size))
			.orElse(null);
		if (smallest != null && this.streams.size() > this.maxShared) {
			dissolve(smallest);
		}
	}

	void broken(WatchStream stream, EtcdException reason) {
		logger.debug("A stream of %d watch(es) on '%s' has ended".formatted(stream.size(), stream.link().endpoint()),
				reason);
		List<Watch> watches = stream.close();
		forget(stream);
		watches.forEach(Watch::interrupted);
		this.endpoints.failed(stream.link().endpoint(), reason);
		if (watches.isEmpty()) {
			return;
		}
		if (reason instanceof EtcdClosedException) {
			this.engine.refusals().fail(watches, reason);
		}
		else if (reason instanceof EtcdResponseTooLargeException) {
			this.suspects.halve(watches, stream.link().failures(), reason);
		}
		else if (reason.isTransient() || stream.link().failures() == 1) {
			succeed(stream, watches, reason);
		}
		else {
			this.engine.refusals().fail(watches, reason);
		}
	}

	private void succeed(WatchStream stream, List<Watch> watches, EtcdException reason) {
		if (reason.isTransient()) {
			this.engine.events()
				.lost(watches.stream()
					.filter((watch) -> watch.state() == EtcdWatchRegistration.State.RECONNECTING)
					.toList());
		}
		boolean freshToken = reason instanceof EtcdAuthenticationException
				|| reason instanceof EtcdPermissionDeniedException || stream.link().owesFreshToken();
		if (stream.use() == WatchStreamUse.CATCH_UP && !freshToken) {
			this.catchUps.reopen(watches, stream.link().failures(), stream.link().endpoint());
			return;
		}
		WatchStream successor = open(freshToken, stream.link().failures(), stream.link().endpoint());
		watches.forEach((watch) -> successor.add(watch, true));
	}

	void dissolve(WatchStream stream) {
		if (forget(stream)) {
			List<Watch> watches = stream.close();
			watches.forEach((watch) -> watch.history().interrupted());
			// After the current task, which may be about to open the stream instead of it
			this.engine.execute(() -> watches.forEach(this.engine::connect));
		}
	}

	List<Watch> watches() {
		return Stream.concat(this.streams.stream(), this.catchUps.open().stream())
			.flatMap((stream) -> stream.watches().stream())
			.toList();
	}

	void requestProgress(WatchProgress progress) {
		List.copyOf(this.streams).forEach(progress::request);
	}

	WatchEndpoints endpoints() {
		return this.endpoints;
	}

	boolean hasRoom() {
		return this.streams.size() + this.catchUps.size() < EtcdWatchSettings.MAX_STREAMS;
	}

	// Close a stream if one more would be too many. Those whose watches are apart from
	// others come first, and of these the one where the search is in its beginning.
	void makeRoom() {
		if (!hasRoom()) {
			this.streams.stream()
				.max(Comparator.comparing(WatchStream::isRetired)
					.thenComparingInt((stream) -> (stream.isRetired()) ? stream.size() : -stream.size()))
				.ifPresent(this::dissolve);
		}
	}

	WatchStream open(boolean freshToken, int failures, String avoid) {
		makeRoom();
		WatchStream stream = new WatchStream(this.engine, WatchStreamUse.SHARED, freshToken, failures);
		this.streams.add(stream);
		if (failures == 0) {
			stream.open(this.calls, crowded(avoid));
		}
		else {
			this.engine.later(RetryDelay.afterFailures(failures), () -> stream.open(this.calls, crowded(avoid)));
		}
		return stream;
	}

	// Return the endpoints on which no stream should be opened now.
	Set<String> crowded(String avoid) {
		return this.endpoints.crowded(avoid, this.streams);
	}

	private @Nullable WatchStream find(Predicate<WatchStream> condition) {
		return this.streams.stream().filter(condition).findFirst().orElse(null);
	}

}
