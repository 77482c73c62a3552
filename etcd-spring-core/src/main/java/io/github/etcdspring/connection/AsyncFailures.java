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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;

/**
 * Finds the exception inside what futures make of it.
 *
 * @author The etcd-spring authors
 */
final class AsyncFailures {

	private AsyncFailures() {
	}

	static EtcdException unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return (cause instanceof EtcdException etcdException) ? etcdException : unexpected(cause);
	}

	private static EtcdException unexpected(@Nullable Throwable cause) {
		String message = (cause instanceof CancellationException) ? "The call was cancelled"
				: "Unexpected failure of a call";
		return new EtcdException(message, EtcdOutcome.UNKNOWN, cause);
	}

}
