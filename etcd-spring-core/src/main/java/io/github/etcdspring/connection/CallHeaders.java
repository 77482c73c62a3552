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
 * The metadata that etcd reads from a call. Made once for each token: calls get copies.
 *
 * @author The etcd-spring authors
 */
final class CallHeaders {

	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> REQUIRE_LEADER = Metadata.Key.of("hasleader",
			Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> TIMEOUT = Metadata.Key.of("grpc-timeout",
			Metadata.ASCII_STRING_MARSHALLER);

	/**
	 * The protocol allows eight digits.
	 */
	private static final long LONGEST_TIMEOUT = 99_999_999;

	private final Metadata withLeader;

	private final Metadata withoutLeader;

	CallHeaders(@Nullable String token) {
		this.withLeader = create(token);
		this.withLeader.put(REQUIRE_LEADER, "true");
		this.withoutLeader = create(token);
	}

	private static Metadata create(@Nullable String token) {
		Metadata headers = new Metadata();
		if (token != null) {
			headers.put(TOKEN, token);
		}
		return headers;
	}

	/**
	 * Return headers for a call without a deadline.
	 * @param requireLeader whether a member without a leader shall refuse the call
	 * @return a copy, to be changed at will
	 */
	Metadata create(boolean requireLeader) {
		Metadata headers = new Metadata();
		headers.merge((requireLeader) ? this.withLeader : this.withoutLeader);
		return headers;
	}

	/**
	 * Return headers for a call that the server is to give up on its own, too.
	 * @param requireLeader whether a member without a leader shall refuse the call
	 * @param seconds when the server is to give up
	 * @return a copy, to be changed at will
	 */
	Metadata create(boolean requireLeader, long seconds) {
		Metadata headers = create(requireLeader);
		headers.put(TIMEOUT, Math.min(seconds, LONGEST_TIMEOUT) + "S");
		return headers;
	}

}
