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

package io.github.etcdspring.boot.metrics;

import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.connection.EtcdEndpoint.State;

/**
 * Shows for each endpoint of each connection whether it is connected.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdConnectionMetrics implements MeterBinder {

	private final Map<String, EtcdConnection> connections;

	/**
	 * Create the metrics.
	 * @param connections the connections by name
	 */
	public EtcdConnectionMetrics(Map<String, EtcdConnection> connections) {
		Assert.notNull(connections, "'connections' must not be null");
		this.connections = Map.copyOf(connections);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.connections.forEach((name, connection) -> connection.endpoints()
			.forEach((endpoint) -> bindTo(registry, name, connection, endpoint.uri())));
	}

	private void bindTo(MeterRegistry registry, String name, EtcdConnection connection, String endpoint) {
		Gauge.builder("etcd.client.endpoint.connected", connection, (each) -> isConnected(each, endpoint) ? 1 : 0)
			.description("Whether the endpoint is connected")
			.tag("connection", name)
			.tag("endpoint", endpoint)
			.register(registry);
	}

	private static boolean isConnected(EtcdConnection connection, String uri) {
		for (EtcdEndpoint endpoint : connection.endpoints()) {
			if (endpoint.uri().equals(uri)) {
				return endpoint.state() == State.CONNECTED;
			}
		}
		return false;
	}

}
