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

package io.github.etcdspring.benchmarks.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * What etcd uses, as it says itself.
 *
 * @param memory the resident memory in bytes
 * @param goroutines the number of goroutines
 * @param watchStreams the number of streams that carry watches
 * @param renewals how often it has renewed a lease
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record ServerUsage(double memory, double goroutines, double watchStreams, double renewals) {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Ask a server.
	 * @param endpoint the server
	 * @return what it uses
	 * @throws IOException if it does not answer
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static ServerUsage of(String endpoint) throws IOException, InterruptedException {
		String metrics = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(endpoint + "/metrics")).timeout(PATIENCE).build(),
					BodyHandlers.ofString())
			.body();
		return new ServerUsage(value(metrics, "process_resident_memory_bytes"), value(metrics, "go_goroutines"),
				value(metrics, "etcd_debugging_mvcc_watch_stream_total"),
				value(metrics, "etcd_debugging_lease_renewed_total"));
	}

	private static double value(String metrics, String name) {
		return metrics.lines()
			.filter((line) -> line.startsWith(name + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(name.length() + 1)))
			.findFirst()
			.orElse(Double.NaN);
	}

}
