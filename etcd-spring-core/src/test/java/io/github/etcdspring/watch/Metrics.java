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

package io.github.etcdspring.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Reads the metrics of an etcd.
 *
 * @author The etcd-spring authors
 */
final class Metrics {

	private static final HttpClient http = HttpClient.newHttpClient();

	private Metrics() {
	}

	static double read(String endpoint, String name) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/metrics")).build();
			return http.send(request, BodyHandlers.ofLines())
				.body()
				.filter((line) -> line.startsWith(name + " "))
				.mapToDouble((line) -> Double.parseDouble(line.substring(name.length() + 1)))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
