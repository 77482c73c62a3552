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

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.etcd.jetcd.common.exception.ClosedClientException;
import io.etcd.jetcd.common.exception.CompactedException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;

/**
 * Translates what jetcd's client throws. It does not tell how far a call got, so that
 * nothing but a refusal says that it was not applied.
 *
 * @author The etcd-spring authors
 */
final class ClientFailures {

	private static final String WHAT = "The call of jetcd's client";

	private ClientFailures() {
	}

	static RuntimeException translate(Throwable failure, String endpoints) {
		Throwable problem = unwrap(failure);
		if (problem instanceof EtcdException exception) {
			return exception;
		}
		if (problem instanceof InterruptedException) {
			Thread.currentThread().interrupt();
			return new EtcdInterruptedException(WHAT + " was interrupted, and goes on", EtcdOutcome.UNKNOWN, problem);
		}
		if (problem instanceof TimeoutException) {
			return new EtcdTimeoutException(WHAT + " got no answer in the time that the callback gave it",
					EtcdOutcome.UNKNOWN, problem);
		}
		if (problem instanceof CompactedException compacted) {
			return new EtcdCompactedException(WHAT + " failed: the revision has been compacted away",
					compacted.getCompactedRevision(), problem);
		}
		if (problem instanceof ClosedClientException) {
			return new EtcdClosedException(WHAT + " failed: the client is closed", EtcdOutcome.UNKNOWN, problem);
		}
		Status status = status(problem);
		if (status != null) {
			return translate(status, endpoints, problem);
		}
		return (problem instanceof RuntimeException exception) ? exception
				: new EtcdException("The callback failed: " + problem.getMessage(), EtcdOutcome.UNKNOWN, problem);
	}

	private static EtcdException translate(Status status, String endpoints, Throwable problem) {
		if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
			return new EtcdTimeoutException(WHAT + " got no answer before its deadline", EtcdOutcome.UNKNOWN, problem);
		}
		return Failure.of(status, new Attempt(WHAT, "", endpoints, true, EtcdCallSpec.LONGEST_TIMEOUT)).exception();
	}

	private static Throwable unwrap(Throwable failure) {
		Throwable problem = failure;
		while ((problem instanceof ExecutionException || problem instanceof CompletionException)
				&& problem.getCause() != null) {
			problem = problem.getCause();
		}
		return problem;
	}

	private static @Nullable Status status(Throwable problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof StatusRuntimeException exception) {
				return exception.getStatus();
			}
			if (cause instanceof StatusException exception) {
				return exception.getStatus();
			}
		}
		return (problem instanceof io.etcd.jetcd.common.exception.EtcdException exception) ? status(exception) : null;
	}

	// Its codes have the names of gRPC's
	private static Status status(io.etcd.jetcd.common.exception.EtcdException exception) {
		return Status.fromCode(Status.Code.valueOf(exception.getErrorCode().name()))
			.withDescription(exception.getMessage())
			.withCause(exception);
	}

}
