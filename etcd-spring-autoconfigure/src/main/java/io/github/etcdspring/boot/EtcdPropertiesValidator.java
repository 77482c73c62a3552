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

package io.github.etcdspring.boot;

import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Rejects values of single properties that cannot work, by name.
 *
 * @author The etcd-spring authors
 */
final class EtcdPropertiesValidator {

	private static final Duration MIN_KEEP_ALIVE_INTERVAL = Duration.ofSeconds(10);

	private EtcdPropertiesValidator() {
	}

	static void validate(EtcdProperties properties) {
		requirePositive("etcd.connect-timeout", properties.getConnectTimeout());
		requirePositive("etcd.request-timeout", properties.getRequestTimeout());
		require("etcd.max-inbound-message-size", properties.getMaxInboundMessageSize(),
				properties.getMaxInboundMessageSize().toBytes() > 0
						&& properties.getMaxInboundMessageSize().toBytes() <= Integer.MAX_VALUE,
				"It must be positive and less than 2GB.");
		require("etcd.max-request-size", properties.getMaxRequestSize(),
				properties.getMaxRequestSize().toBytes() > 0
						&& properties.getMaxRequestSize().toBytes() <= Integer.MAX_VALUE,
				"It must be positive and less than 2GB.");
		require("etcd.max-txn-operations", properties.getMaxTxnOperations(), properties.getMaxTxnOperations() > 0,
				"It must be positive.");
		requireNotNegative("etcd.endpoint-sync.interval", properties.getEndpointSync().getInterval());
		requireNotNegative("etcd.dns.refresh-interval", properties.getDns().getRefreshInterval());
		require("etcd.session.ttl", properties.getSession().getTtl(),
				properties.getSession().getTtl().compareTo(Duration.ofSeconds(1)) >= 0,
				"It must be at least 1s; the server grants at least one and a half times its election timeout.");
		validate(properties.getKeepAlive());
		validate(properties.getRetry());
	}

	private static void validate(EtcdProperties.KeepAlive keepAlive) {
		require("etcd.keep-alive.interval", keepAlive.getInterval(),
				keepAlive.getInterval().compareTo(MIN_KEEP_ALIVE_INTERVAL) >= 0,
				"It must be at least 10s, because etcd closes connections that ping too often. "
						+ "To turn keep-alive off, set 'etcd.keep-alive.enabled' to false.");
		requirePositive("etcd.keep-alive.timeout", keepAlive.getTimeout());
	}

	private static void validate(EtcdProperties.Retry retry) {
		require("etcd.retry.max-retries", retry.getMaxRetries(), retry.getMaxRetries() >= -1,
				"It must be -1 (as many as fit into the timeout of the call) or more.");
		requireNotNegative("etcd.retry.delay", retry.getDelay());
		require("etcd.retry.max-delay", retry.getMaxDelay(), retry.getMaxDelay().compareTo(retry.getDelay()) >= 0,
				"It must not be less than 'etcd.retry.delay'.");
		require("etcd.retry.multiplier", retry.getMultiplier(), retry.getMultiplier() >= 1, "It must be at least 1.");
		require("etcd.retry.jitter", retry.getJitter(), retry.getJitter() >= 0 && retry.getJitter() <= 1,
				"It must be between 0 and 1.");
		requirePositive("etcd.retry.attempt-timeout", retry.getAttemptTimeout());
		Duration timeout = retry.getTimeout();
		if (timeout != null) {
			requireNotNegative("etcd.retry.timeout", timeout);
		}
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
