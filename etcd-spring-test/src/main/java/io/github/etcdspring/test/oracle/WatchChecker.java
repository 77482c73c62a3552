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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.etcdspring.test.oracle.Deviation.Kind;

/**
 * Compares what a watcher has seen with what happened. Events after the end of the
 * history are left out of account.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class WatchChecker {

	private static final int SHOWN = 10;

	private final EtcdHistory history;

	private final Map<WatchedEvent, Integer> positions;

	private WatchChecker(EtcdHistory history) {
		this.history = history;
		this.positions = new HashMap<>(history.events().size() * 2);
		for (WatchedEvent event : history.events()) {
			this.positions.put(event, this.positions.size());
		}
	}

	/**
	 * Compare with a history.
	 * @param history what happened
	 * @return the checker
	 */
	public static WatchChecker of(EtcdHistory history) {
		return new WatchChecker(history);
	}

	/**
	 * Find everything that is wrong.
	 * @param deliveries what the watcher has seen
	 * @return the deviations, in the order in which the watcher has seen them, and then
	 * what it has not seen
	 */
	public List<Deviation> check(Deliveries deliveries) {
		Examination examination = new Examination();
		deliveries.batches().forEach(examination::add);
		examination.addLost();
		return examination.deviations;
	}

	/**
	 * Fail if anything is wrong.
	 * @param deliveries what the watcher has seen
	 * @throws AssertionError if anything is wrong, with the first deviations
	 */
	public void assertExact(Deliveries deliveries) {
		List<Deviation> deviations = check(deliveries);
		if (!deviations.isEmpty()) {
			throw new AssertionError("%d deviation(s) in %d event(s) from revision %d to %d, the first of them: %s"
				.formatted(deviations.size(), this.history.events().size(), this.history.firstRevision(),
						this.history.lastRevision(), deviations.subList(0, Math.min(SHOWN, deviations.size()))));
		}
	}

	private final class Examination {

		private final List<Deviation> deviations = new ArrayList<>();

		private final Set<WatchedEvent> seen = new HashSet<>();

		private final Map<Long, List<WatchedEvent>> batchOfRevision = new HashMap<>();

		private int latest = -1;

		void add(List<WatchedEvent> batch) {
			for (WatchedEvent event : batch) {
				if (event.modRevision() <= WatchChecker.this.history.lastRevision()) {
					add(event, batch);
				}
			}
		}

		private void add(WatchedEvent event, List<WatchedEvent> batch) {
			Integer position = WatchChecker.this.positions.get(event);
			if (position == null) {
				boolean early = event.modRevision() < WatchChecker.this.history.firstRevision();
				report((early) ? Kind.EARLY : Kind.INVENTED, event);
			}
			else if (!this.seen.add(event)) {
				report(Kind.REPEATED, event);
			}
			else {
				if (position < this.latest) {
					report(Kind.OUT_OF_ORDER, event);
				}
				this.latest = Math.max(this.latest, position);
				if (this.batchOfRevision.computeIfAbsent(event.modRevision(), (revision) -> batch) != batch) {
					report(Kind.SPLIT, event);
				}
			}
		}

		void addLost() {
			WatchChecker.this.history.events()
				.stream()
				.filter((event) -> !this.seen.contains(event))
				.forEach((event) -> report(Kind.LOST, event));
		}

		private void report(Kind kind, WatchedEvent event) {
			this.deviations.add(new Deviation(kind, event));
		}

	}

}
