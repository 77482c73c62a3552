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

package io.github.etcdspring.boot.health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerVersion}.
 *
 * @author The etcd-spring authors
 */
class ServerVersionTests {

	@ParameterizedTest
	@ValueSource(strings = { "2.3.8", "3.3.27", "3.4.23", "3.4.30", "3.5.0", "3.5.12", "3.5.12-rc.1" })
	void mayLoseEvents(String version) {
		assertThat(ServerVersion.parse(version).mayLoseEvents()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.4.31", "3.4.45", "3.5.13", "3.5.30", "3.6.0", "3.7.1", "3.8.0-alpha.0", "4.0.0" })
	void losesNoEvents(String version) {
		assertThat(ServerVersion.parse(version).mayLoseEvents()).isFalse();
	}

	@Test
	void unknownVersion() {
		assertThat(ServerVersion.parse("not decided")).isNull();
		assertThat(ServerVersion.parse("")).isNull();
	}

}
