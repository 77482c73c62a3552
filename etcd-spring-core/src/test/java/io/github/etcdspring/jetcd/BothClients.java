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

package io.github.etcdspring.jetcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * jetcd's own client and a template, both made of the same settings.
 *
 * @author The etcd-spring authors
 */
final class BothClients implements AutoCloseable {

	private static final HttpClient http = HttpClient.newHttpClient();

	final Client jetcd;

	final EtcdConnection connection;

	final EtcdTemplate template;

	BothClients(String endpoint) {
		this(endpoint, (builder) -> builder);
	}

	BothClients(String endpoint, UnaryOperator<ClientBuilder> settings) {
		this.jetcd = settings.apply(Client.builder().endpoints(endpoint)).build();
		this.connection = new EtcdConnection(settings.apply(Client.builder().endpoints(endpoint)),
				EtcdConnectionSettings.defaults());
		this.template = new EtcdTemplate(this.connection, EtcdValueConverter.create());
	}

	static ByteSequence bytes(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

	/**
	 * Count what a server has done.
	 * @param endpoint the server
	 * @param metric the name of a counter of the server
	 * @param labels what the labels of the counter contain
	 * @return the sum of the counters that match
	 */
	static long count(String endpoint, String metric, String... labels) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/metrics")).build();
			return http.send(request, BodyHandlers.ofLines()).body().filter((line) -> {
				boolean matches = line.startsWith(metric);
				for (String label : labels) {
					matches &= line.contains('"' + label + '"');
				}
				return matches;
			}).mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.jetcd.close();
		this.connection.close();
	}

}
