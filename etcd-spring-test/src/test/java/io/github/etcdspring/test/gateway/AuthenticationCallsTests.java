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

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.AuthenticationCalls.Permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AuthenticationCalls}.
 *
 * @author The etcd-spring authors
 */
class AuthenticationCallsTests {

	@Test
	void asksForUsersAndChecksTheirRights() {
		try (EtcdServer etcd = EtcdServer.builder().flag("auth-token-ttl", "1").start()) {
			checkRights(etcd);
			etcd.restart();
			assertThat(etcd.gateway().get("/app/a")).isEqualTo("1");
			etcd.disableAuthentication();
			etcd.gateway().put("/other", "1");
		}
	}

	@Test
	void acceptsWebTokensOnAllMembersAndAfterRestart() {
		try (EtcdCluster cluster = EtcdCluster.builder().members(1).webTokens(Duration.ofMinutes(1)).start()) {
			cluster.enableAuthentication("marker-password");
			EtcdGateway gateway = cluster.gateway();
			gateway.put("/app/a", "1");
			assertThat(gateway.call("/v3/auth/authenticate", Map.of("name", "root", "password", "marker-password"))
				.text("token")).matches("[^.]+\\.[^.]+\\.[^.]+");
			cluster.member(0).restart();
			assertThat(gateway.get("/app/a")).isEqualTo("1");
		}
	}

	private void checkRights(EtcdServer etcd) {
		EtcdGateway anonymous = new EtcdGateway(etcd.endpoint());
		etcd.enableAuthentication("marker-password");
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> anonymous.put("/app/a", "1"))
			.withMessageContaining("user name is empty");
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> anonymous.as("root", "wrong").put("/app/a", "1"))
			.withMessageContaining("authentication failed");
		etcd.gateway()
			.authentication()
			.addUser("app", "first")
			.addRole("app")
			.grantRole("app", "app")
			.grantPermission("app", Permission.READWRITE, KeySpan.prefix("/app/"));
		EtcdGateway app = anonymous.as("app", "first");
		app.put("/app/a", "1");
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> app.get("/other"))
			.withMessageContaining("permission denied");
		etcd.gateway().authentication().changePassword("app", "second");
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> app.get("/app/a"));
		assertThat(anonymous.as("app", "second").get("/app/a")).isEqualTo("1");
		etcd.gateway().authentication().revokePermission("app", KeySpan.prefix("/app/")).deleteUser("app");
	}

}
