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
import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a connection for which jetcd's {@code ClientBuilder} has no place.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdConnectionSettings {

	private final Duration requestTimeout;

	private final EtcdRetrySettings retry;

	private final EtcdLoadBalancingPolicy loadBalancingPolicy;

	private final Duration endpointSyncInterval;

	private final DataSize maxRequestSize;

	private final int maxTxnOperations;

	private final Duration dnsRefreshInterval;

	private final Duration sessionTtl;

	private final @Nullable Executor callbackExecutor;

	private final ObservationRegistry observationRegistry;

	private final @Nullable EtcdRequestObservationConvention observationConvention;

	private EtcdConnectionSettings(Builder builder) {
		this.requestTimeout = builder.requestTimeout;
		this.retry = builder.retry;
		this.loadBalancingPolicy = builder.loadBalancingPolicy;
		this.endpointSyncInterval = builder.endpointSyncInterval;
		this.maxRequestSize = builder.maxRequestSize;
		this.maxTxnOperations = builder.maxTxnOperations;
		this.dnsRefreshInterval = builder.dnsRefreshInterval;
		this.sessionTtl = builder.sessionTtl;
		this.callbackExecutor = builder.callbackExecutor;
		this.observationRegistry = builder.observationRegistry;
		this.observationConvention = builder.observationConvention;
	}

	/**
	 * Return the default settings.
	 * @return the settings
	 */
	public static EtcdConnectionSettings defaults() {
		return builder().build();
	}

	/**
	 * Return a builder that starts with the defaults.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the time for a whole call, retries included, unless the call has its own.
	 * @return the timeout, five seconds by default
	 */
	public Duration requestTimeout() {
		return this.requestTimeout;
	}

	/**
	 * Return how calls are repeated.
	 * @return the retry settings
	 */
	public EtcdRetrySettings retry() {
		return this.retry;
	}

	/**
	 * Return how calls are spread over the endpoints.
	 * @return the policy, round robin by default
	 */
	public EtcdLoadBalancingPolicy loadBalancingPolicy() {
		return this.loadBalancingPolicy;
	}

	/**
	 * Return how often the endpoints become those that the members advertise.
	 * @return the interval, zero (the default) for never
	 */
	public Duration endpointSyncInterval() {
		return this.endpointSyncInterval;
	}

	/**
	 * Return how large a write may be: what would be larger is refused before it is sent.
	 * @return the size, 1.5 MiB by default, like the server's {@code --max-request-bytes}
	 */
	public DataSize maxRequestSize() {
		return this.maxRequestSize;
	}

	/**
	 * Return how many operations a transaction may have: what has more is refused before
	 * it is sent.
	 * @return the number for each branch, 128 by default, like the server's
	 * {@code --max-txn-ops}
	 */
	public int maxTxnOperations() {
		return this.maxTxnOperations;
	}

	/**
	 * Return how often endpoints that are found by name are looked up.
	 * @return the interval, 30 seconds by default, zero for only while none of them can
	 * be reached
	 */
	public Duration dnsRefreshInterval() {
		return this.dnsRefreshInterval;
	}

	/**
	 * Return for how long the session lease of the connection outlives it: locks,
	 * leadership and ephemeral keys of a process that died or is cut off end so much
	 * later.
	 * @return the time to live, ten seconds by default
	 */
	public Duration sessionTtl() {
		return this.sessionTtl;
	}

	/**
	 * Return the executor on which asynchronous calls complete.
	 * @return the executor, or {@code null} for one of the connection's own
	 */
	public @Nullable Executor callbackExecutor() {
		return this.callbackExecutor;
	}

	/**
	 * Return where calls are observed.
	 * @return the registry, without any effect by default
	 */
	public ObservationRegistry observationRegistry() {
		return this.observationRegistry;
	}

	/**
	 * Return how observed calls are named.
	 * @return the convention, or {@code null} for that of the registry, or else the
	 * default
	 */
	public @Nullable EtcdRequestObservationConvention observationConvention() {
		return this.observationConvention;
	}

	/**
	 * Builds {@link EtcdConnectionSettings}.
	 */
	public static final class Builder {

		private Duration requestTimeout = Duration.ofSeconds(5);

		private EtcdRetrySettings retry = EtcdRetrySettings.DEFAULT;

		private EtcdLoadBalancingPolicy loadBalancingPolicy = EtcdLoadBalancingPolicy.ROUND_ROBIN;

		private Duration endpointSyncInterval = Duration.ZERO;

		private DataSize maxRequestSize = DataSize.ofKilobytes(1536);

		private int maxTxnOperations = 128;

		private Duration dnsRefreshInterval = Duration.ofSeconds(30);

		private Duration sessionTtl = Duration.ofSeconds(10);

		private @Nullable Executor callbackExecutor;

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable EtcdRequestObservationConvention observationConvention;

		private Builder() {
		}

		/**
		 * Set the time for a whole call, retries included.
		 * @param requestTimeout the timeout, positive
		 * @return this builder
		 */
		public Builder requestTimeout(Duration requestTimeout) {
			Assert.isTrue(!requestTimeout.isNegative() && !requestTimeout.isZero(),
					"'requestTimeout' must be positive");
			this.requestTimeout = EtcdCallSpec.checkTimeout(requestTimeout);
			return this;
		}

		/**
		 * Set how calls are repeated.
		 * @param retry the retry settings
		 * @return this builder
		 */
		public Builder retry(EtcdRetrySettings retry) {
			this.retry = retry;
			return this;
		}

		/**
		 * Set how calls are spread over the endpoints.
		 * @param loadBalancingPolicy the policy
		 * @return this builder
		 */
		public Builder loadBalancingPolicy(EtcdLoadBalancingPolicy loadBalancingPolicy) {
			this.loadBalancingPolicy = loadBalancingPolicy;
			return this;
		}

		/**
		 * Set how often the endpoints become those that the voting members advertise. An
		 * advertised address of no use, such as {@code 0.0.0.0}, or {@code localhost}
		 * where no endpoint of the builder is on this machine, is left out with a
		 * warning. The endpoints of the builder serve, too, while a member advertises
		 * nothing else, until one that is advertised has been reached, and again whenever
		 * all of them are away.
		 * @param endpointSyncInterval the interval, zero for never
		 * @return this builder
		 */
		public Builder endpointSyncInterval(Duration endpointSyncInterval) {
			Assert.isTrue(!endpointSyncInterval.isNegative(), "'endpointSyncInterval' must not be negative");
			this.endpointSyncInterval = endpointSyncInterval;
			return this;
		}

		/**
		 * Set how large a write may be: what the servers were given as
		 * {@code --max-request-bytes}.
		 * @param maxRequestSize the size, positive and below 2 GiB
		 * @return this builder
		 */
		public Builder maxRequestSize(DataSize maxRequestSize) {
			Assert.notNull(maxRequestSize, "'maxRequestSize' must not be null");
			Assert.isTrue(maxRequestSize.toBytes() > 0 && maxRequestSize.toBytes() <= Integer.MAX_VALUE,
					() -> "'maxRequestSize' must be positive and below 2 GiB, but is " + maxRequestSize);
			this.maxRequestSize = maxRequestSize;
			return this;
		}

		/**
		 * Set how many operations a transaction may have: what the servers were given as
		 * {@code --max-txn-ops}.
		 * @param maxTxnOperations the number for each branch, positive
		 * @return this builder
		 */
		public Builder maxTxnOperations(int maxTxnOperations) {
			Assert.isTrue(maxTxnOperations > 0,
					() -> "'maxTxnOperations' must be positive, but is " + maxTxnOperations);
			this.maxTxnOperations = maxTxnOperations;
			return this;
		}

		/**
		 * Set how often endpoints that are found by name are looked up: those of a target
		 * such as {@code dns+srv:///_etcd-client._tcp.example.org} (service records) or
		 * {@code dns:///etcd.example.org:2379} (all addresses of a host). While none of
		 * them can be reached, they are looked up every second anyway.
		 * @param dnsRefreshInterval the interval, zero for only then
		 * @return this builder
		 */
		public Builder dnsRefreshInterval(Duration dnsRefreshInterval) {
			Assert.isTrue(!dnsRefreshInterval.isNegative(), "'dnsRefreshInterval' must not be negative");
			this.dnsRefreshInterval = dnsRefreshInterval;
			return this;
		}

		/**
		 * Set for how long the session lease of the connection outlives it.
		 * @param sessionTtl the time to live, at least a second, rounded up to whole
		 * seconds; the server may grant more: at least one and a half times its election
		 * timeout, 2 seconds by default
		 * @return this builder
		 */
		public Builder sessionTtl(Duration sessionTtl) {
			Assert.notNull(sessionTtl, "'sessionTtl' must not be null");
			Assert.isTrue(sessionTtl.compareTo(Duration.ofSeconds(1)) >= 0,
					() -> "'sessionTtl' must be at least a second, but is " + sessionTtl);
			this.sessionTtl = sessionTtl;
			return this;
		}

		/**
		 * Set the executor on which asynchronous calls complete.
		 * @param callbackExecutor the executor, which the connection never closes, or
		 * {@code null} for one of the connection's own
		 * @return this builder
		 */
		public Builder callbackExecutor(@Nullable Executor callbackExecutor) {
			this.callbackExecutor = callbackExecutor;
			return this;
		}

		/**
		 * Set where calls are observed.
		 * @param observationRegistry the registry
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set how observed calls are named.
		 * @param observationConvention the convention, or {@code null} for that of the
		 * registry, or else {@link DefaultEtcdRequestObservationConvention}
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable EtcdRequestObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 */
		public EtcdConnectionSettings build() {
			return new EtcdConnectionSettings(this);
		}

	}

}
