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
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.test.EtcdServer;

/**
 * Watches many keys with each client, one client at a time, each with a new etcd that
 * does not wait for its disk. See {@link WatchOptions}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class WatchBenchmark {

	static final String PREFIX = "/benchmark/watch/";

	private static final int KEYS_OF_PREFIX = 1000;

	private static final double MEBIBYTE = 1024 * 1024;

	private static final int PATIENCE_MILLIS = 60_000;

	private static final int PACED_SECONDS = 4;

	private final WatchOptions options;

	private WatchBenchmark(WatchOptions options) {
		this.options = options;
	}

	/**
	 * Run the benchmark and write its results.
	 * @param arguments options as {@code name=value}
	 * @throws Exception if a client fails
	 */
	public static void main(String[] arguments) throws Exception {
		WatchOptions options = WatchOptions.parse(arguments);
		List<WatchMeasurement> measurements = new WatchBenchmark(options).run();
		StringBuilder report = new StringBuilder(WatchMeasurement.HEADER);
		measurements.forEach((measurement) -> report.append(measurement.toMarkdown()));
		Files.createDirectories(options.output());
		Files.writeString(options.output().resolve("watches.md"), report);
		Files.writeString(options.output().resolve("watches.json"),
				JsonMapper.builder()
					.enable(SerializationFeature.INDENT_OUTPUT)
					.build()
					.writeValueAsString(measurements));
		System.out.println(report);
		System.exit(0);
	}

	static String key(int number) {
		return PREFIX + "%05d".formatted(number);
	}

	List<WatchMeasurement> run() throws IOException, InterruptedException {
		List<WatchMeasurement> measurements = new ArrayList<>();
		for (int watches : this.options.watches()) {
			List<WatchSubjectKind> order = new ArrayList<>(this.options.subjects());
			for (int round = 1; round <= this.options.rounds(); round++) {
				for (WatchSubjectKind subject : order) {
					WatchMeasurement measurement = measure(subject, watches);
					System.err.print(measurement.toMarkdown());
					measurements.add(measurement);
				}
				Collections.reverse(order);
			}
		}
		return measurements;
	}

	private WatchMeasurement measure(WatchSubjectKind subject, int watches) throws IOException, InterruptedException {
		try (EtcdServer server = EtcdServer.builder()
			.flag("unsafe-no-fsync", "true")
			.flag("log-level", "error")
			.start();
				WatchWorkerProcess worker = new WatchWorkerProcess(subject, server.endpoint(),
						this.options.javaOptions());
				Writer writer = new Writer(server.endpoint())) {
			int keys = (watches == 1) ? KEYS_OF_PREFIX : watches;
			writer.burst(keys, 1);
			long heap = worker.send("heap", 0)[0];
			ServerUsage before = ServerUsage.of(server.endpoint());
			double openMillis = millis(worker.send("open", watches)[0]);
			double heapMegabytes = (worker.send("heap", 0)[0] - heap) / MEBIBYTE;
			ServerUsage after = ServerUsage.of(server.endpoint());
			burst(writer, worker, keys, this.options.warmUpEvents());
			Duration processorTime = worker.processorTime();
			long begin = System.nanoTime();
			long[] burst = burst(writer, worker, keys, this.options.events());
			double burstMillis = millis(burst[1] - begin);
			double burstMicros = (double) worker.processorTime().minus(processorTime).toNanos()
					/ TimeUnit.MICROSECONDS.toNanos(1);
			int paced = this.options.rate() * PACED_SECONDS;
			worker.send("expect", paced);
			writer.pace(keys, paced, this.options.rate());
			long[] pace = worker.send("await", PATIENCE_MILLIS);
			worker.send("expect", keys);
			long back = outage(server);
			writer.burst(keys, 1);
			long[] resumed = worker.send("await", PATIENCE_MILLIS);
			return new WatchMeasurement(subject, watches, openMillis, (after.memory() - before.memory()) / MEBIBYTE,
					after.goroutines() - before.goroutines(), after.watchStreams() - before.watchStreams(),
					heapMegabytes, burst[0] / (burstMillis / TimeUnit.SECONDS.toMillis(1)), millis(burst[3]),
					burstMicros / burst[0], millis(pace[2]), millis(pace[3]), millis(resumed[1] - back),
					keys - (int) resumed[0]);
		}
	}

	private static long[] burst(Writer writer, WatchWorkerProcess worker, int keys, int events) throws IOException {
		int times = Math.max(1, events / keys);
		worker.send("expect", (long) keys * times);
		writer.burst(keys, times);
		return worker.send("await", PATIENCE_MILLIS);
	}

	private long outage(EtcdServer server) throws InterruptedException {
		server.kill();
		TimeUnit.MILLISECONDS.sleep(this.options.outageMillis());
		server.restart();
		return System.nanoTime();
	}

	private static double millis(long nanos) {
		return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

}
