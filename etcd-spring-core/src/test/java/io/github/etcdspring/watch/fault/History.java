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

package io.github.etcdspring.watch.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;
import io.github.etcdspring.watch.EtcdEvent.Type;

/**
 * What has happened to all keys since the server has begun, as the server itself tells
 * it, and what of it concerns watches that have begun later.
 *
 * @author The etcd-spring authors
 */
final class History {

	private final EtcdHistory all;

	private final long firstRevision;

	/**
	 * The values before each event.
	 */
	private final List<WatchedEvent> previous = new ArrayList<>();

	private History(EtcdHistory all, long firstRevision) {
		this.all = all;
		this.firstRevision = firstRevision;
		Map<String, WatchedEvent> state = new HashMap<>();
		for (WatchedEvent event : all.events()) {
			WatchedEvent before = state.put(event.key(), event);
			this.previous
				.add(new WatchedEvent(event.key(), (before != null) ? before.value() : null, event.modRevision()));
		}
	}

	static History of(EtcdHistory all, long firstRevision) {
		return new History(all, firstRevision);
	}

	/**
	 * Read what has happened since a revision, without the values before.
	 * @param gateway the member to ask
	 * @param firstRevision the first revision
	 * @return the history
	 */
	static History since(EtcdGateway gateway, long firstRevision) {
		return new History(EtcdHistory.read(gateway, KeySpan.prefix(WriteLoad.PREFIX), firstRevision), firstRevision);
	}

	/**
	 * Return this history with what happened after it, as the server may have forgotten
	 * the beginning.
	 * @param gateway the member to ask
	 * @return the history up to now
	 */
	History continued(EtcdGateway gateway) {
		EtcdHistory rest = EtcdHistory.read(gateway, KeySpan.prefix(WriteLoad.PREFIX), lastRevision() + 1);
		List<WatchedEvent> events = new ArrayList<>(this.all.events());
		events.addAll(rest.events());
		return new History(new EtcdHistory(1, rest.lastRevision(), events), this.firstRevision);
	}

	int size() {
		return this.all.events().size();
	}

	long lastRevision() {
		return this.all.lastRevision();
	}

	EtcdHistory of(KeySpan span, Set<Type> types) {
		return select(this.all.events(), span, types);
	}

	EtcdHistory previousOf(KeySpan span, Set<Type> types) {
		return select(this.previous, span, types);
	}

	private EtcdHistory select(List<WatchedEvent> candidates, KeySpan span, Set<Type> types) {
		List<WatchedEvent> selected = new ArrayList<>();
		Map<String, Boolean> inSpan = new HashMap<>();
		for (int i = 0; i < candidates.size(); i++) {
			WatchedEvent event = this.all.events().get(i);
			Type type = (event.value() != null) ? Type.PUT : Type.DELETE;
			if (event.modRevision() >= this.firstRevision && types.contains(type)
					&& inSpan.computeIfAbsent(event.key(), (key) -> span.contains(key.getBytes()))) {
				selected.add(candidates.get(i));
			}
		}
		return new EtcdHistory(this.firstRevision, this.all.lastRevision(), selected);
	}

}
