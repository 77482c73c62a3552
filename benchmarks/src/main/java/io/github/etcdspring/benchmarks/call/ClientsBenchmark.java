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

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.ProcessorTime;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.process.ServerUsage;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.test.EtcdServer;

/**
 * Reads with more and more clients in a process, each with a connection and a thread of
 * its own, against a new etcd. Options are {@code name=value}: {@code subjects},
 * {@code clients}, {@code warm-up-millis} at the most, {@code millis} of reading,
 * {@code rounds} and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class ClientsBenchmark {

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING", "clients",
			"1,10,100,1000", "millis", "2500", "warm-up-millis", "4000", "rounds", "2", "java-options", "-Xms1g,-Xmx1g",
			"output", "target/benchmarks");

	private static final double MEBIBYTE = 1024 * 1024;

	private final Arguments arguments;

	private ClientsBenchmark(Arguments arguments) {
		this.arguments = arguments;
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> new ClientsBenchmark(Arguments.parse(DEFAULTS, given)).run());
	}

	private void run() throws Exception {
		Results results = new Results(Section.CLIENTS, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				this.arguments.list("java-options"), this.arguments.toString()));
		Rounds rounds = new Rounds(1, this.arguments.number("rounds"));
		for (int clients : this.arguments.numbers("clients")) {
			rounds.run(this.arguments.constants("subjects", SubjectKind.class), (subject, round) -> {
				results.add(measure(subject, clients, round));
				results.write(this.arguments.path("output"));
			});
		}
		rounds.end();
	}

	private Sample measure(SubjectKind subject, int clients, int round) throws IOException, InterruptedException {
		try (EtcdServer server = BenchmarkServer.start()) {
			Keys.create(server.endpoint());
			try (JavaProcess worker = JavaProcess.start(JavaProcess.JAVA, this.arguments.list("java-options"),
					ClientsWorker.class, subject.name(), server.endpoint())) {
				return new Sample("N clients", clients, subject.title(), round, measure(worker, server, clients));
			}
		}
	}

	private Map<String, Double> measure(JavaProcess worker, EtcdServer server, int clients)
			throws IOException, InterruptedException {
		worker.ask("warm-up " + this.arguments.number("warm-up-millis"));
		double heap = worker.askNumber("heap");
		double memory = ServerUsage.of(server.endpoint()).memory();
		double connect = worker.askNumber("connect " + clients) / TimeUnit.MILLISECONDS.toNanos(1);
		heap = worker.askNumber("heap") - heap;
		memory = ServerUsage.of(server.endpoint()).memory() - memory;
		String read = "read " + this.arguments.number("millis");
		worker.ask(read);
		ProcessorTime before = ProcessorTime.of(server.pid());
		Measurement measurement = Worker.JSON.readValue(worker.ask(read), Measurement.class);
		Map<String, Double> figures = new HashMap<>(
				measurement.figures(ProcessorTime.of(server.pid()).since(before).microsEach(measurement.calls())));
		figures.put("connect ms", connect);
		figures.put("client heap MiB", heap / MEBIBYTE);
		figures.put("server MiB", memory / MEBIBYTE);
		return figures;
	}

}
