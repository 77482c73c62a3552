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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server of another cluster among the endpoints.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ForeignEndpointTests {

	private final EtcdCluster cluster = EtcdCluster.start(3);

	private final EtcdServer foreign = EtcdServer.start();

	@AfterEach
	void stop() {
		this.cluster.close();
		this.foreign.close();
	}

	@Test
	void foreignServerIsLeftOutWithOneWarning(CapturedOutput output) {
		try (EtcdConnection connection = connect()) {
			Awaitility.await().until(() -> TestConnections.get(connection, "a").isEmpty());
			Awaitility.await().until(() -> connected(connection) == 3);
			IntStream.range(0, 40).forEach((i) -> TestConnections.put(connection, "k" + i, "1"));
			IntStream.range(0, 40).forEach((i) -> assertThat(TestConnections.get(connection, "k" + i)).isEqualTo("1"));
			Awaitility.await().until(() -> output.getAll().contains("it is left out"));
			assertThat(connection.endpoints()).filteredOn((endpoint) -> endpoint.uri().equals(this.foreign.endpoint()))
				.singleElement()
				.satisfies((endpoint) -> {
					assertThat(endpoint.state()).isEqualTo(EtcdEndpoint.State.DISCONNECTED);
					assertThat(endpoint.lastError()).contains("another cluster");
				});
		}
		assertForeignIsEmpty();
		assertThat(output.getAll().lines().filter((line) -> line.contains("it is left out"))).singleElement()
			.asString()
			.contains(this.foreign.endpoint(), "'etcd.endpoints'");
	}

	@Test
	void foreignServerDoesNotTakeOverWhileTheOthersAreAway() {
		try (EtcdConnection connection = connect()) {
			Awaitility.await().until(() -> TestConnections.get(connection, "a").isEmpty());
			Awaitility.await().until(() -> connected(connection) == 3);
			this.cluster.kill();
			Awaitility.await().until(() -> connected(connection) == 0);
			this.foreign.kill();
			this.foreign.restart();
			this.cluster.restart();
			Awaitility.await().until(() -> connected(connection) == 3);
			IntStream.range(0, 40).forEach((i) -> TestConnections.put(connection, "k" + i, "1"));
		}
		assertForeignIsEmpty();
	}

	@Test
	void foreignServerThatWasThereFirstIsLeftOutOnceTheOthersAreThere(CapturedOutput output) {
		this.cluster.members().forEach(EtcdServer::pause);
		try (EtcdConnection connection = connect()) {
			assertThat(TestConnections.get(connection, "a")).isEmpty();
			this.cluster.members().forEach(EtcdServer::resume);
			Awaitility.await().until(() -> connected(connection) == 3);
			IntStream.range(0, 40).forEach((i) -> TestConnections.put(connection, "k" + i, "1"));
			Awaitility.await().until(() -> output.getAll().contains("it is left out"));
		}
		assertForeignIsEmpty();
		assertThat(output.getAll().lines().filter((line) -> line.contains("it is left out"))).singleElement()
			.asString()
			.contains(this.foreign.endpoint());
	}

	private EtcdConnection connect() {
		List<String> endpoints = new ArrayList<>(this.cluster.endpoints());
		endpoints.add(0, this.foreign.endpoint());
		return TestConnections.connect(endpoints.toArray(String[]::new));
	}

	private static long connected(EtcdConnection connection) {
		return connection.endpoints()
			.stream()
			.filter((endpoint) -> endpoint.state() == EtcdEndpoint.State.CONNECTED)
			.count();
	}

	private void assertForeignIsEmpty() {
		try (EtcdConnection connection = TestConnections.connect(this.foreign.endpoint())) {
			assertThat(IntStream.range(0, 40).mapToObj((i) -> TestConnections.get(connection, "k" + i)))
				.allMatch(String::isEmpty);
		}
	}

}
