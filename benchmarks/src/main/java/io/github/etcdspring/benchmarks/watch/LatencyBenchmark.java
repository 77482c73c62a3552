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

package io.github.etcdspring.benchmarks.watch;

import java.io.IOException;
import java.util.Map;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.watch.WatchRun.Load;

/**
 * The time from a put to the call of the listener, at rates, one client at a time, each
 * with a new etcd. Options are {@code name=value}: {@code subjects}, {@code watches} of a
 * key each, {@code rates} in puts a second, {@code seconds} for each of them,
 * {@code rounds}, {@code warm-up-events} and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LatencyBenchmark {

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING", "watches",
			"100", "rates", "20000,10000,5000,1000,100", "seconds", "3", "rounds", "3", "warm-up-events", "120000",
			"java-options", "-Xms1g,-Xmx1g", "output", "target/benchmarks");

	private LatencyBenchmark() {
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> run(Arguments.parse(DEFAULTS, given)));
	}

	private static void run(Arguments arguments) throws IOException, InterruptedException {
		Results results = new Results(Section.LATENCY, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				arguments.list("java-options"), arguments.toString()));
		WatchRun.warmUpWriter(arguments.list("java-options"), arguments.number("warm-up-events"));
		Rounds rounds = new Rounds(1, arguments.number("rounds"));
		rounds.run(arguments.constants("subjects", SubjectKind.class), (subject, round) -> {
			measure(subject, arguments, round, results);
			results.write(arguments.path("output"));
		});
		rounds.end();
	}

	private static void measure(SubjectKind subject, Arguments arguments, int round, Results results)
			throws IOException {
		WatchLoad load = WatchLoad.ofKeys(arguments.number("watches"));
		try (WatchRun run = new WatchRun(subject, load, arguments.list("java-options"))) {
			run.open();
			run.burst(arguments.number("warm-up-events"));
			for (int rate : arguments.numbers("rates")) {
				// What was compiled for a burst is compiled again for a rate
				run.pace(rate, 1);
				Load pace = run.pace(rate, arguments.number("seconds"));
				results.add(new Sample("N puts a second, a watch for each of %d keys".formatted(load.keys()), rate,
						subject.title(), round,
						Map.of("puts/s", pace.putsPerSecond(), "p50 ms", pace.arrivals().p50Millis(), "p99 ms",
								pace.arrivals().p99Millis(), "p99.9 ms", pace.arrivals().p999Millis(),
								"client CPU µs/event", pace.clientMicros(), "other CPU µs/event", pace.otherMicros())));
			}
		}
	}

}
