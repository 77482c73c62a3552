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
 * it, or the stream still waited for its turn when the connection ended. gRPC tells this
 * in words only. Where it uses others, the outcome counts as unknown.
 *
 * @author The etcd-spring authors
 */
final class UnprocessedStatus {

	/**
	 * What the server says of streams that it will not look at.
	 */
	private static final List<String> REFUSED = List.of("RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM",
			"Abrupt GOAWAY closed sent stream. HTTP/2 error code: NO_ERROR");

	/**
	 * Why a connection takes no new streams. Some of them end the streams under way as
	 * well: only one whose headers were not written cannot have been seen.
	 */
	private static final List<String> CLOSED = List.of("GOAWAY shut down transport",
			"Abrupt GOAWAY closed unsent stream", "GOAWAY closed buffered stream",
			"Connection closed while stream is buffered", "Network closed for unknown reason",
			"Stream IDs have been exhausted");

	private UnprocessedStatus() {
	}

	/**
	 * Return whether no server has begun.
	 * @param status how the attempt ended
	 * @param written whether the headers of the request were written to the socket
	 * @return whether the status says so
	 */
	static boolean matches(Status status, boolean written) {
		String description = status.getDescription();
		return status.getCode() == Status.Code.UNAVAILABLE && description != null
				&& (REFUSED.stream().anyMatch(description::startsWith)
						|| (!written && CLOSED.stream().anyMatch(description::startsWith)));
	}

}
