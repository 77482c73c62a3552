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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

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

	private final Map<String, String> options;

	private final int contenders;

	private LockBenchmark(Map<String, String> options) {
		this.options = options;
		this.contenders = number("contenders");
	}

	/**
	 * Run the benchmark and write its results.
	 * @param arguments options as {@code name=value}
	 * @throws Exception if a client fails
	 */
	public static void main(String[] arguments) throws Exception {
		Map<String, String> options = new TreeMap<>(DEFAULTS);
		for (String argument : arguments) {
			String[] option = argument.split("=", 2);
			if (option.length < 2 || !DEFAULTS.containsKey(option[0])) {
				throw new IllegalArgumentException(
						"'%s' is no option; there are %s".formatted(argument, new TreeMap<>(DEFAULTS).keySet()));
			}
			options.put(option[0], option[1]);
		}
		new LockBenchmark(options).run();
		System.exit(0);
	}

	private int number(String option) {
		return Integer.parseInt(this.options.getOrDefault(option, ""));
	}

	private void run() throws Exception {
		List<LockMeasurement> measurements = new ArrayList<>();
		List<LockSubjectKind> order = new ArrayList<>(Arrays.asList(LockSubjectKind.values()));
		try (EtcdServer server = EtcdServer.builder()
			.flag("unsafe-no-fsync", "true")
			.flag("log-level", "error")
			.start()) {
			for (int round = 0; round <= number("rounds"); round++) {
				for (LockSubjectKind subject : order) {
					LockMeasurement measurement = measure(subject, server.endpoint(), round);
					// Round 0 is for warming up
					if (round > 0) {
						measurements.add(measurement);
						System.err.println(measurement);
					}
				}
				Collections.reverse(order);
			}
		}
		String report = LockMeasurement.toMarkdown(measurements, this.contenders);
		Path output = Files.createDirectories(Path.of(this.options.getOrDefault("output", "")));
		Files.writeString(output.resolve("locks.md"), report);
		Files.writeString(output.resolve("locks.json"),
				JsonMapper.builder()
					.enable(SerializationFeature.INDENT_OUTPUT)
					.build()
					.writeValueAsString(measurements));
		System.out.println(report);
	}

	private LockMeasurement measure(LockSubjectKind kind, String endpoint, int round) throws Exception {
		List<LockSubject> subjects = new ArrayList<>();
		try {
			for (int i = 0; i < this.contenders; i++) {
				subjects.add(kind.connect(endpoint));
				subjects.get(i).lockAndUnlock("/benchmark/" + kind + "/" + i);
			}
			OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
			long computed = system.getProcessCpuTime();
			long[] nanos = alone(subjects.get(0), "/benchmark/alone/" + kind);
			computed = system.getProcessCpuTime() - computed;
			Arrays.sort(nanos);
			return new LockMeasurement(kind, round, nanos[nanos.length / 2] / 1000.0,
					nanos[nanos.length * 99 / 100] / 1000.0, computed / 1000.0 / nanos.length,
					handOversPerSecond(subjects, "/benchmark/together/" + kind));
		}
		finally {
			subjects.forEach(LockSubject::close);
		}
	}

	private long[] alone(LockSubject subject, String name) throws Exception {
		long[] nanos = new long[number("locks")];
		for (int i = 0; i < nanos.length; i++) {
			long begin = System.nanoTime();
			subject.lockAndUnlock(name);
			nanos[i] = System.nanoTime() - begin;
		}
		return nanos;
	}

	private double handOversPerSecond(List<LockSubject> subjects, String name) throws Exception {
		int turns = number("turns");
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
