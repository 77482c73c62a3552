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

package io.github.etcdspring.benchmarks.lock;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one client showed in one round.
 *
 * @param subject the client
 * @param round the number of the round
 * @param p50Micros the median time of taking a lock that nobody else wants and giving it
 * back, in microseconds
 * @param p99Micros the time that one of a hundred exceeds, in microseconds
 * @param cpuMicros the CPU time of the client per lock, all threads, in microseconds
 * @param handOversPerSecond how often a lock that many want changed hands in a second
 * @author The etcd-spring authors
 */
record LockMeasurement(LockSubjectKind subject, int round, double p50Micros, double p99Micros, double cpuMicros,
		double handOversPerSecond) {

	/**
	 * Describe measurements as a table of medians and ranges.
	 * @param measurements the measurements of all clients
	 * @param contenders how many wanted the lock that was handed over
	 * @return the table
	 */
	static String toMarkdown(List<LockMeasurement> measurements, int contenders) {
		StringBuilder table = new StringBuilder(
				"| client | lock and unlock p50 µs | p99 µs | client CPU µs | hand-overs/s, %d contenders |%n|---|--:|--:|--:|--:|%n"
					.formatted(contenders));
		for (LockSubjectKind subject : LockSubjectKind.values()) {
			List<LockMeasurement> own = measurements.stream().filter((each) -> each.subject == subject).toList();
			if (!own.isEmpty()) {
				table.append("| %s | %s | %s | %s | %s |%n".formatted(subject.title(),
						spread(own.stream().mapToDouble(LockMeasurement::p50Micros).toArray()),
						spread(own.stream().mapToDouble(LockMeasurement::p99Micros).toArray()),
						spread(own.stream().mapToDouble(LockMeasurement::cpuMicros).toArray()),
						spread(own.stream().mapToDouble(LockMeasurement::handOversPerSecond).toArray())));
			}
		}
		return table.toString();
	}

	private static String spread(double[] values) {
		Arrays.sort(values);
		return String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", values[values.length / 2], values[0],
				values[values.length - 1]);
	}

}
