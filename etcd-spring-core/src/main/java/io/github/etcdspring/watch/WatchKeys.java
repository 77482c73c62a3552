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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.KeyRange;

/**
 * The keys that the listener of a watch knows, with the revisions that put them last.
 *
 * @author The etcd-spring authors
 */
final class WatchKeys {

	/**
	 * Stands for a key of which is not known whether it exists.
	 */
	private static final long UNKNOWN = -1;

	/**
	 * Stands for a revision of a cluster that was replaced.
	 */
	private static final long DOUBTED = 0;

	/**
	 * A key of which is not known yet whether it exists. Most watches are of one key that
	 * seldom changes: these need no more than this.
	 */
	private @Nullable KeyRange unread;

	private Map<ByteString, Long> modRevisions = Map.of();

	/**
	 * The keys that a listing has not come across yet. Not empty after a listing that was
	 * given up.
	 */
	private Map<ByteString, Long> unseen = Map.of();

	// A single key need not be read to be remembered
	void unknown(KeyRange key) {
		this.unread = key;
	}

	// The revisions mean nothing any more: whatever is found will be told
	void doubt() {
		known().replaceAll((key, revision) -> DOUBTED);
		if (!this.unseen.isEmpty()) {
			this.unseen.replaceAll((key, revision) -> DOUBTED);
		}
	}

	void forget() {
		this.unread = null;
		this.modRevisions = Map.of();
		this.unseen = Map.of();
	}

	void changed(List<RawEvent> events) {
		Map<ByteString, Long> known = known();
		for (RawEvent event : events) {
			if (event.type() == EtcdEvent.Type.PUT) {
				known.put(event.key(), event.modRevision());
			}
			else {
				known.remove(event.key());
			}
		}
	}

	private Map<ByteString, Long> known() {
		if (this.modRevisions.isEmpty()) {
			this.modRevisions = new HashMap<>(1);
		}
		if (this.unread != null) {
			this.modRevisions.put(ByteString.copyFrom(this.unread.keyBytes()), UNKNOWN);
			this.unread = null;
		}
		return this.modRevisions;
	}

	// Remember what is there now instead, part by part, and return what is different.
	// arrived: all changes below this revision have arrived
	List<RawEvent> replace(WatchListing part, long arrived) {
		if (part.first()) {
			begin();
		}
		List<RawEvent> different = new ArrayList<>();
		for (RawEvent entry : part.entries()) {
			Long known = (this.unseen.isEmpty()) ? null : this.unseen.remove(entry.key());
			this.modRevisions.put(entry.key(), entry.modRevision());
			boolean same = (known != null)
					&& ((known == UNKNOWN) ? entry.modRevision() < arrived : known == entry.modRevision());
			if (!same) {
				different.add(entry);
			}
		}
		if (part.last()) {
			this.unseen.keySet().forEach((key) -> different.add(RawEvent.deleted(key, part.revision())));
			this.unseen = Map.of();
		}
		return different;
	}

	// What a listing that was given up has come across is known as well
	private void begin() {
		if (this.unseen.isEmpty()) {
			this.unseen = known();
		}
		else {
			this.unseen.putAll(known());
		}
		this.modRevisions = new HashMap<>(1);
	}

}
