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

package io.github.etcdspring.consumer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CursorValue}.
 *
 * @author The etcd-spring authors
 */
class CursorValueTests {

	private static final int ROUNDS = 20_000;

	private final Random random = new Random(7);

	@Test
	void whatIsWrittenCanBeRead() {
		for (int i = 0; i < ROUNDS; i++) {
			CursorValue value = value(this.random.nextLong(Long.MAX_VALUE), position(Long.MAX_VALUE));
			assertThat(CursorValue.parse(value.toBytes())).isEqualTo(value);
		}
	}

	@Test
	void orderOfTheBytesIsThatOfThePositions() {
		for (int i = 0; i < ROUNDS; i++) {
			Position one = position(20);
			Position other = position(20);
			int bytes = Arrays.compareUnsigned(CursorValue.lowest(3, one), CursorValue.lowest(3, other));
			assertThat(Integer.signum(bytes)).isEqualTo(Integer.signum(one.compareTo(other)));
		}
	}

	@Test
	void storedValueIsBelowWhatComesAfterItAndNotBelowItself() {
		for (int i = 0; i < ROUNDS; i++) {
			CursorValue stored = value(this.random.nextLong(20), position(20));
			Position target = position(20);
			boolean below = Arrays.compareUnsigned(stored.toBytes(), CursorValue.lowest(stored.epoch(), target)) < 0;
			assertThat(below).isEqualTo(stored.position().compareTo(target) < 0);
		}
	}

	@Test
	void valuesOfAnEpochAreBetweenItsBoundAndThatOfTheNextOne() {
		for (int i = 0; i < ROUNDS; i++) {
			long epoch = this.random.nextLong(Long.MAX_VALUE - 1);
			byte[] bytes = value(epoch, position(Long.MAX_VALUE)).toBytes();
			assertThat(Arrays.compareUnsigned(bytes, CursorValue.epoch(epoch))).isPositive();
			assertThat(Arrays.compareUnsigned(bytes, CursorValue.epoch(epoch + 1))).isNegative();
		}
	}

	@Test
	void digitsDoNotDependOnTheLocale() {
		Locale locale = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
			CursorValue value = value(1, new Position(2, Phase.LIVE, 3));
			assertThat(CursorValue.parse(value.toBytes())).isEqualTo(value);
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "42", "0000000000000000001 0000000000000000002 L 0000000003 ab",
			"0000000000000000001 0000000000000000002 X 0000000003 ab cd",
			"9999999999999999999 0000000000000000002 L 0000000003 ab cd" })
	void anythingElseIsNoPosition(String text) {
		assertThat(CursorValue.parse(text.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	private CursorValue value(long epoch, Position position) {
		return new CursorValue(epoch, position, "00ff", "%x".formatted(this.random.nextLong()));
	}

	private Position position(long bound) {
		Phase[] phases = Phase.values();
		return new Position(this.random.nextLong(bound), phases[this.random.nextInt(phases.length)],
				this.random.nextInt(20));
	}

}
