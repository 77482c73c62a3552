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

package io.github.etcdspring.connection;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints that follow the membership.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EndpointSyncTests {

	@Test
	void endpointsBecomeThoseThatTheMembersAdvertise() {
		try (EtcdServer server = EtcdServer.start()) {
			String configured = server.endpoint().replace("127.0.0.1", "localhost");
			try (EtcdConnection connection = connect(Duration.ofMillis(200), configured, "http://localhost:1")) {
				TestConnections.put(connection, "key", "value");
				Awaitility.await()
					.untilAsserted(() -> assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri)
						.containsExactly(server.endpoint()));
				assertThat(TestConnections.get(connection, "key")).isEqualTo("value");
			}
		}
	}

	@Test
	void endpointsStayAsConfiguredByDefault() {
		try (EtcdServer server = EtcdServer.start()) {
			String configured = server.endpoint().replace("127.0.0.1", "localhost");
			try (EtcdConnection connection = connect(Duration.ZERO, configured)) {
				TestConnections.put(connection, "key", "value");
				Awaitility.await()
					.during(Duration.ofMillis(500))
					.untilAsserted(() -> assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri)
						.containsExactly(configured));
			}
		}
	}

	private static EtcdConnection connect(Duration interval, String... endpoints) {
		return new EtcdConnection(TestConnections.builder(List.of(endpoints)),
				EtcdConnectionSettings.builder().endpointSyncInterval(interval).build());
	}

}
