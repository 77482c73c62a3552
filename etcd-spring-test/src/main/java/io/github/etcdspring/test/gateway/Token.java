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

import org.jspecify.annotations.Nullable;

/**
 * The token of a user, asked for when it is needed.
 *
 * @author The etcd-spring authors
 */
final class Token {

	private final EtcdGateway gateway;

	private final String user;

	private final String password;

	private volatile @Nullable String value;

	Token(EtcdGateway gateway, String user, String password) {
		this.gateway = gateway;
		this.user = user;
		this.password = password;
	}

	Token within(Duration timeout) {
		return new Token(this.gateway.within(timeout), this.user, this.password);
	}

	String get() {
		String current = this.value;
		if (current == null) {
			current = this.gateway.call("/v3/auth/authenticate", Map.of("name", this.user, "password", this.password))
				.text("token");
			this.value = current;
		}
		return current;
	}

	void forget() {
		this.value = null;
	}

}
