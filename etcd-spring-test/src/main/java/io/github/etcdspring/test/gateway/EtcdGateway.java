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

package io.github.etcdspring.test.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Calls etcd through its HTTP gateway: JSON, with keys and values in Base64. It exists to
 * set up and to check tests without the client that is under test, and makes no attempt
 * at being fast or at hiding a fault.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdGateway {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final String endpoint;

	/**
	 * Create a client of one member.
	 * @param endpoint the address of the member, such as {@code http://127.0.0.1:2379}
	 */
	public EtcdGateway(String endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Make a call, and wait up to ten seconds for its answer.
	 * @param path the path of the call, such as {@code /v3/kv/range}
	 * @param request the fields of the request
	 * @return the fields of the answer
	 * @throws GatewayException if etcd refuses the call or does not answer
	 */
	public Map<String, @Nullable Object> call(String path, Map<String, ?> request) {
		return call(path, request, TIMEOUT);
	}

	/**
	 * Make a call.
	 * @param path the path of the call, such as {@code /v3/kv/range}
	 * @param request the fields of the request
	 * @param timeout how long to wait for the answer
	 * @return the fields of the answer
	 * @throws GatewayException if etcd refuses the call or does not answer in time
	 */
	@SuppressWarnings("unchecked")
	public Map<String, @Nullable Object> call(String path, Map<String, ?> request, Duration timeout) {
		HttpRequest httpRequest = HttpRequest.newBuilder(URI.create(this.endpoint + path))
			.timeout(timeout)
			.POST(BodyPublishers.ofString(Json.write(request)))
			.build();
		try {
			HttpResponse<String> response = Http.CLIENT.send(httpRequest, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new GatewayException(reason(response.body()), response.statusCode());
			}
			return (Map<String, @Nullable Object>) Json.read(response.body());
		}
		catch (IOException ex) {
			throw new GatewayException(path + " of " + this.endpoint + " has not answered: " + ex, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new GatewayException("Interrupted while waiting for " + this.endpoint, ex);
		}
	}

	/**
	 * Write a value.
	 * @param key the key
	 * @param value the value
	 * @return the revision of the write
	 */
	public long put(String key, String value) {
		return revision(call("/v3/kv/put", Map.of("key", encode(key), "value", encode(value))));
	}

	/**
	 * Read a value.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	@SuppressWarnings("unchecked")
	public @Nullable String get(String key) {
		Map<String, @Nullable Object> answer = call("/v3/kv/range", Map.of("key", encode(key)));
		if (answer.get("kvs") instanceof List<?> entries && !entries.isEmpty()) {
			Object value = ((Map<String, Object>) entries.get(0)).get("value");
			return (value != null) ? decode((String) value) : "";
		}
		return null;
	}

	/**
	 * Delete a key.
	 * @param key the key
	 * @return the revision of the delete, or the current one if there was no such key
	 */
	public long delete(String key) {
		return revision(call("/v3/kv/deleterange", Map.of("key", encode(key))));
	}

	/**
	 * Whether the member takes part in a cluster with a leader: a linearizable read
	 * passes.
	 * @param timeout how long to wait for the answer
	 * @return whether the member is ready
	 */
	public boolean isReady(Duration timeout) {
		try {
			call("/v3/kv/range", Map.of("key", encode("\0")), timeout);
			return true;
		}
		catch (GatewayException ex) {
			// The right to read is checked after the read itself has passed
			return "etcdserver: user name is empty".equals(ex.getMessage());
		}
	}

	@SuppressWarnings("unchecked")
	private static long revision(Map<String, @Nullable Object> answer) {
		Map<String, Object> header = (Map<String, Object>) answer.getOrDefault("header", Map.of());
		return Long.parseLong(String.valueOf(header.get("revision")));
	}

	private static String reason(String body) {
		try {
			if (Json.read(body) instanceof Map<?, ?> error && error.get("message") instanceof String message) {
				return message;
			}
		}
		catch (IllegalArgumentException ex) {
			// Not an answer of the gateway: shown as it is
		}
		return body.trim();
	}

	private static String encode(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String decode(String base64) {
		return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
	}

	/**
	 * One client for all: each has a thread of its own.
	 */
	private static final class Http {

		private static final HttpClient CLIENT = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(TIMEOUT)
			.build();

	}

}
