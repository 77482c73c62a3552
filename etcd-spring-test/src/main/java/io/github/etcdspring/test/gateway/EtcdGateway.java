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
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Calls one member of etcd through its HTTP gateway: JSON, with keys and values in
 * Base64. It exists to set up and to check tests without the client that is under test,
 * and makes no attempt at being fast or at hiding a fault.
 *
 * <p>
 * Safe for use by several threads.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdGateway {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final String endpoint;

	private final HttpClient client;

	private final Duration timeout;

	private final @Nullable Token token;

	/**
	 * Create a client of one member.
	 * @param endpoint the address of the member, such as {@code http://127.0.0.1:2379}
	 */
	public EtcdGateway(String endpoint) {
		this(endpoint, Http.CLIENT);
	}

	/**
	 * Create a client of one member which is reached by a given HTTP client.
	 * @param endpoint the address of the member, such as {@code https://127.0.0.1:2379}
	 * @param client the HTTP client, with an SSL context if the member wants one
	 */
	public EtcdGateway(String endpoint, HttpClient client) {
		this(endpoint, client, TIMEOUT, null);
	}

	private EtcdGateway(String endpoint, HttpClient client, Duration timeout, @Nullable Token token) {
		this.endpoint = endpoint;
		this.client = client;
		this.timeout = timeout;
		this.token = token;
	}

	/**
	 * The same member, called in the name of a user.
	 * @param user the name of the user
	 * @param password the password
	 * @return a client which authenticates itself
	 */
	public EtcdGateway as(String user, String password) {
		EtcdGateway anonymous = new EtcdGateway(this.endpoint, this.client, this.timeout, null);
		return new EtcdGateway(this.endpoint, this.client, this.timeout, new Token(anonymous, user, password));
	}

	/**
	 * The same member, called with another limit of time for each answer. By default it
	 * is ten seconds.
	 * @param timeout how long to wait for an answer
	 * @return a client with this limit
	 */
	public EtcdGateway within(Duration timeout) {
		return new EtcdGateway(this.endpoint, this.client, timeout,
				(this.token != null) ? this.token.within(timeout) : null);
	}

	/**
	 * Calls about users and roles.
	 * @return the calls
	 */
	public AuthenticationCalls authentication() {
		return new AuthenticationCalls(this);
	}

	/**
	 * Calls about the members of the cluster.
	 * @return the calls
	 */
	public MembershipCalls membership() {
		return new MembershipCalls(this);
	}

	/**
	 * Calls about the state of this member and the upkeep of its store.
	 * @return the calls
	 */
	public MaintenanceCalls maintenance() {
		return new MaintenanceCalls(this);
	}

	/**
	 * Make a call.
	 * @param path the path of the call, such as {@code /v3/kv/range}
	 * @param request the fields of the request
	 * @return the answer
	 * @throws GatewayException if etcd refuses the call or does not answer in time
	 */
	public Answer call(String path, Map<String, ?> request) {
		HttpResponse<String> response = send(path, request, BodyHandlers.ofString());
		if (this.token != null && isRefusedToken(response)) {
			this.token.forget();
			response = send(path, request, BodyHandlers.ofString());
		}
		if (response.statusCode() != 200) {
			throw new GatewayException(reason(response.body()), response.statusCode());
		}
		return parse(response.body());
	}

	/**
	 * Make a call whose answer is a stream.
	 * @param path the path of the call, such as {@code /v3/watch}
	 * @param request the fields of the request
	 * @return the answers, one by one as they come; to be closed
	 * @throws GatewayException if etcd refuses the call or does not answer
	 */
	public Stream<Answer> stream(String path, Map<String, ?> request) {
		HttpResponse<Stream<String>> response = send(path, request, BodyHandlers.ofLines());
		if (response.statusCode() != 200) {
			try (Stream<String> body = response.body()) {
				throw new GatewayException(reason(String.join("\n", body.toList())), response.statusCode());
			}
		}
		return response.body().map((line) -> {
			Answer answer = parse(line);
			if (answer.fields().containsKey("error")) {
				throw new GatewayException(answer.object("error").text("message"), 200);
			}
			return answer.object("result");
		});
	}

	/**
	 * Write a value.
	 * @param key the key
	 * @param value the value
	 * @return the revision of the write
	 */
	public long put(String key, String value) {
		return call("/v3/kv/put", Map.of("key", encode(key), "value", encode(value))).revision();
	}

	/**
	 * Read a value.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String get(String key) {
		List<Answer> entries = call("/v3/kv/range", Map.of("key", encode(key))).objects("kvs");
		return (entries.isEmpty()) ? null : entries.get(0).decoded("value");
	}

	/**
	 * Delete a key.
	 * @param key the key
	 * @return the revision of the delete, or the current one if there was no such key
	 */
	public long delete(String key) {
		return call("/v3/kv/deleterange", Map.of("key", encode(key))).revision();
	}

	/**
	 * The current revision of the store, by a linearizable read.
	 * @return the revision
	 */
	public long revision() {
		return call("/v3/kv/range", Map.of("key", encode("\0"))).revision();
	}

	/**
	 * Whether the member serves, and takes part in a cluster with a leader: a
	 * linearizable read passes, or is refused for a reason that is not the state of the
	 * cluster.
	 * @return whether the member is ready
	 */
	public boolean isReady() {
		try {
			call("/v3/kv/range", Map.of("key", encode("\0")));
			return true;
		}
		catch (GatewayException ex) {
			// Rights are checked after the read itself; a learner serves no such reads
			String message = String.valueOf(ex.getMessage());
			return message.contains("user name is empty") || message.contains("not supported for learner");
		}
	}

	/**
	 * Text as the gateway wants bytes.
	 * @param text the text
	 * @return its UTF-8 bytes in Base64
	 */
	public static String encode(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private <T> HttpResponse<T> send(String path, Map<String, ?> request, BodyHandler<T> handler) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(this.endpoint + path))
			.timeout(this.timeout)
			.POST(BodyPublishers.ofString(Json.write(request)));
		if (this.token != null) {
			builder.header("Authorization", this.token.get());
		}
		try {
			return this.client.send(builder.build(), handler);
		}
		catch (IOException ex) {
			throw new GatewayException(path + " of " + this.endpoint + " has not answered: " + ex, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new GatewayException("Interrupted while waiting for " + this.endpoint, ex);
		}
	}

	private static boolean isRefusedToken(HttpResponse<String> response) {
		return response.statusCode() != 200
				&& (response.body().contains("invalid auth token") || response.body().contains("old in the server"));
	}

	private static Answer parse(String body) {
		Object value = Json.read(body);
		return Answer.of((value != null) ? value : Map.of());
	}

	private static String reason(String body) {
		try {
			return parse(body).text("message");
		}
		catch (IllegalArgumentException ex) {
			return body.trim();
		}
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
