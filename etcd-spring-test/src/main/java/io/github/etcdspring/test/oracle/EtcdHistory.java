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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.KeySpan;

/**
 * All changes of a range of keys from one revision to another, in order: what a watcher
 * of the range should have seen.
 *
 * <p>
 * It is read through etcd's HTTP gateway, not by the client under test, from the stored
 * history up to the current revision, and checked against the keys that a plain read
 * finds there.
 *
 * @param firstRevision the first revision, of which the watcher was to see events
 * @param lastRevision the last revision; nothing is known of what came later
 * @param events the changes in order
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdHistory(long firstRevision, long lastRevision, List<WatchedEvent> events) {

	/**
	 * Create a history.
	 * @param firstRevision the first revision
	 * @param lastRevision the last revision
	 * @param events the changes in order
	 */
	public EtcdHistory {
		events = List.copyOf(events);
	}

	/**
	 * Read the history of a range up to now.
	 * @param gateway the member to ask
	 * @param span the keys
	 * @param firstRevision the first revision
	 * @return the history
	 * @throws IllegalStateException if the first revision has been compacted, or etcd's
	 * answers contradict each other
	 */
	public static EtcdHistory read(EtcdGateway gateway, KeySpan span, long firstRevision) {
		long lastRevision = gateway.revision();
		List<WatchedEvent> events = new HistoryReader(gateway, span).read(firstRevision, lastRevision);
		checkAgainstState(gateway, span, firstRevision, lastRevision, events);
		return new EtcdHistory(firstRevision, lastRevision, events);
	}

	private static void checkAgainstState(EtcdGateway gateway, KeySpan span, long firstRevision, long lastRevision,
			List<WatchedEvent> events) {
		Map<String, @Nullable WatchedEvent> expected = new LinkedHashMap<>();
		events.forEach((event) -> expected.put(event.key(), event));
		expected.values().removeIf((event) -> event == null || event.value() == null);
		Map<String, @Nullable WatchedEvent> actual = new LinkedHashMap<>();
		gateway.call("/v3/kv/range", span.fields(Map.of("revision", lastRevision)))
			.objects("kvs")
			.stream()
			.map((entry) -> WatchedEvent.put(entry.decoded("key"), entry.decoded("value"),
					entry.number("mod_revision")))
			.filter((entry) -> entry.modRevision() >= firstRevision)
			.forEach((entry) -> actual.put(entry.key(), entry));
		if (!expected.equals(actual)) {
			throw new IllegalStateException("The history from %d to %d contradicts the keys that exist at its end"
				.formatted(firstRevision, lastRevision));
		}
	}

}
