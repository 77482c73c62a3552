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

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.ServerError.Repeat;

/**
 * Why an attempt failed, in our words, and whether another one may follow. The only place
 * where the status of a call is looked at.
 *
 * @param exception what the caller gets if no other attempt follows
 * @param repeat when another attempt may follow
 * @author The etcd-spring authors
 */
record Failure(EtcdException exception, Repeat repeat) {

	static Failure of(Status status, Attempt attempt) {
		StatusRuntimeException cause = status.asRuntimeException();
		ServerError error = ServerError.of(status);
		if (error != null) {
			return new Failure(error.toException(attempt, cause), error.repeat());
		}
		return switch (status.getCode()) {
			case DEADLINE_EXCEEDED -> timeout(attempt, cause);
			case PERMISSION_DENIED -> new Failure(new EtcdPermissionDeniedException(
					"%s failed: permission denied. Check the rights of the user of 'etcd.username'"
						.formatted(attempt.describe()),
					EtcdOutcome.REFUSED, cause), Repeat.NEVER);
			case RESOURCE_EXHAUSTED ->
				isConnectionEnded(status) ? unavailable(status, attempt, cause) : tooLarge(status, attempt, cause);
			case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, NOT_FOUND, ALREADY_EXISTS, UNIMPLEMENTED,
					UNAUTHENTICATED,
					DATA_LOSS ->
				new Failure(new EtcdInvalidRequestException(
						"%s was refused: %s".formatted(attempt.describe(), describe(status)), EtcdOutcome.REFUSED,
						cause), Repeat.NEVER);
			default -> unavailable(status, attempt, cause);
		};
	}

	boolean allows(EtcdRpc<?, ?> rpc) {
		return this.repeat != Repeat.NEVER && (rpc.read() || this.repeat != Repeat.READS);
	}

	// What a server or a proxy does to a client that pings too often (ENHANCE_YOUR_CALM)
	private static boolean isConnectionEnded(Status status) {
		return status.getDescription() != null && status.getDescription().contains("HTTP/2 error code");
	}

	private static Failure tooLarge(Status status, Attempt attempt, Throwable cause) {
		return new Failure(
				new EtcdResponseTooLargeException(
						"%s failed: %s. Ask for less at a time, or raise 'etcd.max-inbound-message-size'"
							.formatted(attempt.describe(), status.getDescription()),
						unknown(attempt), cause),
				Repeat.NEVER);
	}

	private static Failure timeout(Attempt attempt, Throwable cause) {
		return new Failure(
				new EtcdTimeoutException(
						"%s got no answer within %d ms. Check the member, or raise 'etcd.request-timeout'"
							.formatted(attempt.describe(), attempt.timeout().toMillis()),
						unknown(attempt), cause),
				attempt.sent() ? Repeat.READS : Repeat.ALWAYS);
	}

	private static Failure unavailable(Status status, Attempt attempt, Throwable cause) {
		return new Failure(
				new EtcdUnavailableException("%s failed: %s. Check the member and 'etcd.endpoints'"
					.formatted(attempt.describe(), describe(status)), unknown(attempt), cause),
				attempt.sent() ? Repeat.READS : Repeat.ALWAYS);
	}

	private static EtcdOutcome unknown(Attempt attempt) {
		return attempt.sent() ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT;
	}

	private static String describe(Status status) {
		return ConnectFailures.describe(status);
	}

}
