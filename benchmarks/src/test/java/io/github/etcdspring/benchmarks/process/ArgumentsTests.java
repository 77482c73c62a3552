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

package io.github.etcdspring.benchmarks.process;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@link Arguments}.
 *
 * @author The etcd-spring authors
 */
class ArgumentsTests {

	private static final Map<String, String> DEFAULTS = Map.of("rounds", "3", "units", "SECONDS", "output", "target");

	@Test
	void lastOfSeveralIsTaken() {
		Arguments arguments = Arguments.parse(DEFAULTS, "rounds=1", "units=days,HOURS", "rounds=5", "output=there");
		assertThat(arguments.number("rounds")).isEqualTo(5);
		assertThat(arguments.constants("units", TimeUnit.class)).containsExactly(TimeUnit.DAYS, TimeUnit.HOURS);
		assertThat(arguments.path("output")).hasToString("there");
		assertThat(arguments).hasToString("rounds=5 units=days,HOURS");
	}

	@Test
	void defaultsAreTakenForWhatIsNotGiven() {
		Arguments arguments = Arguments.parse(DEFAULTS, "units=");
		assertThat(arguments.numbers("rounds")).isEqualTo(List.of(3));
		assertThat(arguments.list("units")).isEmpty();
	}

	@Test
	void unknownOptionsAreRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.parse(DEFAULTS, "round=1"))
			.withMessage("'round=1' is no option; there are [output, rounds, units]");
	}

}
