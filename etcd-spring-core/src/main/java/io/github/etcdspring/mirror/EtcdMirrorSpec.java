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

package io.github.etcdspring.mirror;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How a range of keys is mirrored.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdMirrorSpec {

	private @Nullable String id;

	private Duration startTimeout = Duration.ofSeconds(5);

	private Duration checkInterval = Duration.ofSeconds(1);

	private boolean autoStartup = true;

	private int phase = EtcdMirror.DEFAULT_PHASE;

	EtcdMirrorSpec() {
	}

	/**
	 * Set the id of the watch behind the mirror, by which logs, metrics and health know
	 * it.
	 * @param id the id, unique among the watches; by default the name of the bean, or
	 * generated
	 * @return this specification
	 */
	public EtcdMirrorSpec id(String id) {
		Assert.hasText(id, "'id' must not be empty");
		this.id = id;
		return this;
	}

	/**
	 * Set how long the start waits at the most until the mirror is filled. It waits no
	 * longer than it takes to find out that etcd
	 * {@linkplain io.github.etcdspring.connection.EtcdConnection#isUnreachable() cannot
	 * be reached}. If the mirror is not filled by then, the application starts all the
	 * same, and reads of the mirror fail until it is. Mirrors that start after one that
	 * has waited in vain wait half as long, and so on.
	 * @param startTimeout the timeout, five seconds by default; zero for not to wait
	 * @return this specification
	 */
	public EtcdMirrorSpec startTimeout(Duration startTimeout) {
		Assert.notNull(startTimeout, "'startTimeout' must not be null");
		Assert.isTrue(!startTimeout.isNegative(), "'startTimeout' must not be negative");
		this.startTimeout = startTimeout;
		return this;
	}

	/**
	 * Set how often to check that the mirror is current, by a read that costs the server
	 * next to nothing.
	 * @param checkInterval the interval, positive, one second by default:
	 * {@link EtcdMirror#staleness()} is not shorter than that
	 * @return this specification
	 */
	public EtcdMirrorSpec checkInterval(Duration checkInterval) {
		Assert.notNull(checkInterval, "'checkInterval' must not be null");
		Assert.isTrue(!checkInterval.isNegative() && !checkInterval.isZero(), "'checkInterval' must be positive");
		this.checkInterval = checkInterval;
		return this;
	}

	/**
	 * Set whether the mirror starts with its application context.
	 * @param autoStartup whether it does, {@code true} by default
	 * @return this specification
	 */
	public EtcdMirrorSpec autoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
		return this;
	}

	/**
	 * Set the phase in which the mirror starts and stops.
	 * @param phase the phase, {@link EtcdMirror#DEFAULT_PHASE} by default
	 * @return this specification
	 */
	public EtcdMirrorSpec phase(int phase) {
		this.phase = phase;
		return this;
	}

	@Nullable String id() {
		return this.id;
	}

	Duration startTimeout() {
		return this.startTimeout;
	}

	Duration checkInterval() {
		return this.checkInterval;
	}

	boolean isAutoStartup() {
		return this.autoStartup;
	}

	int phase() {
		return this.phase;
	}

}
