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

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LockChecker}.
 *
 * @author The etcd-spring authors
 */
class LockCheckerTests {

	private static final String LOCK = Keys.LOCKS + "a/1";

	private static final String GUARDED = Keys.FENCED + "a";

	@Test
	void claimsOneAfterTheOtherAndWritesWithinThemAreFine() {
		assertThat(check(List.of(claim("one", 0, 10), claim("two", 10, 20)), WatchedEvent.put(LOCK, "", 3),
				fenced(3, 4), WatchedEvent.delete(LOCK, 5), WatchedEvent.put(LOCK, "", 6), fenced(6, 7)))
			.isEmpty();
	}

	@Test
	void findsClaimsThatOverlap() {
		assertThat(check(List.of(claim("two", 9, 20), claim("one", 0, 10)))).singleElement()
			.asString()
			.contains("overlaps");
	}

	@Test
	void findsAClaimWithinALongerOne() {
		assertThat(check(List.of(claim("one", 0, 100), claim("one", 100, 110), claim("two", 101, 102)))).hasSize(1);
	}

	@Test
	void findsAWriteAfterTheLockIsGone() {
		assertThat(check(List.of(), WatchedEvent.put(LOCK, "", 3), WatchedEvent.delete(LOCK, 5), fenced(3, 6)))
			.singleElement()
			.asString()
			.contains("with token 3");
	}

	@Test
	void findsAWriteWithTheTokenOfAnEarlierHold() {
		assertThat(check(List.of(), WatchedEvent.put(LOCK, "", 3), WatchedEvent.delete(LOCK, 5),
				WatchedEvent.put(LOCK, "", 6), fenced(3, 7)))
			.hasSize(1);
	}

	private static List<String> check(List<Claim> claims, WatchedEvent... events) {
		return LockChecker.check(new EtcdHistory(1, 9, List.of(events)), claims);
	}

	private static Claim claim(String holder, long from, long until) {
		return new Claim("a", holder, LOCK, 3, from, until);
	}

	private static WatchedEvent fenced(long token, long revision) {
		return WatchedEvent.put(GUARDED, LockChecker.fencedValue(LOCK, token), revision);
	}

}
