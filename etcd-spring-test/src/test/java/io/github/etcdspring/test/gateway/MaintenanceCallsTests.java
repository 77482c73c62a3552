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

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MaintenanceCalls}.
 *
 * @author The etcd-spring authors
 */
class MaintenanceCallsTests {

	@RegisterExtension
	static EtcdExtension etcd = new EtcdExtension();

	private final EtcdGateway gateway = etcd.server().gateway();

	@Test
	void readsStatus() {
		MaintenanceCalls.Status status = this.gateway.maintenance().status();
		assertThat(status.version()).isEqualTo(etcd.server().version());
		assertThat(status.isLeader()).isTrue();
		assertThat(status.learner()).isFalse();
		assertThat(status.databaseSize()).isPositive();
	}

	@Test
	void compactsHistory() {
		long revision = this.gateway.put("/compact", "1");
		this.gateway.put("/compact", "2");
		long latest = this.gateway.put("/compact", "3");
		this.gateway.maintenance().compact(latest);
		assertThatExceptionOfType(GatewayException.class).isThrownBy(
				() -> this.gateway.call("/v3/kv/range", KeySpan.of("/compact").fields(Map.of("revision", revision))))
			.withMessageContaining("compacted");
	}

	@Test
	void defragments() {
		for (int i = 0; i < 200; i++) {
			this.gateway.put("/defragment", "x".repeat(50_000));
		}
		this.gateway.maintenance().compact(this.gateway.revision());
		long before = this.gateway.maintenance().status().databaseSize();
		this.gateway.maintenance().defragment();
		assertThat(this.gateway.maintenance().status().databaseSize()).isLessThan(before);
	}

	@Test
	void raisesAndClearsAlarm() {
		this.gateway.maintenance().raiseNoSpace();
		assertThat(this.gateway.maintenance().alarms()).containsExactly("NOSPACE");
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> this.gateway.put("/full", "1"))
			.withMessageContaining("database space exceeded");
		this.gateway.maintenance().disarm();
		assertThat(this.gateway.maintenance().alarms()).isEmpty();
		this.gateway.put("/full", "1");
	}

	@Test
	void reachesQuota() {
		try (EtcdServer small = EtcdServer.builder().flag("quota-backend-bytes", "1000000").start()) {
			assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> {
				for (int i = 0; i < 100; i++) {
					small.gateway().put("/" + i, "x".repeat(100_000));
				}
			}).withMessageContaining("database space exceeded");
			assertThat(small.gateway().maintenance().alarms()).containsExactly("NOSPACE");
		}
	}

	@Test
	void goesBackToSnapshot(@TempDir Path directory) {
		try (EtcdServer server = EtcdServer.start()) {
			server.gateway().put("/a", "before");
			Path snapshot = directory.resolve("snapshot.db");
			server.gateway().maintenance().snapshot(snapshot);
			server.gateway().put("/a", "after");
			String endpoint = server.endpoint();
			server.restore(snapshot);
			assertThat(server.endpoint()).isEqualTo(endpoint);
			assertThat(server.gateway().get("/a")).isEqualTo("before");
		}
	}

}
