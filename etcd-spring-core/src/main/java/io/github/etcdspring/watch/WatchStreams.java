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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
 * The streams that the watches share: as few as carry them, spread over the members.
 * Belongs to the engine's thread.
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
	 * How long watches stay apart after one of them got a message above the limit.
	 */
	private static final long ISOLATION_MILLIS = 60_000;

	/**
	 * How many watches may be parked away from a stream before it is replaced: the server
	 * keeps what was under way to each of them.
	 */
	private static final int MAX_PARKED = 32;

	private final WatchEngine engine;

	private final EtcdCalls calls;

	private final Supplier<List<EtcdEndpoint>> endpoints;

	private final int maxStreams;

	private final List<WatchStream> streams = new ArrayList<>();

	WatchStreams(WatchEngine engine, EtcdCalls calls, Supplier<List<EtcdEndpoint>> endpoints, int maxStreams) {
		this.engine = engine;
		this.calls = calls;
		this.endpoints = endpoints;
		this.maxStreams = maxStreams;
	}

	// Put a watch on the stream that carries the fewest.
	void place(Watch watch) {
		List<WatchStream> accepting = this.streams.stream().filter(WatchStream::accepts).toList();
		WatchStream stream = accepting.stream().min(Comparator.comparingInt(WatchStream::size)).orElse(null);
		if (stream == null || (stream.size() >= SHARE && accepting.size() < this.maxStreams)) {
			stream = open(false, 0, "");
		}
		stream.add(watch);
	}

	// Put a watch on a stream whose token is newer than a moment.
	void placeOnFresh(Watch watch, long moment) {
		WatchStream stream = find((candidate) -> candidate.accepts() && candidate.isFresherThan(moment));
		if (stream == null) {
			stream = open(true, 0, "");
		}
		stream.add(watch);
	}

	// Put a watch on a stream of its own, as its messages may be above the limit.
	void placeAlone(Watch watch) {
		isolate(List.of(watch), 0);
	}

	void remove(Watch watch) {
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
		if (place != null && place.stream.parked() >= MAX_PARKED) {
			dissolve(place.stream);
		}
	}

	void closeIfEmpty(WatchStream stream) {
		if (stream.size() == 0) {
			this.streams.remove(stream);
			stream.close();
		}
	}

	void closeAll() {
		this.streams.forEach(WatchStream::close);
		this.streams.clear();
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
		if (smallest != null && this.streams.size() > this.maxStreams) {
			dissolve(smallest);
		}
	}

	void broken(WatchStream stream, EtcdException reason) {
		logger.debug("A stream of %d watch(es) on '%s' has ended".formatted(stream.size(), stream.endpoint()), reason);
		String endpoint = stream.endpoint();
		this.streams.remove(stream);
		List<Watch> watches = stream.close();
		watches.forEach(this.engine::interrupted);
		if (watches.isEmpty()) {
			return;
		}
		if (reason instanceof EtcdClosedException) {
			this.engine.fail(watches, reason);
		}
		else if (reason instanceof EtcdResponseTooLargeException) {
			halve(watches, stream.failures(), reason);
		}
		else if (reason.isTransient() || stream.failures() == 1) {
			boolean freshToken = reason instanceof EtcdAuthenticationException
					|| reason instanceof EtcdPermissionDeniedException || stream.owesFreshToken();
			WatchStream successor = open(freshToken, stream.failures(), endpoint);
			watches.forEach(successor::add);
		}
		else {
			this.engine.fail(watches, reason);
		}
	}

	// Halve the watches of a stream that ended because of a message above the limit,
	// until the watch is found whose message it was.
	private void halve(List<Watch> watches, int failures, EtcdException reason) {
		if (watches.size() == 1 && watches.get(0).oversized() > 1) {
			this.engine.fail(watches, reason);
			return;
		}
		int half = (watches.size() + 1) / 2;
		isolate(watches.subList(0, half), failures);
		isolate(watches.subList(half, watches.size()), failures);
	}

	private void isolate(List<Watch> watches, int failures) {
		if (watches.isEmpty()) {
			return;
		}
		WatchStream stream = open(false, failures, "");
		stream.retire();
		watches.forEach(stream::add);
		this.engine.later(ISOLATION_MILLIS, () -> dissolve(stream));
	}

	private void dissolve(WatchStream stream) {
		if (this.streams.remove(stream)) {
			stream.close().forEach(this.engine::reconnect);
		}
	}

	List<Watch> watches() {
		return this.streams.stream().flatMap((stream) -> stream.watches().stream()).toList();
	}

	void requestProgress(WatchProgress progress) {
		List.copyOf(this.streams).forEach(progress::request);
	}

	private WatchStream open(boolean freshToken, int failures, String avoid) {
		WatchStream stream = new WatchStream(this.engine, freshToken, failures);
		this.streams.add(stream);
		if (failures == 0) {
			stream.open(this.calls, crowded(avoid));
		}
		else {
			this.engine.later(RetryDelay.afterFailures(failures), () -> stream.open(this.calls, crowded(avoid)));
		}
		return stream;
	}

	// Return all endpoints but the connected ones that carry the fewest streams.
	private Set<String> crowded(String avoid) {
		Map<String, Integer> load = new HashMap<>();
		Set<String> others = new HashSet<>();
		for (EtcdEndpoint endpoint : this.endpoints.get()) {
			others.add(endpoint.uri());
			if (endpoint.state() == EtcdEndpoint.State.CONNECTED && !endpoint.uri().equals(avoid)) {
				load.put(endpoint.uri(), 0);
			}
		}
		for (WatchStream stream : this.streams) {
			load.computeIfPresent(stream.endpoint(), (endpoint, streams) -> streams + 1);
		}
		int least = load.values().stream().mapToInt(Integer::intValue).min().orElse(0);
		load.forEach((endpoint, streams) -> {
			if (streams == least) {
				others.remove(endpoint);
			}
		});
		return (load.isEmpty() && avoid.isEmpty()) ? Set.of() : others;
	}

	private @Nullable WatchStream find(Predicate<WatchStream> condition) {
		return this.streams.stream().filter(condition).findFirst().orElse(null);
	}

}
