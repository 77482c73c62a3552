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

package io.github.etcdspring.test.oracle;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a watcher has been given, in the order in which it was given. Safe for use by
 * several threads.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Deliveries {

	private final Queue<List<WatchedEvent>> batches = new ConcurrentLinkedQueue<>();

	/**
	 * Note what was given at once.
	 * @param events the events in order
	 */
	public void add(List<WatchedEvent> events) {
		this.batches.add(List.copyOf(events));
	}

	/**
	 * What was given, one list for each time.
	 * @return the events
	 */
	public List<List<WatchedEvent>> batches() {
		return List.copyOf(this.batches);
	}

	/**
	 * How many events were given so far.
	 * @return the number of events
	 */
	public int count() {
		return this.batches.stream().mapToInt(List::size).sum();
	}

}
