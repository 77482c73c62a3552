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
import java.util.Set;

import io.etcd.jetcd.api.KeyValue;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a watch says of the revisions that have arrived, and what it keeps of an earlier
 * process.
 *
 * @author The etcd-spring authors
 */
class WatchArrivalTests {

	private static final ResponseHeader HEADER = new ResponseHeader(1, 1, 1, 1);

	private final WatchCursor cursor = new WatchCursor(null, null);

	private final WatchHistory history = new WatchHistory(new WatchPlan(KeyRange.all(), Set.of(EtcdEvent.Type.values()),
			false, true, 0, true, EtcdWatchSpec.OnCompaction.RESYNC, null), this.cursor, () -> 0, Long.MAX_VALUE);

	@Test
	void listingHasNotArrivedBeforeItIsDelivered() {
		this.history.startAt(5);
		this.history.resync();
		this.history.listed(new WatchListing(HEADER, 9, List.of(), true, true));
		assertThat(this.history.arrivedRevision()).isEqualTo(4);
		this.history.listingDelivered();
		assertThat(this.history.arrivedRevision()).isEqualTo(9);
	}

	@Test
	void partOfAListingCompletesNoRevision() {
		RawEvent found = RawEvent.found(KeyValue.getDefaultInstance(), EtcdEvent.Origin.SNAPSHOT, 9);
		assertThat(new WatchUnit.Changes(HEADER, 9, List.of(found), 0, true, 0).completes()).isZero();
	}

	@Test
	void eventsOfAnotherHistoryAreNotTakenForHandled() {
		this.cursor.loaded(new Position(7, Phase.LIVE, 2));
		assertThat(this.cursor.handled(7, Phase.LIVE)).isEqualTo(2);
		this.history.startAt(7);
		this.history.skipTo(3);
		assertThat(this.cursor.handled(7, Phase.LIVE)).isZero();
		this.cursor.loaded(new Position(7, Phase.LIVE, 2));
		this.history.resync();
		assertThat(this.cursor.handled(7, Phase.LIVE)).isZero();
	}

	@Test
	void positionsThatFollowEachOtherDoNotPileUp() {
		WatchUnit.Mark first = new WatchUnit.Mark(Position.live(7), false);
		WatchUnit.Mark second = new WatchUnit.Mark(Position.live(8), false);
		WatchUnit.Mark anew = new WatchUnit.Mark(Position.live(3), true);
		assertThat(second.replaces(first)).isTrue();
		assertThat(second.replaces(anew)).isFalse();
		assertThat(anew.replaces(first)).isFalse();
	}

}
