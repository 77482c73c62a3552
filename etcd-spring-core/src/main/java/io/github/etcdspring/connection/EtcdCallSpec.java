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
import org.springframework.util.Assert;

/**
 * What one call asks for beyond its request. Internal to the library.
 *
 * @param timeout the time for the whole call, retries included, or {@code null} for the
 * connection's request timeout
 * @param endpoint the only endpoint to call, as in {@link EtcdEndpoint#uri()}, or
 * {@code null} for any
 * @param subject what the call is about, for error messages (a key, a range, a lease,
 * never a value), or {@code null}
 * @param observed whether the call is told to those who observe calls
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdCallSpec(@Nullable Duration timeout, @Nullable String endpoint, @Nullable Object subject,
		boolean observed) {

	/**
	 * Any endpoint, the connection's request timeout, no subject.
	 */
	public static final EtcdCallSpec DEFAULT = new EtcdCallSpec(null, null, null, true);

	/**
	 * What a longer timeout becomes: its nanoseconds still fit into 64 bits.
	 */
	static final Duration LONGEST_TIMEOUT = Duration.ofDays(36_500);

	/**
	 * Check the timeout.
	 */
	public EtcdCallSpec {
		timeout = (timeout != null) ? checkTimeout(timeout) : null;
	}

	/**
	 * Describe a call about something.
	 * @param subject what the call is about; its {@code toString} appears in messages
	 * @param timeout the time for the whole call, or {@code null} for the default
	 * @return the specification
	 */
	public static EtcdCallSpec of(@Nullable Object subject, @Nullable Duration timeout) {
		return new EtcdCallSpec(timeout, null, subject, true);
	}

	/**
	 * Describe a call to one endpoint.
	 * @param endpoint the endpoint
	 * @param timeout the time for the whole call, or {@code null} for the default
	 * @return the specification
	 */
	public static EtcdCallSpec at(String endpoint, @Nullable Duration timeout) {
		return new EtcdCallSpec(timeout, endpoint, null, true);
	}

	/**
	 * Check the timeout that a caller asks for.
	 * @param timeout the timeout
	 * @return the timeout, a hundred years at the most
	 * @throws IllegalArgumentException if it is not positive
	 */
	public static Duration checkTimeout(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(),
				() -> "'timeout' must be positive, but is " + timeout);
		return (timeout.compareTo(LONGEST_TIMEOUT) < 0) ? timeout : LONGEST_TIMEOUT;
	}

	EtcdCallSpec withDefaultTimeout(Duration timeout) {
		return (this.timeout != null) ? this : new EtcdCallSpec(timeout, this.endpoint, this.subject, this.observed);
	}

	EtcdCallSpec unobserved() {
		return new EtcdCallSpec(this.timeout, this.endpoint, this.subject, false);
	}

}
