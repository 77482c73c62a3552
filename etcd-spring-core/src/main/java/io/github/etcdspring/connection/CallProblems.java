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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;

/**
 * What to tell the caller where no server has said what is wrong.
 *
 * @param context knows the endpoints
 * @param rpc the method
 * @param spec what the call asks for
 * @param only the only endpoint to be asked, if there is one
 * @param timeout the time for the whole call
 * @author The etcd-spring authors
 */
record CallProblems(CallContext context, EtcdRpc<?, ?> rpc, EtcdCallSpec spec, @Nullable Endpoint only,
		Duration timeout) {

	EtcdException unknownEndpoint() {
		return new EtcdInvalidRequestException("%s failed: '%s' is none of the endpoints %s"
			.formatted(this.rpc.operation(), this.spec.endpoint(), this.context.endpoints().describe()),
				EtcdOutcome.UNSENT, null);
	}

	EtcdException notConnected() {
		return new EtcdUnavailableException(this.rpc.operation() + " failed: not connected to " + this.only,
				EtcdOutcome.UNSENT, null);
	}

	EtcdException brokenOff(Endpoint endpoint, boolean sent, RuntimeException cause) {
		return new EtcdException(
				this.rpc.operation() + subject() + " at " + endpoint.uri() + " failed before it was sent completely",
				(sent) ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT, cause);
	}

	/**
	 * The failure belongs to all calls that waited for the token: each of them reports
	 * what became of itself.
	 * @param failure why there is no token
	 * @return what to tell
	 */
	EtcdException withoutToken(EtcdException failure) {
		String message = this.rpc.operation() + subject() + " failed: " + failure.getMessage();
		EtcdOutcome outcome = (failure.getOutcome() == EtcdOutcome.REFUSED) ? EtcdOutcome.REFUSED : EtcdOutcome.UNSENT;
		return (failure.isTransient()) ? new EtcdUnavailableException(message, outcome, failure)
				: new EtcdAuthenticationException(message, outcome, failure);
	}

	EtcdException expired(@Nullable EtcdException last) {
		if (last != null) {
			return new EtcdTimeoutException(
					"%s%s did not succeed within %d ms ('etcd.request-timeout'); the last attempt: %s"
						.formatted(this.rpc.operation(), subject(), this.timeout.toMillis(), last.getMessage()),
					last.getOutcome(), last);
		}
		return new EtcdTimeoutException(
				"%s%s could not be sent within %d ms ('etcd.request-timeout'): %s. Check 'etcd.endpoints'".formatted(
						this.rpc.operation(), subject(), this.timeout.toMillis(), missing()),
				EtcdOutcome.UNSENT, null);
	}

	EtcdException closed(boolean attempted) {
		return new EtcdClosedException(this.rpc.operation() + " failed: the connection to etcd is closed",
				(attempted) ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT, null);
	}

	private String missing() {
		if (this.only != null) {
			return "not connected to " + this.only;
		}
		String endpoints = this.context.endpoints().describe();
		return (this.context.endpoints().isConnected()) ? "no token yet from any of " + endpoints
				: "not connected to any of " + endpoints;
	}

	private String subject() {
		return (this.spec.subject() != null) ? " of " + this.spec.subject() : "";
	}

}
