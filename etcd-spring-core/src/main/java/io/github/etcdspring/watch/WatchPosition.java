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
import java.util.List;

/**
 * Where a watch stands: which revisions were delivered, from which one to go on, and the
 * part of a revision that has arrived so far. Only complete revisions move it.
 *
 * @author The etcd-spring authors
 */
final class WatchPosition {

	private final long maxRevisionBytes;

	private long delivered;

	private long resume;

	/**
	 * The part of a revision that has arrived while more of it may follow.
	 */
	private List<RawEvent> tail = List.of();

	private long tailBytes;

	private boolean exceeded;

	/**
	 * Create a position that is not known yet.
	 * @param maxRevisionBytes how many bytes of events one revision may have
	 */
	WatchPosition(long maxRevisionBytes) {
		this.maxRevisionBytes = maxRevisionBytes;
	}

	// Start at a revision: nothing below it is delivered.
	void startAt(long revision) {
		this.delivered = revision - 1;
		this.resume = revision;
	}

	boolean isKnown() {
		return this.resume > 0;
	}

	// Return the revision to ask the server for.
	long resume() {
		return this.resume;
	}

	// Return the revisions that are complete with these events. They count as delivered
	// only once delivered(WatchRevision) says so.
	// events: the events of a message, in ascending order of revisions
	// fragment: whether more events of the same answer follow, so that the last
	// revision may not be complete
	List<WatchRevision> accept(List<RawEvent> events, boolean fragment) {
		List<WatchRevision> complete = new ArrayList<>(events.size());
		List<RawEvent> current = this.tail;
		long bytes = this.tailBytes;
		for (RawEvent event : events) {
			if (event.revision() <= this.delivered) {
				continue;
			}
			if (current.isEmpty() || current.get(0).revision() != event.revision()) {
				complete(current, complete);
				current = new ArrayList<>(1);
				bytes = 0;
			}
			current.add(event);
			bytes += event.bytes();
			if (bytes > this.maxRevisionBytes) {
				interrupted();
				this.exceeded = true;
				return complete;
			}
		}
		if (!fragment) {
			complete(current, complete);
			current = List.of();
			bytes = 0;
		}
		this.tail = current;
		this.tailBytes = bytes;
		return complete;
	}

	private static void complete(List<RawEvent> events, List<WatchRevision> complete) {
		if (!events.isEmpty()) {
			complete.add(new WatchRevision(events.get(0).revision(), events));
		}
	}

	// Whether the revision after those that were complete last is larger than allowed.
	boolean isExceeded() {
		return this.exceeded;
	}

	void delivered(WatchRevision revision) {
		this.delivered = revision.revision();
		this.resume = Math.max(this.resume, revision.revision() + 1);
	}

	// Everything up to a revision has arrived. Repeats are still told by what was
	// delivered, as some servers announce progress before the last events.
	void progress(long revision) {
		if (this.tail.isEmpty()) {
			this.resume = Math.max(this.resume, revision + 1);
		}
	}

	/**
	 * What has arrived of an incomplete revision will arrive again.
	 */
	void interrupted() {
		this.tail = List.of();
		this.tailBytes = 0;
		this.exceeded = false;
	}

}
