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

package io.github.etcdspring.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link WebToken}.
 *
 * @author The etcd-spring authors
 */
class WebTokenTests {

	@Test
	void endIsRead() {
		long end = Instant.now().plusSeconds(100).getEpochSecond();
		assertThat(WebToken.remaining(token("{\"username\":\"root\",\"exp\": %d,\"revision\":7}".formatted(end))))
			.isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "not json", "{\"exp\":12}", "{\"exp\":99999999999999999999}", "{\"exp\":\"soon\"}" })
	void whatTellsNoEndToComeHasNone(String claims) {
		assertThat(WebToken.remaining(token(claims))).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "hPVtNwAnPJYfXpKK.42", "a.%%%.c" })
	void otherTokensTellNothing(String token) {
		assertThat(WebToken.remaining(token)).isZero();
	}

	private static String token(String claims) {
		return "head." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".signature";
	}

}
