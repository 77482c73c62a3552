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

import java.util.Map;

/**
 * What one run of a cell showed.
 *
 * @param calls how many calls ended in time
 * @param callsPerSecond the throughput
 * @param p50Micros the median of the latencies in microseconds
 * @param p99Micros the latency that one of a hundred calls exceeds, in microseconds
 * @param cpuMicrosPerCall the CPU time of the client's process, all threads, in
 * microseconds
 * @author The etcd-spring authors
 */
record Measurement(long calls, double callsPerSecond, double p50Micros, double p99Micros, double cpuMicrosPerCall) {

	Map<String, Double> figures(double serverMicrosPerCall) {
		return Map.of("calls/s", this.callsPerSecond, "p50 µs", this.p50Micros, "p99 µs", this.p99Micros,
				"client CPU µs/call", this.cpuMicrosPerCall, "server CPU µs/call", serverMicrosPerCall);
	}

}
