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

package io.github.etcdspring.benchmarks.growth;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;

/**
 * Lists and mirrors more and more keys below a prefix, one client at a time. Options are
 * {@code name=value}: {@code subjects}, {@code keys}, {@code millis} for each listing,
 * {@code rounds} and {@code output}. A list is one answer, which can have four megabytes:
 * more than ten thousand keys are mirrored only.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class KeysBenchmark {

	static final String PREFIX = "/benchmark/keys/";

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING", "keys",
			"1,10,100,1000,10000,100000", "millis", "1000", "rounds", "2", "java-options", "-Xms1g,-Xmx1g", "output",
			"target/benchmarks");

	private static final int MOST_IN_A_LIST = 10_000;

	private static final int VALUE_SIZE = 256;

	private static final double MEBIBYTE = 1024 * 1024;

	private final Arguments arguments;

	private KeysBenchmark(Arguments arguments) {
		this.arguments = arguments;
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> new KeysBenchmark(Arguments.parse(DEFAULTS, given)).run());
	}

	private void run() throws Exception {
		Results results = new Results(Section.KEYS, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				this.arguments.list("java-options"), this.arguments.toString()));
		List<SubjectKind> subjects = this.arguments.constants("subjects", SubjectKind.class);
		Rounds rounds = new Rounds(1, this.arguments.number("rounds"));
		for (int keys : this.arguments.numbers("keys")) {
			try (EtcdServer server = BenchmarkServer.start()) {
				create(server, keys);
				rounds.run(subjects.stream().filter((subject) -> suits(subject, keys)).toList(),
						(subject, round) -> results
							.add(new Sample("N keys", keys, subject.title(), round, measure(subject, server, keys))));
			}
			results.write(this.arguments.path("output"));
		}
		rounds.end();
	}

	private static boolean suits(SubjectKind subject, int keys) {
		return keys <= MOST_IN_A_LIST || subject == SubjectKind.ETCD_SPRING;
	}

	private static void create(EtcdServer server, int keys) {
		try (EtcdConnection connection = BenchmarkConnection.open(server.endpoint())) {
			new EtcdTemplate(connection, EtcdValueConverter.create()).bulk((bulk) -> IntStream.range(0, keys)
				.forEach((key) -> bulk.put(PREFIX + "%06d".formatted(key), new byte[VALUE_SIZE])));
		}
	}

	private Map<String, Double> measure(SubjectKind subject, EtcdServer server, int keys) throws IOException {
		Map<String, Double> figures = new LinkedHashMap<>();
		try (JavaProcess worker = JavaProcess.start(JavaProcess.JAVA, this.arguments.list("java-options"),
				KeysWorker.class, subject.name(), server.endpoint())) {
			if (keys <= MOST_IN_A_LIST) {
				String list = "list " + this.arguments.number("millis");
				worker.ask(list);
				double[] nanos = numbers(worker.ask(list));
				figures.put("list ms", nanos[0] / TimeUnit.MILLISECONDS.toNanos(1));
				figures.put("list client CPU ms", nanos[1] / TimeUnit.MILLISECONDS.toNanos(1));
			}
			if (subject == SubjectKind.ETCD_SPRING) {
				double[] mirror = numbers(worker.ask("mirror"));
				figures.put("mirror start ms", mirror[0] / TimeUnit.MILLISECONDS.toNanos(1));
				figures.put("mirror heap MiB", mirror[1] / MEBIBYTE);
			}
		}
		return figures;
	}

	private static double[] numbers(String answer) {
		return Arrays.stream(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
	}

}
