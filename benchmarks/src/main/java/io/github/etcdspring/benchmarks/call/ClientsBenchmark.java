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
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.process.ServerUsage;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.subject.Subject;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.test.EtcdServer;

/**
 * Reads with more and more clients in a process, each with a connection and a thread of
 * its own, against a new etcd. Options are {@code name=value}: {@code subjects},
 * {@code clients}, {@code millis} of reading, {@code rounds} and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class ClientsBenchmark {

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING", "clients",
			"1,10,100,1000", "millis", "3000", "rounds", "3", "java-options", "-Xms1g,-Xmx1g", "output",
			"target/benchmarks");

	private static final double MEBIBYTE = 1024 * 1024;

	private final Arguments arguments;

	private ClientsBenchmark(Arguments arguments) {
		this.arguments = arguments;
	}

	/**
	 * Run the benchmark and write its results.
	 * @param given options as {@code name=value}
	 * @throws Exception if a client fails
	 */
	public static void main(String[] given) throws Exception {
		new ClientsBenchmark(Arguments.parse(DEFAULTS, given)).run();
		System.exit(0);
	}

	private void run() throws Exception {
		Results results = new Results(Section.CLIENTS, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				this.arguments.list("java-options"), this.arguments.toString()));
		for (int clients : this.arguments.numbers("clients")) {
			Rounds.run(this.arguments.constants("subjects", SubjectKind.class), 1, this.arguments.number("rounds"),
					(subject, round) -> {
						results.add(measure(subject, clients, round));
						results.write(this.arguments.path("output"), Section.CLIENTS.fileName());
					});
		}
	}

	private Sample measure(SubjectKind subject, int clients, int round) throws Exception {
		try (EtcdServer server = BenchmarkServer.start()) {
			try (Subject writer = SubjectKind.GRPC_STUB.connect(server.endpoint())) {
				Keys.create(writer);
			}
			try (JavaProcess worker = JavaProcess.start(JavaProcess.JAVA, this.arguments.list("java-options"),
					ClientsWorker.class, subject.name(), server.endpoint())) {
				return new Sample("N clients", clients, subject.title(), round,
						measure(worker, server.endpoint(), clients));
			}
		}
	}

	private Map<String, Double> measure(JavaProcess worker, String endpoint, int clients)
			throws IOException, InterruptedException {
		double heap = worker.askNumber("heap");
		double memory = ServerUsage.of(endpoint).memory();
		double connect = worker.askNumber("connect " + clients) / TimeUnit.MILLISECONDS.toNanos(1);
		heap = worker.askNumber("heap") - heap;
		memory = ServerUsage.of(endpoint).memory() - memory;
		String read = "read " + this.arguments.number("millis");
		worker.ask(read);
		Map<String, Double> figures = new HashMap<>(
				Worker.JSON.readValue(worker.ask(read), Measurement.class).figures());
		figures.put("connect ms", connect);
		figures.put("client heap MiB", heap / MEBIBYTE);
		figures.put("server MiB", memory / MEBIBYTE);
		return figures;
	}

}
