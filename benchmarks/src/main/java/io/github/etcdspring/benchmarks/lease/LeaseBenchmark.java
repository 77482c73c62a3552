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

package io.github.etcdspring.benchmarks.lease;

import java.io.IOException;
import java.util.LinkedHashMap;
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
import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;

/**
 * Grants leases by 16 threads and keeps them alive, one client at a time, each with a new
 * etcd. Options are {@code name=value}: {@code subjects}, {@code leases},
 * {@code ttl-seconds}, {@code seconds} for which they are kept while the processor time
 * is taken, {@code rounds} and {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LeaseBenchmark {

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING", "leases",
			"100,1000,10000", "ttl-seconds", "12", "seconds", "8", "rounds", "2", "java-options", "-Xms1g,-Xmx1g",
			"output", "target/benchmarks");

	private static final double MEBIBYTE = 1024 * 1024;

	private final Arguments arguments;

	private LeaseBenchmark(Arguments arguments) {
		this.arguments = arguments;
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> new LeaseBenchmark(Arguments.parse(DEFAULTS, given)).run());
	}

	private void run() throws Exception {
		Results results = new Results(Section.LEASES, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				this.arguments.list("java-options"), this.arguments.toString()));
		Rounds rounds = new Rounds(1, this.arguments.number("rounds"));
		for (int leases : this.arguments.numbers("leases")) {
			rounds.run(this.arguments.constants("subjects", SubjectKind.class), (subject, round) -> {
				results.add(measure(subject, leases, round));
				results.write(this.arguments.path("output"));
			});
		}
		rounds.end();
	}

	private Sample measure(SubjectKind subject, int leases, int round) throws IOException, InterruptedException {
		int ttl = this.arguments.number("ttl-seconds");
		try (EtcdServer server = BenchmarkServer.start();
				JavaProcess worker = JavaProcess.start(JavaProcess.JAVA, this.arguments.list("java-options"),
						LeaseWorker.class, subject.name(), server.endpoint())) {
			Map<String, Double> figures = new LinkedHashMap<>();
			// Connecting and loading classes is not what is measured
			worker.ask("grant 1 " + ttl);
			double heap = worker.askNumber("heap");
			ServerUsage before = ServerUsage.of(server.endpoint());
			figures.put("grant and keep ms",
					worker.askNumber("grant %d %d".formatted(leases, ttl)) / TimeUnit.MILLISECONDS.toNanos(1));
			figures.put("client heap MiB", (worker.askNumber("heap") - heap) / MEBIBYTE);
			// The first renewals come at once, the next ones as they always do
			TimeUnit.SECONDS.sleep(ttl / 3);
			ServerUsage after = ServerUsage.of(server.endpoint());
			figures.put("server MiB", (after.memory() - before.memory()) / MEBIBYTE);
			figures.put("server goroutines", after.goroutines() - before.goroutines());
			figures.putAll(keep(server, worker, after));
			figures.put("lost", (double) Math.max(0, leases + 1 - count(server)));
			return new Sample("N leases", leases, subject.title(), round, figures);
		}
	}

	private Map<String, Double> keep(EtcdServer server, JavaProcess worker, ServerUsage before)
			throws IOException, InterruptedException {
		int seconds = this.arguments.number("seconds");
		ProcessorTime client = worker.processorTime();
		ProcessorTime etcd = ProcessorTime.of(server.pid());
		TimeUnit.SECONDS.sleep(seconds);
		client = worker.processorTime().since(client);
		etcd = ProcessorTime.of(server.pid()).since(etcd);
		ServerUsage after = ServerUsage.of(server.endpoint());
		return Map.of("renewals/s", (after.renewals() - before.renewals()) / seconds, "client CPU ms/s",
				client.millis() / seconds, "server CPU ms/s", etcd.millis() / seconds);
	}

	private static int count(EtcdServer server) {
		try (EtcdConnection connection = BenchmarkConnection.open(server.endpoint())) {
			return new EtcdTemplate(connection, EtcdValueConverter.create()).leases().list().size();
		}
	}

}
