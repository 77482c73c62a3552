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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten minutes of everything. {@code -Dendurance.minutes=60} takes longer, and
 * {@code -Dendurance.seed=..} makes the choices of an earlier run again.
 *
 * @author The etcd-spring authors
 */
class EnduranceTests {

	private static final Path REPORT = Path.of("target", "endurance.txt");

	@Test
	@Tag("soak")
	void nothingIsLostRepeatedReorderedHeldTwiceOrLeaked() throws Exception {
		long seed = Long.getLong("endurance.seed", ThreadLocalRandom.current().nextLong(1_000_000));
		assertNothingFound(seed, Duration.ofMinutes(Long.getLong("endurance.minutes", 10)));
	}

	@Test
	@Timeout(300)
	void nothingIsWrongAfterAFewFaults() throws Exception {
		assertNothingFound(ThreadLocalRandom.current().nextLong(1_000_000), Duration.ofSeconds(15));
	}

	private static void assertNothingFound(long seed, Duration duration) throws InterruptedException, IOException {
		Report report = new EnduranceRun(seed, duration).run();
		Files.createDirectories(REPORT.getParent());
		Files.writeString(REPORT, report.toString());
		System.out.println(report);
		assertThat(report.allFindings()).as("seed %d", seed).isEmpty();
	}

}
