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

package io.github.etcdspring.consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.consumer.CursorStore.Found;
import io.github.etcdspring.watch.EtcdWatchCursor.Stored;

/**
 * Finds out what a stored position is good for.
 *
 * @param name the name of the cursor
 * @param watch the id of the watch
 * @param key the key of the position
 * @param fingerprint the fingerprint of the watch
 * @author The etcd-spring authors
 */
record CursorReading(String name, String watch, String key, String fingerprint) {

	private static final Log logger = LogFactory.getLog(EtcdCursor.class);

	Stored stored(Found found) {
		CursorValue value = found.value();
		if (value == null && found.modRevision() > 0) {
			return new Stored(null, describe("holds something else than a position"));
		}
		if (value == null && found.known()) {
			return new Stored(null, describe("has been deleted"));
		}
		if (value == null) {
			logger.info("Cursor '%s' is new: watch '%s' begins as if it had none".formatted(this.name, this.watch));
			return new Stored(null, null);
		}
		if (!value.fingerprint().equals(this.fingerprint)) {
			return new Stored(value.position(), describe("is of a watch of other keys or of other types of events"));
		}
		return switch (value.position().phase()) {
			case BEGINNING -> new Stored(null, null);
			case LIVE, SNAPSHOT -> new Stored(value.position(), null);
			case RESYNC, DOUBTFUL -> new Stored(value.position(), describe("has stopped within a resync"));
		};
	}

	String describe(String what) {
		return "the position of cursor '%s' (key \"%s\") %s".formatted(this.name, this.key, what);
	}

}
