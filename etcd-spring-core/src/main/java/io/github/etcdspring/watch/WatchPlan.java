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

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.KeyRange;

/**
 * What is asked of a watch.
 *
 * @param range the keys
 * @param events which changes the listener is told
 * @param prevKv whether to ask for previous values
 * @param eachEvent whether the listener gets one event at a time
 * @param startRevision the first revision, 0 for now, or {@link #EARLIEST}
 * @param snapshot whether the listener is told first what is there
 * @param onCompaction what happens if history is gone
 * @param hidden keys that the listener is never told of, or {@code null}
 * @author The etcd-spring authors
 */
record WatchPlan(KeyRange range, Set<EtcdEvent.Type> events, boolean prevKv, boolean eachEvent, long startRevision,
		boolean snapshot, EtcdWatchSpec.OnCompaction onCompaction, @Nullable KeyRange hidden) {

	/**
	 * Stands for the oldest revision that there is.
	 */
	static final long EARLIEST = -1;

	private static final Set<EtcdEvent.Type> ALL = Collections.unmodifiableSet(EnumSet.allOf(EtcdEvent.Type.class));

	WatchPlan {
		events = (events.size() == ALL.size()) ? ALL : EnumSet.copyOf(events);
	}

	boolean resyncs() {
		return this.onCompaction == EtcdWatchSpec.OnCompaction.RESYNC;
	}

	// Whether the keys must be known from the start, to find out later which are gone.
	// A single key is known anyway
	boolean remembersKeys() {
		return resyncs() && !this.range.isSingleKey();
	}

	// Which changes the server sends: keys can be remembered only if all of them come
	Set<EtcdEvent.Type> sent() {
		return (resyncs()) ? ALL : this.events;
	}

	List<RawEvent> wanted(List<RawEvent> all) {
		if (this.events.size() == ALL.size() && this.hidden == null) {
			return all;
		}
		return all.stream().filter((event) -> this.events.contains(event.type()) && !isHidden(event)).toList();
	}

	private boolean isHidden(RawEvent event) {
		return this.hidden != null && this.hidden.contains(event.key().toByteArray());
	}

}
