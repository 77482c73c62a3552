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
 * How calls are repeated. Reads are repeated whatever became of the attempt before,
 * writes only if the attempt before provably changed nothing; no call outlives its
 * timeout.
 *
 * @param maxRetries the highest number of repetitions of one call, or -1 for as many as
 * fit into its timeout
 * @param delay the delay before the first repetition; later ones wait longer
 * @param maxDelay the longest delay between two attempts
 * @param multiplier by how much each delay grows, at least 1
 * @param jitter the part of each delay that is random, between 0 and 1
 * @param attemptTimeout the time that a member has to answer one attempt of a read before
 * another member is asked
 * @param timeout the time since the start of a call after which it is not repeated any
 * more, or {@code null} for its own timeout
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdRetrySettings(int maxRetries, Duration delay, Duration maxDelay, double multiplier, double jitter,
		Duration attemptTimeout, @Nullable Duration timeout) {

	/**
	 * As many repetitions as fit into the timeout of the call, 50 ms to 1 s apart, a
	 * quarter of it random; one second for each attempt of a read.
	 */
	public static final EtcdRetrySettings DEFAULT = new EtcdRetrySettings(-1, Duration.ofMillis(50),
			Duration.ofSeconds(1), 2, 0.25, Duration.ofSeconds(1), null);

	/**
	 * Check the settings.
	 */
	public EtcdRetrySettings {
		Assert.isTrue(maxRetries >= -1, "'maxRetries' must be -1 or more");
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		Assert.isTrue(maxDelay.compareTo(delay) >= 0, "'maxDelay' must not be less than 'delay'");
		Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be between 0 and 1");
		Assert.isTrue(!attemptTimeout.isNegative() && !attemptTimeout.isZero(), "'attemptTimeout' must be positive");
		Assert.isTrue(timeout == null || !timeout.isNegative(), "'timeout' must not be negative");
	}

}
