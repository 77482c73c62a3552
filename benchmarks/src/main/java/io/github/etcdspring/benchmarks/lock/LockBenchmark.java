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

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.test.EtcdServer;

/**
 * Takes the same locks with each client, one client at a time, against one etcd that does
 * not wait for its disk: one that nobody else wants, and one that many want, each with a
 * connection of its own. The order changes from round to round. Options are
 * {@code name=value}: {@code rounds}, {@code locks} and {@code turns} of each contender
 * in a round, {@code contenders}, and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LockBenchmark {

	static final long TTL_SECONDS = 3600;

	private static final Map<String, String> DEFAULTS = Map.of("rounds", "5", "locks", "2000", "turns", "20",
			"contenders", "16", "output", "target/benchmarks");

	private final Arguments arguments;

	private final Results results;

	private final int contenders;

	private LockBenchmark(Arguments arguments) {
		this.arguments = arguments;
		this.results = new Results(Section.LOCKS,
				Environment.of(BenchmarkServer.version(), JavaProcess.JAVA, List.of(), arguments.toString()));
		this.contenders = arguments.number("contenders");
	}

	/**
	 * Run the benchmark and write its results.
	 * @param given options as {@code name=value}
	 * @throws Exception if a client fails
	 */
	public static void main(String[] given) throws Exception {
		new LockBenchmark(Arguments.parse(DEFAULTS, given)).run();
		System.exit(0);
	}

	private void run() throws Exception {
		try (EtcdServer server = BenchmarkServer.start()) {
			// Round 0 is for warming up
			Rounds.run(List.of(LockSubjectKind.values()), 0, this.arguments.number("rounds"), (subject, round) -> {
				List<Sample> samples = measure(subject, server.endpoint(), round);
				if (round > 0) {
					samples.forEach(this.results::add);
				}
			});
		}
		this.results.write(this.arguments.path("output"), Section.LOCKS.fileName());
	}

	private List<Sample> measure(LockSubjectKind kind, String endpoint, int round) throws Exception {
		List<LockSubject> subjects = new ArrayList<>();
		try {
			for (int i = 0; i < this.contenders; i++) {
				subjects.add(kind.connect(endpoint));
				subjects.get(i).lockAndUnlock("/benchmark/" + kind + "/" + i);
			}
			OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
			long computed = system.getProcessCpuTime();
			long[] nanos = alone(subjects.get(0), "/benchmark/alone/" + kind);
			computed = system.getProcessCpuTime() - computed;
			Arrays.sort(nanos);
			return List.of(
					new Sample("lock that nobody else wants", 1, kind.title(), round,
							Map.of("p50 µs", nanos[nanos.length / 2] / 1000.0, "p99 µs",
									nanos[nanos.length * 99 / 100] / 1000.0, "client CPU µs",
									computed / 1000.0 / nanos.length)),
					new Sample("lock that N contenders want", this.contenders, kind.title(), round,
							Map.of("hand-overs/s", handOversPerSecond(subjects, "/benchmark/together/" + kind))));
		}
		finally {
			subjects.forEach(LockSubject::close);
		}
	}

	private long[] alone(LockSubject subject, String name) throws Exception {
		long[] nanos = new long[this.arguments.number("locks")];
		for (int i = 0; i < nanos.length; i++) {
			long begin = System.nanoTime();
			subject.lockAndUnlock(name);
			nanos[i] = System.nanoTime() - begin;
		}
		return nanos;
	}

	private double handOversPerSecond(List<LockSubject> subjects, String name) throws Exception {
		int turns = this.arguments.number("turns");
		ExecutorService threads = Executors.newFixedThreadPool(subjects.size());
		try {
			long begin = System.nanoTime();
			List<Future<?>> ends = new ArrayList<>();
			for (LockSubject subject : subjects) {
				ends.add(threads.submit(() -> {
					for (int i = 0; i < turns; i++) {
						subject.lockAndUnlock(name);
					}
					return turns;
				}));
			}
			for (Future<?> end : ends) {
				end.get();
			}
			double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
			return subjects.size() * turns / seconds;
		}
		finally {
			threads.shutdown();
		}
	}

}
