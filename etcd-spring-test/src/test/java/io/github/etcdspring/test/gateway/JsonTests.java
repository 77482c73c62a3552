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

package io.github.etcdspring.test.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Json}.
 *
 * @author The etcd-spring authors
 */
class JsonTests {

	@Test
	void readsObjectsArraysAndLiterals() {
		assertThat(Json.read(" {\"a\" : [1, -2, 3.5e1, true, false, null], \"b\":{}, \"c\":[] } "))
			.isEqualTo(Map.of("a", Arrays.asList(1L, -2L, 35.0, true, false, null), "b", Map.of(), "c", List.of()));
	}

	@Test
	void readsEscapes() {
		assertThat(Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9ü\"")).isEqualTo("\"\\/\b\f\n\r\téü");
	}

	@Test
	void readsWhatItWrites() {
		Map<String, Object> value = Map.of("text", "\"quoted\" \\ \n é", "number", 5L, "list", List.of(true, Map.of()));
		assertThat(Json.read(Json.write(value))).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[1", "\"a", "{\"a\"}", "nul", "1 2", "<html>" })
	void refusesWhatIsNotJson(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text)).withMessageContaining("Not JSON");
	}

}
