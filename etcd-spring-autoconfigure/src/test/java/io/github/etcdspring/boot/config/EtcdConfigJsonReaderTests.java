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

package io.github.etcdspring.boot.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link EtcdConfigJsonReader}.
 *
 * @author The etcd-spring authors
 */
class EtcdConfigJsonReaderTests {

	@Test
	void namesAreThoseOfNestedProperties() {
		assertThat(values("{\"a\":{\"b\":[1,{\"c\":\"d\"},[true]],\"[e.f]\":2},\"g.h\":3}")).containsOnly(
				entry("a.b[0]", 1), entry("a.b[1].c", "d"), entry("a.b[2][0]", true), entry("a[e.f]", 2),
				entry("g.h", 3));
	}

	@Test
	void valuesKeepTheirTypesAndDigits() {
		assertThat(values("{\"i\": -7, \"l\": 3000000000, \"b\": 12345678901234567890, \"d\": 1.10, \"e\": -1.5E-3, "
				+ "\"f\": false, \"n\": null, \"s\": \"null\"}"))
			.containsOnly(entry("i", -7), entry("l", 3000000000L), entry("b", new BigInteger("12345678901234567890")),
					entry("d", new BigDecimal("1.10")), entry("e", new BigDecimal("-0.0015")), entry("f", false),
					entry("n", ""), entry("s", "null"));
	}

	@Test
	void textIsTakenAsItIsAndEscapesAreResolved() {
		assertThat(values("{\"a\":\"\\ud83d\\ude00\\u00e4 # no: comment\",\"b\":\"\uD83D\uDE00'\u007f\u2028\uFEFF\","
				+ "\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\"}"))
			.containsOnly(entry("a", "\uD83D\uDE00ä # no: comment"), entry("b", "\uD83D\uDE00'\u007f\u2028\uFEFF"),
					entry("c", "\"\\/\b\f\n\r\t\0"));
	}

	@Test
	void spacesAreAllowedBetweenAllParts() {
		assertThat(values("\uFEFF\r\n {\t\"a\"\n:\r\n[ 1\n,\t2 ] , \"" + "k".repeat(2000) + "\" : 3 }\n"))
			.containsOnly(entry("a[0]", 1), entry("a[1]", 2), entry("k".repeat(2000), 3));
	}

	@Test
	void emptyPartsAreEmptyValues() {
		assertThat(values("{\"a\": {}, \"b\": [], \"c\": \"\"}")).containsOnly(entry("a", Map.of()),
				entry("b", List.of()), entry("c", ""));
		assertThat(values("{}")).isEmpty();
		assertThat(values("")).isEmpty();
		assertThat(values(" \n")).isEmpty();
	}

	@Test
	void whatIsNoObjectIsCalledDocument() {
		assertThat(values("[1, {\"a\": 2}]")).containsOnly(entry("document[0]", 1), entry("document[1].a", 2));
		assertThat(values("\"text\"")).containsOnly(entry("document", "text"));
	}

	@Test
	void originsAreLinesAndColumns() {
		Map<String, Object> properties = EtcdConfigJsonReader.read(new ByteArrayResource(new byte[0], "test"),
				"{\n  \"a\": 1,\n  \"b\": [\n    \"x\", true]}");
		assertThat(properties.values().stream().map((value) -> ((OriginTrackedValue) value).getOrigin()))
			.extracting(String::valueOf)
			.extracting((origin) -> origin.substring(origin.lastIndexOf(' ') + 1))
			.containsExactly("2:8", "4:5", "4:10");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiterString = " | ", textBlock = """
			marker | 1 | 1
			{"a": "marker" | 1 | 15
			{"a": "marker", } | 1 | 17
			{"a": "marker", "b": } | 1 | 22
			{"a": "marker"} x | 1 | 17
			{a: "marker"} | 1 | 2
			{'a': 'marker'} | 1 | 2
			{"a" "marker"} | 1 | 6
			{"a": "marker", "a": 1} | 1 | 17
			["marker" 1] | 1 | 11
			["marker", 01] | 1 | 13
			["marker", +1] | 1 | 12
			["marker", .5] | 1 | 12
			["marker", 1.] | 1 | 13
			["marker", NaN] | 1 | 12
			["marker", 1e99999] | 1 | 18
			["marker", True] | 1 | 12
			["\\x"] | 1 | 4
			["\\u12g4"] | 1 | 4
			["marker | 1 | 9
			""")
	void placeOfWhatIsNoJsonIsTold(String text, int line, int column) {
		assertThatIllegalArgumentException().isThrownBy(() -> values(text))
			.withMessage("line %d, column %d".formatted(line, column));
	}

	@Test
	void placesInLaterLinesAreTold() {
		assertThatIllegalArgumentException().isThrownBy(() -> values("{\n\t\"a\": 1,\n\t\"b\" 2\n}"))
			.withMessage("line 3, column 6");
		assertThatIllegalArgumentException().isThrownBy(() -> values("{\"a\": \"b\nc\"}"))
			.withMessage("line 1, column 9");
		assertThatIllegalArgumentException().isThrownBy(() -> values("[1]\0")).withMessage("line 1, column 4");
	}

	@Test
	void nestingWithoutEndIsRejected() {
		assertThat(values("[".repeat(400) + "]".repeat(400))).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> values("[".repeat(100_000)))
			.withMessage("line 1, column 501");
	}

	private static Map<String, Object> values(String text) {
		return EtcdConfigJsonReader.read(new ByteArrayResource(new byte[0]), text)
			.entrySet()
			.stream()
			.collect(
					Collectors.toMap(Map.Entry::getKey, (entry) -> ((OriginTrackedValue) entry.getValue()).getValue()));
	}

}
