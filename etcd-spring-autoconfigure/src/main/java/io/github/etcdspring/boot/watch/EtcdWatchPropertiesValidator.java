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

package io.github.etcdspring.boot.watch;

import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * Rejects values of single properties of watches that cannot work, by name.
 *
 * @author The etcd-spring authors
 */
final class EtcdWatchPropertiesValidator {

	private EtcdWatchPropertiesValidator() {
	}

	static void validate(EtcdWatchProperties watch) {
		requireNotNegative("etcd.watch.start-timeout", watch.getStartTimeout());
		requireNotNegative("etcd.watch.stop-timeout", watch.getStopTimeout());
		require("etcd.watch.streams", watch.getStreams(),
				watch.getStreams() >= 1 && watch.getStreams() <= EtcdWatchSettings.MAX_STREAMS,
				"It must be between 1 and " + EtcdWatchSettings.MAX_STREAMS + ".");
		requirePositive("etcd.watch.progress-interval", watch.getProgressInterval());
		require("etcd.watch.max-backlog-events", watch.getMaxBacklogEvents(), watch.getMaxBacklogEvents() > 0,
				"It must be positive.");
		require("etcd.watch.max-backlog-size", watch.getMaxBacklogSize(), watch.getMaxBacklogSize().toBytes() > 0,
				"It must be positive.");
		require("etcd.watch.max-revision-size", watch.getMaxRevisionSize(), watch.getMaxRevisionSize().toBytes() > 0,
				"It must be positive.");
		require("etcd.watch.catch-up-streams", watch.getCatchUpStreams(),
				watch.getCatchUpStreams() >= 1 && watch.getCatchUpStreams() <= EtcdWatchSettings.MAX_STREAMS,
				"It must be between 1 and " + EtcdWatchSettings.MAX_STREAMS + ".");
		validate(watch.getRetry());
		require("etcd.watch.cursor.prefix", watch.getCursor().getPrefix(),
				StringUtils.hasLength(watch.getCursor().getPrefix()), "It must not be empty.");
		requireNotNegative("etcd.watch.cursor.save-interval", watch.getCursor().getSaveInterval());
	}

	private static void validate(EtcdWatchProperties.Retry retry) {
		require("etcd.watch.retry.max-retries", retry.getMaxRetries(), retry.getMaxRetries() >= 0,
				"It must not be negative.");
		requireNotNegative("etcd.watch.retry.delay", retry.getDelay());
		require("etcd.watch.retry.max-delay", retry.getMaxDelay(), retry.getMaxDelay().compareTo(retry.getDelay()) >= 0,
				"It must not be less than 'etcd.watch.retry.delay'.");
		require("etcd.watch.retry.multiplier", retry.getMultiplier(), retry.getMultiplier() >= 1,
				"It must be at least 1.");
	}

	private static void requireNotNegative(String name, Duration value) {
		require(name, value, !value.isNegative(), "It must not be negative.");
	}

	private static void requirePositive(String name, Duration value) {
		require(name, value, !value.isNegative() && !value.isZero(), "It must be positive.");
	}

	private static void require(String name, Object value, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(name, value, reason);
		}
	}

}
