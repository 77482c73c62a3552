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
import java.util.function.Consumer;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

/**
 * What a lane hands to the listener in one call.
 *
 * @author The etcd-spring authors
 */
sealed interface WatchUnit {

	default int eventCount() {
		return 0;
	}

	default long bytes() {
		return 0;
	}

	// Return whether a unit need not be handled if this one follows it at once.
	default boolean replaces(WatchUnit before) {
		return false;
	}

	// Return the revision that is handled completely with this unit, or 0.
	default long completes() {
		return 0;
	}

	static Phase phase(RawEvent event) {
		return switch (event.origin()) {
			case CHANGE -> Phase.LIVE;
			case RESYNC -> Phase.RESYNC;
			case SNAPSHOT, RESET -> Phase.SNAPSHOT;
		};
	}

	/**
	 * Changes.
	 *
	 * @param header the header of the message that brought them
	 * @param revision their revision
	 * @param events the events of one call
	 * @param ordinal how many events of the revision, or of the listing, come before
	 * @param last whether these are the last events of their revision
	 * @param arrived when they arrived, in nanoseconds
	 */
	record Changes(ResponseHeader header, long revision, List<RawEvent> events, int ordinal, boolean last,
			long arrived) implements WatchUnit {

		@Override
		public int eventCount() {
			return this.events.size();
		}

		@Override
		public long bytes() {
			return RawEvent.bytes(this.events);
		}

		// Return the position once these events have been handled.
		Position after() {
			Phase phase = phase(this.events.get(0));
			return (this.last && phase == Phase.LIVE) ? Position.live(this.revision + 1)
					: new Position(this.revision, phase, this.ordinal + this.events.size());
		}

		@Override
		public long completes() {
			// Other parts of a listing have the same revision
			return (this.last && phase(this.events.get(0)) == Phase.LIVE) ? this.revision : 0;
		}

	}

	/**
	 * A position of the cursor: what was before has been dealt with.
	 *
	 * @param position the position
	 * @param anew whether it does not follow from the one before
	 */
	record Mark(Position position, boolean anew) implements WatchUnit {

		@Override
		public boolean replaces(WatchUnit before) {
			return !this.anew && before instanceof Mark mark && !mark.anew();
		}

	}

	/**
	 * A notice about the watch itself.
	 *
	 * @param call the method of the listener to call
	 * @param latest whether only the latest of several that follow each other matters
	 * @param completes the revision that the listener has come to with the notice, or 0
	 * @param anyway whether it is told even if others may own the group of the watch
	 */
	record Notice(Consumer<EtcdWatchListener<?>> call, boolean latest, long completes,
			boolean anyway) implements WatchUnit {

		@Override
		public boolean replaces(WatchUnit before) {
			return this.latest && before instanceof Notice notice && notice.latest();
		}

	}

}
