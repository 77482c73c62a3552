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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EtcdLeaseTerm}.
 *
 * @author The etcd-spring authors
 */
class EtcdLeaseTermTests {

	private final AtomicLong clock = new AtomicLong();

	private final AtomicInteger losses = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MAX_VALUE - 5, Long.MIN_VALUE })
	void endsBeforeTheServerEndsIt(long start) {
		this.clock.set(start);
		EtcdLeaseTerm term = term(10);
		assertThat(term.remaining()).isEqualTo(Duration.ofMillis(9500));
		pass(Duration.ofMillis(9499));
		assertThat(term.isAlive()).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(term.isAlive()).isFalse();
		assertThat(term.remaining()).isZero();
		assertThat(this.losses).hasValue(1);
	}

	@Test
	void countsFromTheMomentOfSending() {
		EtcdLeaseTerm term = term(10);
		long sent = this.clock.get();
		pass(Duration.ofSeconds(4));
		assertThat(term.extend(sent, Duration.ofSeconds(10))).isTrue();
		assertThat(term.remaining()).isEqualTo(Duration.ofMillis(5500));
	}

	@Test
	void answersThatOvertakeEachOtherNeverShortenIt() {
		EtcdLeaseTerm term = term(10);
		pass(Duration.ofSeconds(4));
		long sent = this.clock.get();
		assertThat(term.extend(sent, Duration.ofSeconds(10))).isTrue();
		assertThat(term.extend(sent - 1_000_000_000L, Duration.ofSeconds(10))).isTrue();
		assertThat(term.remaining()).isEqualTo(Duration.ofMillis(9500));
	}

	@Test
	void answerAfterTheDeadlineDoesNotReviveIt() {
		EtcdLeaseTerm term = term(10);
		pass(Duration.ofSeconds(20));
		assertThat(term.extend(this.clock.get() - 1, Duration.ofSeconds(10))).isFalse();
		assertThat(term.isAlive()).isFalse();
		assertThat(this.losses).hasValue(1);
	}

	@Test
	void isOverAtTheFirstQuestionAfterAPauseEvenIfTheAnswerHasArrivedMeanwhile() {
		EtcdLeaseTerm term = term(2);
		long sent = this.clock.get();
		pass(Duration.ofSeconds(30));
		assertThat(term.isAlive()).isFalse();
		assertThat(term.extend(sent, Duration.ofHours(1))).isFalse();
		assertThat(term.isAlive()).isFalse();
	}

	@Test
	void lostStaysLost() {
		EtcdLeaseTerm term = term(10);
		term.lose();
		term.lose();
		assertThat(term.isAlive()).isFalse();
		assertThat(term.extend(this.clock.get(), Duration.ofSeconds(10))).isFalse();
		assertThat(this.losses).hasValue(1);
	}

	@Test
	void marginFollowsTheTimeToLiveWithinBounds() {
		assertThat(term(2).remaining()).isEqualTo(Duration.ofMillis(1900));
		assertThat(term(60).remaining()).isEqualTo(Duration.ofSeconds(59));
		assertThat(term(9_000_000_000L).remaining()).isEqualTo(Duration.ofSeconds(8_999_999_999L));
	}

	private EtcdLeaseTerm term(long seconds) {
		return new EtcdLeaseTerm(4711, Duration.ofSeconds(seconds), this.clock.get(), this.clock::get,
				this.losses::incrementAndGet);
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

}
