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

/**
 * Watches that catch up on the same streams: those that wait for a place, and the streams
 * of those that have one. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchCatchUpGroup {

	private final int maxStreams;

	private final Set<Watch> waiting = new LinkedHashSet<>();

	private final List<WatchStream> streams = new ArrayList<>();

	WatchCatchUpGroup(int maxStreams) {
		this.maxStreams = maxStreams;
	}

	void add(Watch watch) {
		this.waiting.add(watch);
	}

	void remove(Watch watch) {
		this.waiting.remove(watch);
	}

	boolean isWaiting(Watch watch) {
		return this.waiting.contains(watch);
	}

	boolean hasWaiting() {
		return !this.waiting.isEmpty();
	}

	// Whether watches wait for which another stream may be opened.
	boolean wantsStream() {
		return hasWaiting() && this.streams.size() < this.maxStreams;
	}

	// Return some of those that wait, which do so no more.
	List<Watch> take(int count) {
		List<Watch> watches = this.waiting.stream().limit(Math.max(0, count)).toList();
		watches.forEach(this.waiting::remove);
		return watches;
	}

	List<WatchStream> streams() {
		return this.streams;
	}

	void close() {
		this.streams.forEach(WatchStream::close);
		this.streams.clear();
		this.waiting.clear();
	}

}
