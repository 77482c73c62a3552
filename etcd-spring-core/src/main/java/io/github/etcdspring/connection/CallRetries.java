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

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Counts the attempts of one call: whether there may be another one, where, and when. For
 * one thread at a time.
 *
 * @author The etcd-spring authors
 */
final class CallRetries {

	private static final int TOKEN_RENEWALS = 2;

	private static final int MAX_GROWTH = 10;

	private final CallContext context;

	private Set<String> tried = Set.of();

	private @Nullable BackOffExecution backOff;

	private int count;

	private int renewals;

	CallRetries(CallContext context) {
		this.context = context;
	}

	/**
	 * Return whether the settings allow another attempt.
	 * @param elapsedNanos how long the call has taken by now
	 * @return whether they do
	 */
	boolean isAllowed(long elapsedNanos) {
		EtcdRetrySettings settings = this.context.settings().retry();
		boolean inTime = settings.timeout() == null || elapsedNanos < settings.timeout().toNanos();
		return inTime && (settings.maxRetries() < 0 || this.count < settings.maxRetries());
	}

	void add() {
		this.count++;
	}

	/**
	 * Count a retry after a failure at an endpoint.
	 * @param endpoint the endpoint
	 * @return whether another endpoint can be asked at once; if not, all of them are to
	 * be asked once more, this one last
	 */
	boolean leave(Endpoint endpoint) {
		this.count++;
		Set<String> before = this.tried;
		this.tried = new HashSet<>(before);
		this.tried.add(endpoint.uri());
		boolean alternative = this.context.endpoints().hasAlternative(this.tried);
		if (!alternative) {
			this.tried = Set.of(endpoint.uri());
		}
		return alternative;
	}

	/**
	 * Return the endpoints that failed in this turn.
	 * @return the URIs
	 */
	Set<String> tried() {
		return this.tried;
	}

	/**
	 * Count a new token.
	 * @return whether the call may ask for one
	 */
	boolean renewToken() {
		return this.renewals++ < TOKEN_RENEWALS;
	}

	/**
	 * Return how long to wait for an answer before another member is asked. It grows with
	 * each attempt.
	 * @param remainingNanos the time that is left for the call
	 * @return the time for the attempt
	 */
	long patience(long remainingNanos) {
		int growth = Math.min(this.count, MAX_GROWTH);
		long patience = this.context.settings().retry().attemptTimeout().toNanos();
		return (patience < remainingNanos >> growth) ? patience << growth : remainingNanos;
	}

	/**
	 * Return how long to wait before the next attempt.
	 * @return the time in milliseconds
	 */
	long nextDelay() {
		if (this.backOff == null) {
			this.backOff = this.context.newBackOff();
		}
		return this.backOff.nextBackOff();
	}

}
