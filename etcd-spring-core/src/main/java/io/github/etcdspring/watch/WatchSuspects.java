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

import io.github.etcdspring.EtcdException;

/**
 * Finds the watch that got a message above the limit, which ends the whole stream and
 * names no watch: halves the watches of the stream until it is alone. Belongs to the
 * engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchSuspects {

	/**
	 * How long watches stay apart after one of them got a message above the limit.
	 */
	private static final long ISOLATION_MILLIS = 60_000;

	private final WatchEngine engine;

	private final WatchStreams streams;

	WatchSuspects(WatchEngine engine, WatchStreams streams) {
		this.engine = engine;
		this.streams = streams;
	}

	// A stream has ended because of a message above the limit.
	void halve(List<Watch> watches, int failures, EtcdException reason) {
		if (watches.size() == 1 && watches.get(0).oversized() > 1) {
			this.engine.refusals().fail(watches, reason);
			return;
		}
		int half = (watches.size() + 1) / 2;
		isolate(watches.subList(0, half), failures);
		isolate(watches.subList(half, watches.size()), failures);
	}

	// Put watches on a stream of their own for a while.
	void isolate(List<Watch> watches, int failures) {
		if (watches.isEmpty()) {
			return;
		}
		WatchStream stream = this.streams.open(false, failures, "");
		stream.retire();
		watches.forEach((watch) -> stream.add(watch, true));
		this.engine.later(ISOLATION_MILLIS, () -> this.streams.dissolve(stream));
	}

}
