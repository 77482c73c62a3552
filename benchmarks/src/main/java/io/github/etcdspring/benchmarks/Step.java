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

package io.github.etcdspring.benchmarks;

import java.util.List;

import io.github.etcdspring.benchmarks.call.CallBenchmark;
import io.github.etcdspring.benchmarks.call.ClientsBenchmark;
import io.github.etcdspring.benchmarks.growth.KeysBenchmark;
import io.github.etcdspring.benchmarks.lease.LeaseBenchmark;
import io.github.etcdspring.benchmarks.lock.LockBenchmark;
import io.github.etcdspring.benchmarks.micro.InsideBenchmark;
import io.github.etcdspring.benchmarks.startup.StartupBenchmark;
import io.github.etcdspring.benchmarks.watch.LatencyBenchmark;
import io.github.etcdspring.benchmarks.watch.WatchBenchmark;

/**
 * The benchmarks in the order in which they are run, those first that are worth most if
 * the run is broken off, and what they measure in ten minutes or in an hour. Without
 * options they measure what the documents show.
 *
 * @author The etcd-spring authors
 */
enum Step {

	/**
	 * Calls.
	 */
	CALLS(CallBenchmark.class,
			"workloads=GET,PUT loads=BLOCKING:1,BLOCKING:16,ASYNC:16 rounds=3 millis=400 warm-up-millis=2500", ""),

	/**
	 * Watches.
	 */
	WATCHES(WatchBenchmark.class,
			"watches=PREFIX,1000,SAME:100 rounds=1 warm-up-events=30000 events=30000 long-outages=", ""),

	/**
	 * Locks.
	 */
	LOCKS(LockBenchmark.class, "rounds=3 locks=300 turns=10", ""),

	/**
	 * From put to handler.
	 */
	LATENCY(LatencyBenchmark.class, "rates=100,1000,10000 seconds=2 rounds=2 warm-up-events=50000", ""),

	/**
	 * Calls on virtual threads, if this Java has them or another one is named that has.
	 */
	VIRTUAL(CallBenchmark.class,
			"section=VIRTUAL workloads=GET loads=VIRTUAL:16,VIRTUAL:256 rounds=3 millis=400 warm-up-millis=2500",
			"section=VIRTUAL workloads=GET,PUT loads=VIRTUAL:16,VIRTUAL:256"),

	/**
	 * The start of applications.
	 */
	STARTUP(StartupBenchmark.class, "rounds=3", ""),

	/**
	 * More and more clients.
	 */
	CLIENTS(ClientsBenchmark.class, "subjects=JETCD,ETCD_SPRING clients=1,10,100 millis=500 rounds=1", ""),

	/**
	 * More and more keys.
	 */
	KEYS(KeysBenchmark.class, "subjects=JETCD,ETCD_SPRING keys=10,100,1000,10000 millis=500 rounds=1", ""),

	/**
	 * Leases.
	 */
	LEASES(LeaseBenchmark.class, "leases=1000 ttl-seconds=6 seconds=6 rounds=1", ""),

	/**
	 * What happens inside the process.
	 */
	INSIDE(InsideBenchmark.class, "iterations=3 warm-up-iterations=2", "");

	private final Class<?> main;

	private final String quick;

	private final String full;

	Step(Class<?> main, String quick, String full) {
		this.main = main;
		this.quick = quick;
		this.full = full;
	}

	Class<?> main() {
		return this.main;
	}

	/**
	 * Return the options of the benchmark.
	 * @param size how much is measured, {@code quick} or {@code full}
	 * @return the options
	 */
	List<String> options(String size) {
		String options = switch (size) {
			case "quick" -> this.quick;
			case "full" -> this.full;
			default -> throw new IllegalArgumentException("'%s' is no size; there are quick and full".formatted(size));
		};
		return (options.isEmpty()) ? List.of() : List.of(options.split(" "));
	}

}
