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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.endurance.Operation.Fate;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegisterChecker}.
 *
 * @author The etcd-spring authors
 */
class RegisterCheckerTests {

	private static final EtcdHistory HISTORY = new EtcdHistory(1, 9,
			List.of(WatchedEvent.put("a", "one", 3), WatchedEvent.put("a", "two", 5), WatchedEvent.delete("a", 7)));

	@Test
	void callsThatAgreeWithTheHistoryAreFine() {
		assertThat(check(write("one", 3, 0, Fate.DONE, 0, 10), read("one", 3, 11, 12),
				write("two", 0, 3, Fate.DONE, 13, 20), read("two", 6, 15, 30), read(null, 8, 31, 32)))
			.isEmpty();
	}

	@Test
	void findsAWriteThatNeverHappened() {
		assertThat(check(write("three", 4, 0, Fate.DONE, 0, 1))).singleElement().asString().contains("never happened");
	}

	@Test
	void findsARefusedWriteThatHappened() {
		assertThat(check(write("two", 0, 0, Fate.REFUSED, 0, 1))).singleElement().asString().contains("was refused");
	}

	@Test
	void letsAnUnknownWriteHappenOrNot() {
		assertThat(check(write("two", 0, 0, Fate.UNKNOWN, 0, 1), write("three", 0, 0, Fate.UNKNOWN, 0, 1))).isEmpty();
	}

	@Test
	void findsAWriteThatReplacedAnotherRevision() {
		assertThat(check(write("two", 0, 2, Fate.DONE, 0, 1))).singleElement().asString().contains("replaced");
	}

	@Test
	void findsAReadOfSomethingElse() {
		assertThat(check(read("one", 6, 0, 1))).singleElement().asString().contains("should have seen");
	}

	@Test
	void findsAStaleRead() {
		assertThat(check(write("two", 5, 0, Fate.DONE, 0, 10), read("one", 4, 11, 12))).singleElement()
			.asString()
			.contains("a call at 5 had ended");
	}

	@Test
	void findsAValueThatWasWrittenTwice() {
		EtcdHistory twice = new EtcdHistory(1, 9,
				List.of(WatchedEvent.put("a", "one", 3), WatchedEvent.put("a", "one", 5)));
		assertThat(RegisterChecker.check(twice, List.of())).singleElement().asString().contains("written twice");
	}

	private static List<String> check(Operation... operations) {
		return RegisterChecker.check(HISTORY, List.of(operations));
	}

	private static Operation write(String value, long revision, long expected, Fate fate, long start, long end) {
		return new Operation("a", value, true, revision, expected, fate, start, end);
	}

	private static Operation read(@Nullable String value, long revision, long start, long end) {
		return new Operation("a", value, false, revision, 0, Fate.DONE, start, end);
	}

}
