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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The watches of one stream: those that wait to be created, those that are being created,
 * and those that the server has confirmed.
 *
 * @author The etcd-spring authors
 */
final class WatchPlaces {

	private final Set<WatchPlace> waiting = new LinkedHashSet<>();

	/**
	 * Creates without an answer, in the order in which they were sent, which is that of
	 * the answers: a failed one does not say which one it was.
	 */
	private final Queue<WatchPlace> creates = new ArrayDeque<>();

	/**
	 * Confirmed watches by id. An id that was in use stays unused for the life of the
	 * stream: the server may still hold events for it.
	 */
	private final Map<Long, WatchPlace> confirmed = new HashMap<>();

	private long lastId = WatchPlace.UNSENT;

	private int inCreation;

	void add(WatchPlace place) {
		this.waiting.add(place);
	}

	// Return a watch that is being created from now on, with an id of its own.
	@Nullable WatchPlace nextCreate() {
		Iterator<WatchPlace> first = this.waiting.iterator();
		if (!first.hasNext()) {
			return null;
		}
		WatchPlace place = first.next();
		first.remove();
		place.watchId = ++this.lastId;
		this.creates.add(place);
		this.inCreation++;
		return place;
	}

	// Return the create that an answer belongs to.
	@Nullable WatchPlace answered() {
		WatchPlace place = this.creates.poll();
		if (place != null && !place.abandoned) {
			this.inCreation--;
		}
		return place;
	}

	void confirm(WatchPlace place) {
		place.confirmed = true;
		this.confirmed.put(place.watchId, place);
	}

	@Nullable WatchPlace confirmed(long watchId) {
		return this.confirmed.get(watchId);
	}

	List<WatchPlace> confirmed() {
		return List.copyOf(this.confirmed.values());
	}

	boolean hasConfirmed() {
		return !this.confirmed.isEmpty();
	}

	// Whether answers to creates are to come.
	boolean isCreating() {
		return !this.creates.isEmpty();
	}

	// Forget a watch: nothing that arrives from now on reaches it.
	// Returns whether the server must be told, as it has confirmed the watch
	boolean remove(WatchPlace place) {
		place.watch.place = null;
		if (place.confirmed) {
			this.confirmed.remove(place.watchId);
			return true;
		}
		if (!this.waiting.remove(place)) {
			// Only the answer tells the id that the server has chosen
			place.abandoned = true;
			this.inCreation--;
		}
		return false;
	}

	// Return how many watches are here.
	int size() {
		return this.waiting.size() + this.inCreation + this.confirmed.size();
	}

	List<Watch> watches() {
		return Stream.of(this.confirmed.values(), this.creates, this.waiting)
			.flatMap(Collection::stream)
			.filter((place) -> !place.abandoned)
			.map((place) -> place.watch)
			.toList();
	}

	// Forget all watches.
	// Returns those that were here
	List<Watch> clear() {
		List<Watch> watches = new ArrayList<>(watches());
		watches.forEach((watch) -> watch.place = null);
		this.confirmed.clear();
		this.creates.clear();
		this.waiting.clear();
		this.inCreation = 0;
		return watches;
	}

}
