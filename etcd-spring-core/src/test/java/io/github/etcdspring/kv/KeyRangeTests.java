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

package io.github.etcdspring.kv;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KeyRange}.
 *
 * @author The etcd-spring authors
 */
class KeyRangeTests {

	@Test
	void keyHoldsThatKeyOnly() {
		KeyRange range = KeyRange.key("/a");
		assertThat(range.isSingleKey()).isTrue();
		assertThat(range.keyBytes()).asString().isEqualTo("/a");
		assertThat(range.rangeEndBytes()).isEmpty();
		assertThat(range.contains("/a")).isTrue();
		assertThat(range.contains("/a/b")).isFalse();
		assertThat(range).hasToString("key \"/a\"");
	}

	@Test
	void prefixHoldsThePrefixAndAllBelow() {
		KeyRange range = KeyRange.prefix("/flags/");
		assertThat(range.rangeEndBytes()).asString().isEqualTo("/flags0");
		assertThat(range.contains("/flags/")).isTrue();
		assertThat(range.contains("/flags/x")).isTrue();
		assertThat(range.contains("/flags0")).isFalse();
		assertThat(range).hasToString("prefix \"/flags/\"");
	}

	@Test
	void prefixCarriesOverTrailingBytesOf255() {
		KeyRange range = KeyRange.prefix(bytes(0x01, 0xFF, 0xFF));
		assertThat(range.rangeEndBytes()).containsExactly(bytes(0x02));
		assertThat(range.contains(bytes(0x01, 0xFF, 0xFF, 0x00))).isTrue();
		assertThat(range.contains(bytes(0x01, 0xFF, 0xFE))).isFalse();
		assertThat(range.contains(bytes(0x02))).isFalse();
	}

	@Test
	void prefixOfOnlyBytesOf255HasNoEnd() {
		KeyRange range = KeyRange.prefix(bytes(0xFF, 0xFF));
		assertThat(range.rangeEndBytes()).containsExactly(bytes(0x00));
		assertThat(range.contains(bytes(0xFF, 0xFF, 0x01))).isTrue();
		assertThat(range.contains(bytes(0xFF))).isFalse();
		assertThat(range).isEqualTo(KeyRange.from(bytes(0xFF, 0xFF)));
	}

	@Test
	void ofHoldsTheFirstAndNotTheLast() {
		KeyRange range = KeyRange.of("/a", "/c");
		assertThat(range.contains("/a")).isTrue();
		assertThat(range.contains("/b")).isTrue();
		assertThat(range.contains("/c")).isFalse();
		assertThat(range).hasToString("keys from \"/a\" to \"/c\"");
	}

	@Test
	void ofComparesBytesWithoutSign() {
		assertThat(KeyRange.of(bytes(0x7F), bytes(0x80)).contains(bytes(0x7F, 0xFF))).isTrue();
	}

	@Test
	void ofRejectsAnEndThatIsNotGreater() {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.of("/b", "/a"))
			.withMessage("'to' must be greater than 'from', but \"/a\" is not greater than \"/b\"");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.of("/a", "/a"))
			.withMessageContaining("'to' must be greater than 'from'");
	}

	@Test
	void fromHoldsEverythingFromTheKeyOn() {
		KeyRange range = KeyRange.from("/b");
		assertThat(range.rangeEndBytes()).containsExactly(bytes(0x00));
		assertThat(range.contains("/a")).isFalse();
		assertThat(range.contains("/b")).isTrue();
		assertThat(range.contains("zzz")).isTrue();
		assertThat(range).hasToString("keys from \"/b\"");
	}

	@Test
	void allHoldsEverything() {
		assertThat(KeyRange.all().keyBytes()).containsExactly(bytes(0x00));
		assertThat(KeyRange.all().contains("a")).isTrue();
		assertThat(KeyRange.all()).hasToString("all keys");
	}

	@Test
	void rejectsEmptyAndNullKeysByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.key("")).withMessageContaining("'key'");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.prefix(new byte[0]))
			.withMessageContaining("'prefix'")
			.withMessageContaining("KeyRange.all()");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.from("")).withMessageContaining("'from'");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.of("a", "")).withMessageContaining("'to'");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.key((String) null))
			.withMessage("'key' must not be null");
	}

	@Test
	void isReadBackFromItsBytes() {
		Stream
			.of(KeyRange.key("a"), KeyRange.prefix("a"), KeyRange.of("a", "b"), KeyRange.from("a"), KeyRange.all(),
					KeyRange.prefix(bytes(0xFF)))
			.forEach((range) -> assertThat(KeyRange.ofBytes(range.keyBytes(), range.rangeEndBytes())).isEqualTo(range));
		assertThatIllegalArgumentException().isThrownBy(() -> KeyRange.ofBytes(new byte[0], new byte[0]))
			.withMessageContaining("'keyBytes'");
	}

	@Test
	void isIndependentOfTheArraysItTookAndGives() {
		byte[] key = bytes(0x61);
		KeyRange range = KeyRange.key(key);
		key[0] = 0x62;
		range.keyBytes()[0] = 0x63;
		assertThat(range).isEqualTo(KeyRange.key("a")).hasSameHashCodeAs(KeyRange.key("a"));
	}

	@Test
	void writesKeysThatAreNoTextInHexadecimal() {
		assertThat(KeyRange.key(bytes(0x00, 0xFF))).hasToString("key 0x00ff");
		assertThat(KeyRange.key("a\nb")).hasToString("key 0x610a62");
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

}
