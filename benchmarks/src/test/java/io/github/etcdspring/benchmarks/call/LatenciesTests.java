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

package io.github.etcdspring.benchmarks.call;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * {@link Latencies}.
 *
 * @author The etcd-spring authors
 */
class LatenciesTests {

	@Test
	void findsQuantilesWithinOnePercent() {
		Latencies first = new Latencies();
		Latencies second = new Latencies();
		for (int micros = 1; micros <= 100_000; micros++) {
			((micros % 2 == 0) ? first : second).record(TimeUnit.MICROSECONDS.toNanos(micros));
		}
		first.add(second);
		assertThat(first.total()).isEqualTo(100_000);
		assertThat(first.micros(0.5)).isEqualTo(50_000, within(500.0));
		assertThat(first.micros(0.99)).isEqualTo(99_000, within(990.0));
	}

	@Test
	void takesTheShortestAndTheLongest() {
		Latencies latencies = new Latencies();
		latencies.record(0);
		latencies.record(Long.MAX_VALUE);
		assertThat(latencies.micros(0.5)).isZero();
		assertThat(latencies.micros(1)).isGreaterThan(9e15);
	}

}
