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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.oracle.Deviation.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link WatchChecker}, with one error planted in 100,000 events.
 *
 * @author The etcd-spring authors
 */
class WatchCheckerTests {

	private static final int EVENTS = 100_000;

	private static final long FIRST_REVISION = 10;

	private static List<WatchedEvent> events;

	private static WatchChecker checker;

	private List<List<WatchedEvent>> batches;

	@BeforeAll
	static void createHistory() {
		events = new ArrayList<>(EVENTS);
		for (int i = 0; i < EVENTS; i++) {
			// Two events in each revision, a delete now and then
			long revision = FIRST_REVISION + i / 2;
			events.add((i % 10 == 0) ? WatchedEvent.delete("/key" + i % 100, revision)
					: WatchedEvent.put("/key" + i % 100, "value" + i, revision));
		}
		checker = WatchChecker.of(new EtcdHistory(FIRST_REVISION, FIRST_REVISION + EVENTS / 2 - 1, events));
	}

	@BeforeEach
	void deliverInBatches() {
		this.batches = new ArrayList<>();
		for (int i = 0; i < EVENTS; i += 8) {
			this.batches.add(new ArrayList<>(events.subList(i, i + 8)));
		}
	}

	@Test
	void findsNothingWhereNothingIsWrong() {
		assertThat(check()).isEmpty();
		assertThatNoException().isThrownBy(() -> checker.assertExact(deliveries()));
	}

	@Test
	void findsOneLost() {
		WatchedEvent event = this.batches.get(6_000).remove(3);
		assertThat(check()).containsExactly(new Deviation(Kind.LOST, event));
	}

	@Test
	void findsLostEnd() {
		List<WatchedEvent> lost = this.batches.remove(this.batches.size() - 1);
		assertThat(check()).hasSize(8).extracting(Deviation::event).containsExactlyElementsOf(lost);
	}

	@Test
	void findsOneRepeated() {
		WatchedEvent event = this.batches.get(6_000).get(3);
		this.batches.get(9_000).add(2, event);
		assertThat(check()).containsExactly(new Deviation(Kind.REPEATED, event));
	}

	@Test
	void findsTwoSwapped() {
		WatchedEvent event = this.batches.get(6_000).get(3);
		Collections.swap(this.batches.get(6_000), 3, 4);
		assertThat(check()).containsExactly(new Deviation(Kind.OUT_OF_ORDER, event));
	}

	@Test
	void findsOneSplitRevision() {
		WatchedEvent event = this.batches.get(6_000).remove(7);
		this.batches.get(6_001).add(0, event);
		assertThat(check()).containsExactly(new Deviation(Kind.SPLIT, event));
	}

	@Test
	void findsOneEarly() {
		WatchedEvent event = WatchedEvent.put("/key", "old", FIRST_REVISION - 1);
		this.batches.get(0).add(0, event);
		assertThat(check()).containsExactly(new Deviation(Kind.EARLY, event));
	}

	@Test
	void findsOneWithAnotherValue() {
		WatchedEvent event = this.batches.get(6_000).get(3);
		WatchedEvent other = WatchedEvent.put(event.key(), "other", event.modRevision());
		this.batches.get(6_000).set(3, other);
		assertThat(check()).containsExactly(new Deviation(Kind.INVENTED, other), new Deviation(Kind.LOST, event));
	}

	@Test
	void leavesOutWhatCameAfterTheHistory() {
		this.batches.add(List.of(WatchedEvent.put("/key", "new", FIRST_REVISION + EVENTS)));
		assertThat(check()).isEmpty();
	}

	@Test
	void tellsWhatIsWrong() {
		this.batches.get(6_000).remove(3);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> checker.assertExact(deliveries()))
			.withMessageContainingAll("1 deviation(s) in 100000 event(s)", "LOST: put of /key3 at 24011");
	}

	private List<Deviation> check() {
		return checker.check(deliveries());
	}

	private Deliveries deliveries() {
		Deliveries deliveries = new Deliveries();
		this.batches.forEach(deliveries::add);
		assertThat(deliveries.count()).isBetween(EVENTS - 10, EVENTS + 10);
		return deliveries;
	}

}
