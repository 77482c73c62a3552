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

import io.github.etcdspring.ResponseHeader;

/**
 * The changes that one transaction made to the keys of a watch: never a part of them, and
 * never those of two transactions. Or else keys that were there when the watch began, or
 * that were found changed by a resync: all of them, or a few megabytes at a time. With
 * {@link EtcdWatchSpec#eachEvent()}, one of these changes.
 *
 * @param <T> the type of the values
 * @param revision the revision of the store that made the changes, or at which the keys
 * were read
 * @param events the changes, in the order of the server; not empty, not modifiable
 * @param header the header of the answer that brought the changes; its revision may be
 * greater than that of the changes
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdWatchBatch<T>(long revision, List<EtcdEvent<T>> events, ResponseHeader header) {

	/**
	 * Return where the events come from: all of them from the same.
	 * @return the origin
	 */
	public EtcdEvent.Origin origin() {
		return this.events.get(0).origin();
	}

	/**
	 * Copy the events.
	 */
	public EtcdWatchBatch {
		events = List.copyOf(events);
	}

}
