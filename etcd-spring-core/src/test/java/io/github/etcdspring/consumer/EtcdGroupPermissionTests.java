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

package io.github.etcdspring.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.ClientBuilder;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Groups of watches on a server with authentication.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdGroupPermissionTests {

	private static final String PASSWORD = "correct-horse-battery";

	private final EtcdServer server = EtcdServer.builder().flag("--auth-token-ttl", "2").start();

	@BeforeEach
	void enableAuthentication() {
		for (String user : List.of("root", "app", "reader")) {
			this.server.gateway().call("/v3/auth/user/add", Map.of("name", user, "password", PASSWORD));
			this.server.gateway().call("/v3/auth/role/add", Map.of("name", user));
			this.server.gateway().call("/v3/auth/user/grant", Map.of("user", user, "role", user));
		}
		grant("app", "/orders/");
		grant("app", EtcdCursors.DEFAULT_PREFIX);
		grant("reader", "/orders/");
		grant("reader", EtcdCursors.DEFAULT_PREFIX + "position/");
		grant("reader", EtcdCursors.DEFAULT_PREFIX + "name/");
		this.server.gateway().call("/v3/auth/enable", Map.of());
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void ownershipNeedsTheKeysOfCursorsAndOutlivesTokens() {
		try (GroupInstance first = instance("app"); GroupInstance second = instance("app")) {
			first.watch("orders", "billing");
			EtcdWatchRegistration standby = second.watch("orders", "billing");
			first.start();
			second.start();
			assertThat(standby.state()).isEqualTo(State.STANDBY);
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			first.etcd.put("/orders/1", "1");
			await().untilAsserted(() -> assertThat(first.calls).containsExactly("1"));
			first.container.stop();
			second.etcd.put("/orders/2", "2");
			await().untilAsserted(() -> assertThat(second.calls).containsExactly("2"));
		}
	}

	@Test
	void instanceThatMayNotOwnTheGroupFails() {
		try (GroupInstance instance = instance("reader")) {
			EtcdWatchRegistration refused = instance.watch("orders", "billing");
			instance.start();
			assertThat(refused.state()).isEqualTo(State.FAILED);
			assertThat(refused.failure()).isInstanceOf(EtcdPermissionDeniedException.class);
			assertThat(refused.isGroupOwner()).isFalse();
		}
	}

	private GroupInstance instance(String user) {
		UnaryOperator<ClientBuilder> client = (builder) -> builder.user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(PASSWORD, StandardCharsets.UTF_8));
		return new GroupInstance(Duration.ofSeconds(10), this.server.endpoint(), client);
	}

	private void grant(String role, String prefix) {
		KeyRange range = KeyRange.prefix(prefix);
		this.server.gateway()
			.call("/v3/auth/role/grant", Map.of("name", role, "perm", Map.of("permType", "READWRITE", "key",
					base64(range.keyBytes()), "range_end", base64(range.rangeEndBytes()))));
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
	}

}
