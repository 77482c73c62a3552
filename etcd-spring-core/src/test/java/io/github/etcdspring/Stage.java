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

package io.github.etcdspring;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdRetrySettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;

/**
 * An etcd for all provocations that need nothing special, and what the others need.
 *
 * @author The etcd-spring authors
 */
final class Stage implements AutoCloseable {

	/**
	 * All values that are put, and all passwords, begin with it.
	 */
	static final String SECRET = "hunter2";

	private final List<EtcdConnection> connections = new ArrayList<>();

	private @Nullable EtcdServer server;

	private @Nullable EtcdTemplate template;

	EtcdServer server() {
		if (this.server == null) {
			this.server = EtcdServer.start();
		}
		return this.server;
	}

	EtcdTemplate template() {
		if (this.template == null) {
			this.template = template(UnaryOperator.identity(), server().endpoint());
		}
		return this.template;
	}

	/**
	 * Connect to another etcd, until the end of all tests.
	 * @param endpoints its endpoints
	 * @return a template
	 */
	EtcdTemplate template(String... endpoints) {
		return template(UnaryOperator.identity(), endpoints);
	}

	EtcdTemplate template(String endpoint, String user, String password) {
		return template((builder) -> builder.user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(password, StandardCharsets.UTF_8)), endpoint);
	}

	EtcdTemplate template(UnaryOperator<ClientBuilder> settings, String... endpoints) {
		return template(connect(settings, endpoints));
	}

	/**
	 * Connect to another etcd, until the end of all tests, and repeat no call.
	 * @param endpoint its endpoint
	 * @return a template
	 */
	EtcdTemplate templateWithoutRetries(String endpoint) {
		EtcdRetrySettings some = EtcdRetrySettings.DEFAULT;
		EtcdRetrySettings none = new EtcdRetrySettings(0, some.delay(), some.maxDelay(), some.multiplier(),
				some.jitter(), some.attemptTimeout(), some.timeout());
		EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(endpoint),
				EtcdConnectionSettings.builder().retry(none).build());
		this.connections.add(connection);
		return template(connection);
	}

	EtcdTemplate template(EtcdConnection connection) {
		return new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	EtcdConnection connect(UnaryOperator<ClientBuilder> settings, String... endpoints) {
		EtcdConnection connection = new EtcdConnection(settings.apply(Client.builder().endpoints(endpoints)),
				EtcdConnectionSettings.defaults());
		this.connections.add(connection);
		return connection;
	}

	/**
	 * A key that no other row uses.
	 * @return the key
	 */
	static String key() {
		return "/key-" + UUID.randomUUID();
	}

	static String secret(int length) {
		return SECRET + "x".repeat(length - SECRET.length());
	}

	long lease() {
		return template().leases().grantOnly(Duration.ofMinutes(1)).id();
	}

	@Override
	public void close() {
		this.connections.forEach(EtcdConnection::close);
		if (this.server != null) {
			this.server.close();
		}
	}

}
