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

import java.util.List;

import io.grpc.Status;

/**
 * Recognizes the statuses by which the transport says that no server has begun to process
 * the request, although it had a stream: the server refused the stream, went away before
 * it, or the stream still waited for its turn. gRPC tells this in words only. Where it
 * uses others, the outcome counts as unknown.
 *
 * @author The etcd-spring authors
 */
final class UnprocessedStatus {

	private static final List<String> DESCRIPTIONS = List.of(
			"RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM", "Abrupt GOAWAY closed unsent stream",
			"Abrupt GOAWAY closed sent stream. HTTP/2 error code: NO_ERROR", "GOAWAY closed buffered stream",
			"Connection closed while stream is buffered", "Stream IDs have been exhausted");

	private UnprocessedStatus() {
	}

	static boolean matches(Status status) {
		String description = status.getDescription();
		return status.getCode() == Status.Code.UNAVAILABLE && description != null
				&& DESCRIPTIONS.stream().anyMatch(description::startsWith);
	}

}
