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
import java.util.EnumMap;
import java.util.Map;

import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.ProcessorTime;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.subject.Workload;
import io.github.etcdspring.test.EtcdServer;

/**
 * Makes the same calls with each client, one client at a time, against one etcd that does
 * not wait for its disk. The order changes from round to round. See {@link Options}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class CallBenchmark {

	private static final int WARM_UP_CONCURRENCY = 32;

	private final Options options;

	private final Results results;

	private final long server;

	private CallBenchmark(Options options, Results results, long server) {
		this.options = options;
		this.results = results;
		this.server = server;
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param arguments options as {@code name=value}
	 */
	public static void main(String[] arguments) {
		BenchmarkProcess.runAndExit(() -> run(Options.parse(arguments)));
	}

	static Results run(Options options) throws Exception {
		Results results = new Results(options.section(),
				Environment.of(BenchmarkServer.version(), options.java(), options.javaOptions(), options.given()));
		if (options.cells().isEmpty()) {
			System.err.println("This Java has no virtual threads; virtual.java=/path/to/bin/java names one that has");
			return results;
		}
		try (EtcdServer server = BenchmarkServer.start()) {
			Keys.create(server.endpoint());
			Map<SubjectKind, JavaProcess> workers = new EnumMap<>(SubjectKind.class);
			try {
				for (SubjectKind subject : options.subjects()) {
					workers.put(subject, JavaProcess.start(options.java(), options.javaOptions(), Worker.class,
							subject.name(), server.endpoint()));
				}
				new CallBenchmark(options, results, server.pid()).run(workers);
			}
			finally {
				for (JavaProcess worker : workers.values()) {
					worker.close();
				}
			}
			return results;
		}
	}

	private void run(Map<SubjectKind, JavaProcess> workers) throws IOException, InterruptedException {
		Rounds warmUp = new Rounds(1, 1);
		warmUp.run(this.options.subjects(), (subject, round) -> warmUp(subject, workers.get(subject)));
		Rounds rounds = new Rounds(0, this.options.rounds());
		for (Cell cell : this.options.cells()) {
			rounds.run(this.options.subjects().stream().filter(cell::suits).toList(),
					(subject, round) -> measure(subject, workers.get(subject), cell, round));
			// A run takes long and may be broken off
			this.results.write(this.options.output());
		}
		rounds.end();
	}

	/**
	 * Make so many calls of each kind that the code is compiled: few at a time would take
	 * minutes for that.
	 * @param subject the client
	 * @param worker its process
	 * @throws IOException if it fails
	 */
	private void warmUp(SubjectKind subject, JavaProcess worker) throws IOException {
		System.err.println("warming up " + subject.title());
		for (Workload workload : this.options.cells().stream().map(Cell::workload).distinct().toList()) {
			for (Mode mode : this.options.cells().stream().map(Cell::mode).distinct().toList()) {
				run(worker, new Worker.Task(new Cell(workload, mode, WARM_UP_CONCURRENCY), this.options.warmUpMillis(),
						true));
			}
		}
	}

	private void measure(SubjectKind subject, JavaProcess worker, Cell cell, int round) throws IOException {
		// Round 0 is for getting used to the load
		long millis = (round > 0) ? this.options.millis() : this.options.millis() / 2;
		ProcessorTime before = ProcessorTime.of(this.server);
		Measurement measurement = run(worker, new Worker.Task(cell, millis, false));
		double serverMicros = ProcessorTime.of(this.server).since(before).microsEach(measurement.calls());
		if (round > 0) {
			this.results.add(cell.sample(subject, round, measurement.figures(serverMicros)));
		}
	}

	private static Measurement run(JavaProcess worker, Worker.Task task) throws IOException {
		return Worker.JSON.readValue(worker.ask(Worker.JSON.writeValueAsString(task)), Measurement.class);
	}

}
