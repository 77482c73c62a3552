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

package io.github.etcdspring.endurance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;

/**
 * Checks that no two claims to a lock overlap, and that each fenced write happened while
 * the key of its writer's lock was there.
 *
 * @author The etcd-spring authors
 */
final class LockChecker {

	private final EtcdHistory history;

	private final List<String> findings = new ArrayList<>();

	private LockChecker(EtcdHistory history) {
		this.history = history;
	}

	/**
	 * Compare claims with each other, and writes with what happened to the locks.
	 * @param history what happened to locks and to what they guard, whose values are made
	 * by {@link #fencedValue(String, long)}
	 * @param claims the claims
	 * @return what is wrong
	 */
	static List<String> check(EtcdHistory history, Collection<Claim> claims) {
		LockChecker checker = new LockChecker(history);
		claims.stream().collect(Collectors.groupingBy(Claim::lock)).values().forEach(checker::checkOverlaps);
		checker.checkFencedWrites();
		return checker.findings;
	}

	static String fencedValue(String key, long token) {
		return token + " " + key;
	}

	private void checkOverlaps(List<Claim> claims) {
		@Nullable Claim latest = null;
		for (Claim claim : claims.stream().sorted(Comparator.comparingLong(Claim::from)).toList()) {
			if (latest != null && claim.from() < latest.until()) {
				this.findings.add("%s overlaps with %s".formatted(claim, latest));
			}
			latest = (latest == null || claim.until() > latest.until()) ? claim : latest;
		}
	}

	private void checkFencedWrites() {
		Map<String, TreeMap<Long, WatchedEvent>> locks = new HashMap<>();
		for (WatchedEvent event : this.history.events()) {
			if (event.key().startsWith(Keys.LOCKS)) {
				locks.computeIfAbsent(event.key(), (key) -> new TreeMap<>()).put(event.modRevision(), event);
			}
			else if (event.value() != null) {
				checkFencedWrite(event, event.value().split(" ", 2), locks);
			}
		}
	}

	private void checkFencedWrite(WatchedEvent write, String[] fence, Map<String, TreeMap<Long, WatchedEvent>> locks) {
		Map.@Nullable Entry<Long, WatchedEvent> lock = locks.getOrDefault(fence[1], new TreeMap<>())
			.floorEntry(write.modRevision());
		if (lock == null || lock.getValue().value() == null || lock.getKey() != Long.parseLong(fence[0])) {
			this.findings.add("%s was written with token %s, when the lock was %s".formatted(write, fence[0], lock));
		}
	}

}
