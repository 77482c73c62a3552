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

package io.github.etcdspring.boot;

import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.AuthenticationCalls.Permission;
import io.github.etcdspring.test.gateway.KeySpan;

/**
 * Users of an etcd with authentication: {@code root}, and {@code app}, who may read and
 * write the keys below {@code /app/} and nothing else.
 *
 * @author The etcd-spring authors
 */
final class TestUsers {

	static final String APP = "app";

	static final String PASSWORD = "marker-password-4711";

	private TestUsers() {
	}

	static void enable(EtcdServer server) {
		server.gateway()
			.authentication()
			.addUser(APP, PASSWORD)
			.addRole(APP)
			.grantPermission(APP, Permission.READWRITE, KeySpan.prefix("/app/"))
			.grantRole(APP, APP);
		server.enableAuthentication(PASSWORD);
	}

}
