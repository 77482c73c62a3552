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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.etcdspring.benchmarks.subject.Subject;
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

	private CallBenchmark(Options options, Results results) {
		this.options = options;
		this.results = results;
	}

	/**
	 * Run the benchmark and write its results.
	 * @param arguments options as {@code name=value}
	 * @throws Exception if a client fails
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.parse(arguments);
		Results results = run(options);
		System.out.println(results.toMarkdown());
		System.out.println("Written to " + options.output().toAbsolutePath());
		System.exit(0);
	}

	static Results run(Options options) throws Exception {
		try (EtcdServer server = EtcdServer.builder()
			.flag("unsafe-no-fsync", "true")
			.flag("log-level", "error")
			.start()) {
			Results results = new Results(Environment.of(server.version(), options), new ArrayList<>());
			try (Subject subject = SubjectKind.GRPC_STUB.connect(server.endpoint())) {
				Keys.create(subject);
			}
			List<WorkerProcess> workers = new ArrayList<>();
			try {
				for (SubjectKind subject : options.subjects()) {
					workers.add(new WorkerProcess(subject, server.endpoint(), options));
				}
				new CallBenchmark(options, results).run(workers);
			}
			finally {
				for (WorkerProcess worker : workers) {
					worker.close();
				}
			}
			return results;
		}
	}

	private void run(List<WorkerProcess> workers) throws IOException {
		for (WorkerProcess worker : workers) {
			warmUp(worker);
		}
		for (Cell cell : this.options.cells()) {
			List<WorkerProcess> order = new ArrayList<>(
					workers.stream().filter((worker) -> cell.suits(worker.subject())).toList());
			for (int round = 0; round <= this.options.rounds(); round++) {
				for (WorkerProcess worker : order) {
					measure(worker, cell, round);
				}
				Collections.reverse(order);
			}
			// A run takes long and may be broken off
			this.results.write(this.options.output());
		}
	}

	/**
	 * Make so many calls of each kind that the code is compiled: few at a time would take
	 * minutes for that.
	 * @param worker the client
	 * @throws IOException if it fails
	 */
	private void warmUp(WorkerProcess worker) throws IOException {
		progress("warming up " + worker.subject().title());
		for (Workload workload : this.options.cells().stream().map(Cell::workload).distinct().toList()) {
			for (Mode mode : List.of(Mode.ASYNC, Mode.BLOCKING)) {
				worker.warmUp(new Cell(workload, mode, WARM_UP_CONCURRENCY), this.options.warmUpMillis());
			}
		}
	}

	private void measure(WorkerProcess worker, Cell cell, int round) throws IOException {
		Measurement measurement = worker.measure(cell, this.options.millis());
		// Round 0 is for getting used to the load
		if (measurement != null && round > 0) {
			this.results.add(new Results.Sample(worker.subject(), cell, round, measurement));
			progress("%s, round %d of %d, %s: %,.0f calls/s, p50 %,.0f µs, p99 %,.0f µs, %.1f µs CPU".formatted(
					cell.describe(), round, this.options.rounds(), worker.subject().title(),
					measurement.callsPerSecond(), measurement.p50Micros(), measurement.p99Micros(),
					measurement.cpuMicrosPerCall()));
		}
	}

	private static void progress(String message) {
		System.err.println(message);
	}

}
