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

package io.github.etcdspring.benchmarks.micro;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;

/**
 * Runs all benchmarks of JMH, whose iterations are the rounds. Options are
 * {@code name=value}: {@code pattern} for the names of benchmarks, {@code iterations} and
 * {@code warm-up-iterations} of a second each, and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class InsideBenchmark {

	private static final Map<String, String> DEFAULTS = Map.of("pattern", ".*", "iterations", "5", "warm-up-iterations",
			"3", "output", "target/benchmarks");

	private static final Map<String, String> SCENARIOS = Map.of("AnnotatedMethodBenchmark",
			"event to an annotated method", "ListenerBenchmark", "change to a listener", "MirrorLookupBenchmark",
			"lookup of one of N keys");

	private static final String SIZE = "keys";

	private InsideBenchmark() {
	}

	/**
	 * Run the benchmarks, write their results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> run(Arguments.parse(DEFAULTS, given)));
	}

	private static void run(Arguments arguments) throws RunnerException, IOException {
		Results results = new Results(Section.INSIDE,
				Environment.of(BenchmarkServer.version(), JavaProcess.JAVA, List.of(), arguments.toString()));
		new Runner(new OptionsBuilder().include(arguments.text("pattern"))
			.shouldFailOnError(true)
			.warmupIterations(arguments.number("warm-up-iterations"))
			.measurementIterations(arguments.number("iterations"))
			.build()).run().forEach((result) -> add(result, results));
		results.write(arguments.path("output"));
	}

	private static void add(RunResult run, Results results) {
		int round = 0;
		for (BenchmarkResult fork : run.getBenchmarkResults()) {
			for (IterationResult iteration : fork.getIterationResults()) {
				round++;
				results.add(sample(run.getParams(), round, iteration.getPrimaryResult().getScore()));
			}
		}
	}

	private static Sample sample(BenchmarkParams params, int round, double nanos) {
		String[] name = params.getBenchmark().split("\\.");
		String benchmark = name[name.length - 2];
		String size = params.getParam(SIZE);
		return new Sample(SCENARIOS.getOrDefault(benchmark, benchmark), (size != null) ? Long.parseLong(size) : 1,
				words(name[name.length - 1]) + otherParams(params), round, Map.of("ns", nanos));
	}

	private static String words(String method) {
		return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
	}

	private static String otherParams(BenchmarkParams params) {
		return params.getParamsKeys()
			.stream()
			.filter((key) -> !key.equals(SIZE))
			.map((key) -> ", %s %s".formatted(key, params.getParam(key).toLowerCase(Locale.ROOT)))
			.collect(Collectors.joining());
	}

}
