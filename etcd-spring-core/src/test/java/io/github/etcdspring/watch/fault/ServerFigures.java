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

package io.github.etcdspring.watch.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.etcdspring.test.EtcdServer;

/**
 * What a member says of itself.
 *
 * @param watchers the watches that it serves
 * @param slowWatchers those of them that wait for history
 * @param watchStreams the streams of watches
 * @param goroutines its goroutines
 * @param residentBytes its memory
 * @author The etcd-spring authors
 */
record ServerFigures(long watchers, long slowWatchers, long watchStreams, long goroutines, long residentBytes) {

	private static final HttpClient http = HttpClient.newHttpClient();

	static ServerFigures of(EtcdServer member) {
		Map<String, Long> figures = read(member);
		return new ServerFigures(figures.get("etcd_debugging_mvcc_watcher_total"),
				figures.get("etcd_debugging_mvcc_slow_watcher_total"),
				figures.get("etcd_debugging_mvcc_watch_stream_total"), figures.get("go_goroutines"),
				figures.get("process_resident_memory_bytes"));
	}

	private static Map<String, Long> read(EtcdServer member) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(member.endpoint() + "/metrics")).build();
			return http.send(request, BodyHandlers.ofLines())
				.body()
				.filter((line) -> line.matches("\\w+ \\S+"))
				.map((line) -> line.split(" "))
				.collect(Collectors.toMap((parts) -> parts[0], (parts) -> (long) Double.parseDouble(parts[1])));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
