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
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.connection.EtcdLoadBalancingPolicy;

/**
 * Configuration properties for etcd.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@ConfigurationProperties("etcd")
public class EtcdProperties {

	/**
	 * Addresses of the members of the cluster, such as https://etcd-1:2379, all with the
	 * same scheme. Without a scheme, https is used if TLS is enabled, otherwise http;
	 * without a port, 2379. Or one name to look up: dns+srv:///example.org for service
	 * records, dns:///etcd.example.org:2379 for all addresses of a host.
	 */
	private List<String> endpoints = new ArrayList<>(List.of("http://localhost:2379"));

	/**
	 * Name of the user to log in with.
	 */
	private @Nullable String username;

	/**
	 * Password of the user.
	 */
	private @Nullable String password;

	/**
	 * Time that establishing a connection to one endpoint may take.
	 */
	private Duration connectTimeout = Duration.ofSeconds(1);

	/**
	 * Time that a whole call may take, retries included, unless the call has its own
	 * timeout.
	 */
	private Duration requestTimeout = Duration.ofSeconds(5);

	/**
	 * How calls are spread over the endpoints.
	 */
	private EtcdLoadBalancingPolicy loadBalancingPolicy = EtcdLoadBalancingPolicy.ROUND_ROBIN;

	/**
	 * Name to expect in the certificates of all endpoints, and to send as the authority
	 * of each call, instead of the host of the endpoint.
	 */
	private @Nullable String authority;

	/**
	 * Largest message to accept from the server.
	 */
	private DataSize maxInboundMessageSize = DataSize.ofMegabytes(64);

	/**
	 * Largest write to send, as the servers were given by --max-request-bytes.
	 */
	private DataSize maxRequestSize = DataSize.ofKilobytes(1536);

	/**
	 * Highest number of operations in a branch of a transaction, as the servers were
	 * given by --max-txn-ops.
	 */
	private int maxTxnOperations = 128;

	/**
	 * Prefix that all keys of the application have in the store, put before each key that
	 * is sent and taken off each that is received.
	 */
	private @Nullable String namespace;

	/**
	 * Whether the application refuses to start when the cluster cannot be used.
	 */
	private boolean failFast;

	private final Ssl ssl = new Ssl();

	private final EndpointSync endpointSync = new EndpointSync();

	private final Dns dns = new Dns();

	private final Retry retry = new Retry();

	private final KeepAlive keepAlive = new KeepAlive();

	private final Session session = new Session();

	public List<String> getEndpoints() {
		return this.endpoints;
	}

	public void setEndpoints(List<String> endpoints) {
		this.endpoints = endpoints;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public EtcdLoadBalancingPolicy getLoadBalancingPolicy() {
		return this.loadBalancingPolicy;
	}

	public void setLoadBalancingPolicy(EtcdLoadBalancingPolicy loadBalancingPolicy) {
		this.loadBalancingPolicy = loadBalancingPolicy;
	}

	public @Nullable String getAuthority() {
		return this.authority;
	}

	public void setAuthority(@Nullable String authority) {
		this.authority = authority;
	}

	public DataSize getMaxInboundMessageSize() {
		return this.maxInboundMessageSize;
	}

	public void setMaxInboundMessageSize(DataSize maxInboundMessageSize) {
		this.maxInboundMessageSize = maxInboundMessageSize;
	}

	public DataSize getMaxRequestSize() {
		return this.maxRequestSize;
	}

	public void setMaxRequestSize(DataSize maxRequestSize) {
		this.maxRequestSize = maxRequestSize;
	}

	public int getMaxTxnOperations() {
		return this.maxTxnOperations;
	}

	public void setMaxTxnOperations(int maxTxnOperations) {
		this.maxTxnOperations = maxTxnOperations;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public boolean isFailFast() {
		return this.failFast;
	}

	public void setFailFast(boolean failFast) {
		this.failFast = failFast;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public EndpointSync getEndpointSync() {
		return this.endpointSync;
	}

	public Dns getDns() {
		return this.dns;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public KeepAlive getKeepAlive() {
		return this.keepAlive;
	}

	public Session getSession() {
		return this.session;
	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * Whether to enable TLS for endpoints without a scheme. Enabled automatically if
		 * "bundle" is provided.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Name of the SSL bundle for https endpoints. Without it, the certificates that
		 * the JVM trusts are trusted.
		 */
		private @Nullable String bundle;

		public boolean isEnabled() {
			return (this.enabled != null) ? this.enabled : StringUtils.hasLength(this.bundle);
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		boolean explicitlyDisabled() {
			return Boolean.FALSE.equals(this.enabled);
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Following the membership of the cluster.
	 */
	public static class EndpointSync {

		/**
		 * How often the endpoints become the client URLs that the voting members
		 * advertise, which must be reachable from the application. Zero for never.
		 */
		private Duration interval = Duration.ZERO;

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

	/**
	 * Endpoints that are looked up by name.
	 */
	public static class Dns {

		/**
		 * How often endpoints that are given by a name, such as dns+srv:///example.org,
		 * are looked up again. Zero for only while none of them can be reached.
		 */
		private Duration refreshInterval = Duration.ofSeconds(30);

		public Duration getRefreshInterval() {
			return this.refreshInterval;
		}

		public void setRefreshInterval(Duration refreshInterval) {
			this.refreshInterval = refreshInterval;
		}

	}

	/**
	 * Repetition of calls.
	 */
	public static class Retry {

		/**
		 * Highest number of repetitions of one call, or -1 for as many as fit into its
		 * timeout.
		 */
		private int maxRetries = -1;

		/**
		 * Delay before the first repetition.
		 */
		private Duration delay = Duration.ofMillis(50);

		/**
		 * Longest delay between two attempts.
		 */
		private Duration maxDelay = Duration.ofSeconds(1);

		/**
		 * By how much each delay grows.
		 */
		private double multiplier = 2;

		/**
		 * Part of each delay that is random, between 0 and 1.
		 */
		private double jitter = 0.25;

		/**
		 * Time that a member has to answer one attempt of a read before another member is
		 * asked.
		 */
		private Duration attemptTimeout = Duration.ofSeconds(1);

		/**
		 * Time since the start of a call after which it is not repeated any more. As long
		 * as the call may take by default.
		 */
		private @Nullable Duration timeout;

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public double getJitter() {
			return this.jitter;
		}

		public void setJitter(double jitter) {
			this.jitter = jitter;
		}

		public Duration getAttemptTimeout() {
			return this.attemptTimeout;
		}

		public void setAttemptTimeout(Duration attemptTimeout) {
			this.attemptTimeout = attemptTimeout;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * The session lease of the connection.
	 */
	public static class Session {

		/**
		 * Time after which locks, leadership and ephemeral keys of a process end that has
		 * died or is cut off.
		 */
		private Duration ttl = Duration.ofSeconds(10);

		public Duration getTtl() {
			return this.ttl;
		}

		public void setTtl(Duration ttl) {
			this.ttl = ttl;
		}

	}

	/**
	 * Detection of dead connections.
	 */
	public static class KeepAlive {

		/**
		 * Whether to ping the server when a connection is silent, to find dead ones.
		 */
		private boolean enabled = true;

		/**
		 * Silence after which a ping is sent. At least ten seconds.
		 */
		private Duration interval = Duration.ofSeconds(10);

		/**
		 * Time that the answer to a ping may take before the connection is given up.
		 */
		private Duration timeout = Duration.ofSeconds(3);

		/**
		 * Whether to ping while no call or stream is under way. etcd itself closes
		 * connections that do; meant for proxies that drop silent ones.
		 */
		private boolean withoutCalls;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public boolean isWithoutCalls() {
			return this.withoutCalls;
		}

		public void setWithoutCalls(boolean withoutCalls) {
			this.withoutCalls = withoutCalls;
		}

	}

}
