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

	private Map<ByteString, Long> modRevisions = new HashMap<>();

	// A single key need not be read to be remembered
	void unknown(KeyRange key) {
		this.modRevisions.put(ByteString.copyFrom(key.keyBytes()), UNKNOWN);
	}

	// The revisions mean nothing any more: whatever is found will be told
	void doubt() {
		this.modRevisions.replaceAll((key, revision) -> DOUBTED);
	}

	void changed(List<RawEvent> events) {
		for (RawEvent event : events) {
			if (event.type() == EtcdEvent.Type.PUT) {
				this.modRevisions.put(event.key(), event.modRevision());
			}
			else {
				this.modRevisions.remove(event.key());
			}
		}
	}

	// Remember what is there now instead, and return what is different.
	// arrived: all changes below this revision have arrived
	List<RawEvent> replace(WatchListing listing, long arrived) {
		Map<ByteString, Long> before = this.modRevisions;
		Map<ByteString, Long> after = new HashMap<>();
		List<RawEvent> different = new ArrayList<>();
		for (RawEvent entry : listing.entries()) {
			Long known = before.remove(entry.key());
			after.put(entry.key(), entry.modRevision());
			boolean same = (known != null)
					&& ((known == UNKNOWN) ? entry.modRevision() < arrived : known == entry.modRevision());
			if (!same) {
				different.add(entry);
			}
		}
		before.keySet().forEach((key) -> different.add(RawEvent.deleted(key, listing.revision())));
		this.modRevisions = after;
		return different;
	}

}
