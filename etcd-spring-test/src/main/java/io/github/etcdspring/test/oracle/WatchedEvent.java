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

import org.jspecify.annotations.Nullable;

/**
 * A change of a key. Equal events are the same change.
 *
 * @param key the key
 * @param value the value that was put, or {@code null} if the key was deleted
 * @param modRevision the revision of the change
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record WatchedEvent(String key, @Nullable String value, long modRevision) {

	/**
	 * An event of a key that was put.
	 * @param key the key
	 * @param value the value
	 * @param modRevision the revision of the change
	 * @return the event
	 */
	public static WatchedEvent put(String key, String value, long modRevision) {
		return new WatchedEvent(key, value, modRevision);
	}

	/**
	 * An event of a key that was deleted, or that went with its lease.
	 * @param key the key
	 * @param modRevision the revision of the change
	 * @return the event
	 */
	public static WatchedEvent delete(String key, long modRevision) {
		return new WatchedEvent(key, null, modRevision);
	}

	@Override
	public String toString() {
		return ((this.value != null) ? "put of " : "delete of ") + this.key + " at " + this.modRevision;
	}

}
