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

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that etcd reads from a call.
 *
 * @author The etcd-spring authors
 */
final class CallHeaders {

	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> REQUIRE_LEADER = Metadata.Key.of("hasleader",
			Metadata.ASCII_STRING_MARSHALLER);

	private CallHeaders() {
	}

	static Metadata of(@Nullable String token, boolean requireLeader) {
		Metadata headers = new Metadata();
		if (token != null) {
			headers.put(TOKEN, token);
		}
		if (requireLeader) {
			headers.put(REQUIRE_LEADER, "true");
		}
		return headers;
	}

}
