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

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
import io.github.etcdspring.test.EtcdServer;

/**
 * Takes the same locks with each client, one client at a time, against one etcd that does
 * not wait for its disk: one that nobody else wants, and one that many want, each with a
 * connection of its own. The order changes from round to round. Options are
 * {@code name=value}: {@code subjects}, {@code rounds}, {@code locks} and {@code turns}
 * of each contender in a round, {@code contenders}, and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LockBenchmark {

	static final long TTL_SECONDS = 3600;

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING,GRPC_STUB",
			"rounds", "5", "locks", "1500", "turns", "20", "contenders", "16", "java-options", "-Xms512m,-Xmx512m",
			"output", "target/benchmarks");

	private final Arguments arguments;

	private final Results results;

	private LockBenchmark(Arguments arguments) {
		this.arguments = arguments;
		this.results = new Results(Section.LOCKS, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				arguments.list("java-options"), arguments.toString()));
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> new LockBenchmark(Arguments.parse(DEFAULTS, given)).run());
	}

	private void run() throws Exception {
		List<SubjectKind> subjects = this.arguments.constants("subjects", SubjectKind.class);
		Map<SubjectKind, JavaProcess> workers = new EnumMap<>(SubjectKind.class);
		try (EtcdServer server = BenchmarkServer.start()) {
			try {
				for (SubjectKind subject : subjects) {
					workers.put(subject, JavaProcess.start(JavaProcess.JAVA, this.arguments.list("java-options"),
							LockWorker.class, subject.name(), server.endpoint(), this.arguments.text("contenders")));
				}
				// Round 0 is for warming up
				Rounds rounds = new Rounds(0, this.arguments.number("rounds"));
				rounds.run(subjects, (subject, round) -> {
					List<Sample> samples = measure(subject, workers.get(subject), round);
					if (round > 0) {
						samples.forEach(this.results::add);
						this.results.write(this.arguments.path("output"));
					}
				});
				rounds.end();
			}
			finally {
				for (JavaProcess worker : workers.values()) {
					worker.close();
				}
			}
		}
	}

	private List<Sample> measure(SubjectKind subject, JavaProcess worker, int round) throws IOException {
		double[] micros = Arrays.stream(worker.ask("alone " + this.arguments.number("locks")).split(" "))
			.mapToDouble((nanos) -> Double.parseDouble(nanos) / TimeUnit.MICROSECONDS.toNanos(1))
			.toArray();
		double handOvers = worker.askNumber("together " + this.arguments.number("turns"));
		return List.of(
				new Sample("lock that nobody else wants", 1, subject.title(), round,
						Map.of("p50 µs", micros[0], "p99 µs", micros[1], "client CPU µs", micros[2])),
				new Sample("lock that N contenders want", this.arguments.number("contenders"), subject.title(), round,
						Map.of("hand-overs/s", handOvers)));
	}

}
