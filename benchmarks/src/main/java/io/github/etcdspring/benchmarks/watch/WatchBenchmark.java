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
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.process.ServerUsage;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.watch.WatchRun.Load;
import io.github.etcdspring.benchmarks.watch.WatchRun.Opening;

/**
 * Watches many keys with each client, one client at a time, each with a new etcd that
 * does not wait for its disk. See {@link WatchOptions}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class WatchBenchmark {

	static final String PREFIX = "/benchmark/watch/";

	private static final double MEBIBYTE = 1024 * 1024;

	private static final int PACED_SECONDS = 3;

	private static final int LONG_OUTAGE_MILLIS = 20_000;

	private final WatchOptions options;

	private WatchBenchmark(WatchOptions options) {
		this.options = options;
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param arguments options as {@code name=value}
	 */
	public static void main(String[] arguments) {
		BenchmarkProcess.runAndExit(() -> new WatchBenchmark(WatchOptions.parse(arguments)).run());
	}

	static String key(int number) {
		return PREFIX + "%05d".formatted(number);
	}

	private void run() throws Exception {
		Results results = new Results(Section.WATCHES, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				this.options.javaOptions(), this.options.given()));
		WatchRun.warmUpWriter(this.options.javaOptions(), this.options.warmUpEvents());
		Rounds rounds = new Rounds(1, this.options.rounds());
		for (WatchLoad load : this.options.loads()) {
			rounds.run(this.options.subjects(), (subject, round) -> {
				results.add(measure(subject, load, round));
				results.write(this.options.output());
			});
		}
		Rounds longOutages = new Rounds(1, this.options.longOutageRounds());
		for (int watches : this.options.longOutages()) {
			longOutages.run(this.options.subjects(), (subject, round) -> {
				results.add(measureLongOutage(subject, WatchLoad.ofKeys(watches), round));
				results.write(this.options.output());
			});
		}
		rounds.end();
		longOutages.end();
	}

	private Sample measure(SubjectKind subject, WatchLoad load, int round) throws IOException, InterruptedException {
		try (WatchRun run = new WatchRun(subject, load, this.options.javaOptions())) {
			Map<String, Double> figures = new LinkedHashMap<>();
			long heap = run.usedHeap();
			ServerUsage before = run.serverUsage();
			Opening opening = run.open();
			figures.put("open ms", opening.millis());
			figures.put("open client CPU ms", opening.client().millis());
			figures.put("open compiler CPU ms", opening.client().compilerMillis());
			figures.put("open server CPU ms", opening.etcd().millis());
			figures.put("client heap MiB", (run.usedHeap() - heap) / MEBIBYTE);
			ServerUsage after = run.serverUsage();
			figures.put("server MiB", (after.memory() - before.memory()) / MEBIBYTE);
			figures.put("server goroutines", after.goroutines() - before.goroutines());
			figures.put("server streams", after.watchStreams() - before.watchStreams());
			run.burst(this.options.warmUpEvents());
			Load burst = run.burst(this.options.events());
			figures.put("burst events/s", burst.eventsPerSecond());
			figures.put("burst p99 ms", burst.arrivals().p99Millis());
			figures.put("burst client CPU µs/event", burst.clientMicros());
			figures.put("burst other CPU µs/event", burst.otherMicros());
			// What was compiled for a burst is compiled again for a rate
			run.pace(this.options.rate(), 1);
			Load pace = run.pace(this.options.rate(), PACED_SECONDS);
			figures.put("paced events/s", pace.eventsPerSecond());
			figures.put("paced p50 ms", pace.arrivals().p50Millis());
			figures.put("paced p99 ms", pace.arrivals().p99Millis());
			figures.put("paced client CPU µs/event", pace.clientMicros());
			figures.put("paced other CPU µs/event", pace.otherMicros());
			figures.putAll(figures(run.outage(this.options.outageMillis())));
			return new Sample(load.kind().scenario(), load.size(), subject.title(), round, figures);
		}
	}

	private Sample measureLongOutage(SubjectKind subject, WatchLoad load, int round)
			throws IOException, InterruptedException {
		try (WatchRun run = new WatchRun(subject, load, this.options.javaOptions())) {
			run.open();
			return new Sample("N watches, server away for 20 s", load.size(), subject.title(), round,
					figures(run.outage(LONG_OUTAGE_MILLIS)));
		}
	}

	private static Map<String, Double> figures(Load outage) {
		return Map.of("resumed ms", outage.millis(), "resume client CPU ms", outage.client().millis(),
				"resume compiler CPU ms", outage.client().compilerMillis(), "resume server CPU ms",
				outage.etcd().millis(), "lost", (double) outage.lost());
	}

}
