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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Which endpoints there are: those that are configured or, where they follow the
 * membership, those that the members advertise. The configured ones take part until the
 * others work, and whenever they do not. Everything that changes the roster runs on the
 * connection's scheduler thread.
 *
 * @author The etcd-spring authors
 */
final class EndpointRoster {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	/**
	 * How long streams of an endpoint that has left may go on, in milliseconds.
	 */
	private static final long FAREWELL = 5000;

	/**
	 * How long advertised endpoints may all be away before the configured ones are tried
	 * again.
	 */
	private static final long ADVERTISED_OUTAGE = TimeUnit.SECONDS.toNanos(3);

	private final ChannelFactory channels;

	private final ConnectionThreads threads;

	private final Function<Endpoint, EndpointMonitor> monitorFactory;

	private final Consumer<List<Endpoint>> onChange;

	private final Map<Endpoint, EndpointMonitor> monitors = new ConcurrentHashMap<>();

	private volatile List<Endpoint> endpoints = List.of();

	private volatile boolean closed;

	private boolean started;

	private Collection<EndpointAddress> configured;

	private Collection<EndpointAddress> advertised = List.of();

	private boolean advertisedComplete;

	private boolean advertisedReached;

	private long advertisedSeenAt;

	EndpointRoster(ChannelFactory channels, ConnectionThreads threads,
			Function<Endpoint, EndpointMonitor> monitorFactory, Consumer<List<Endpoint>> onChange) {
		this.channels = channels;
		this.threads = threads;
		this.monitorFactory = monitorFactory;
		this.onChange = onChange;
		this.configured = channels.addresses();
		this.endpoints = this.configured.stream().map(this::create).toList();
		onChange.accept(this.endpoints);
	}

	List<Endpoint> all() {
		return this.endpoints;
	}

	boolean isConnected() {
		for (Endpoint each : this.endpoints) {
			if (each.isConnected()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether the last attempt to reach each endpoint has failed of something.
	 * @return whether it has
	 */
	boolean isDisconnected() {
		List<Endpoint> all = this.endpoints;
		return !all.isEmpty() && all.stream().allMatch(Endpoint::hasFailed);
	}

	void start() {
		this.started = true;
		this.endpoints.forEach(this::monitor);
	}

	void nudge() {
		this.monitors.values().forEach(EndpointMonitor::nudge);
	}

	void configured(Collection<EndpointAddress> addresses) {
		this.configured = addresses;
		review();
	}

	void advertised(Collection<EndpointAddress> addresses, boolean complete) {
		this.advertised = addresses;
		this.advertisedComplete = complete;
		review();
	}

	/**
	 * See whether the endpoints are still the right ones.
	 */
	void review() {
		Set<EndpointAddress> wanted = new LinkedHashSet<>(this.advertised);
		if (!wanted.isEmpty()) {
			noteReached(wanted);
		}
		if (!this.advertisedComplete || !this.advertisedReached) {
			wanted.addAll(this.configured);
		}
		List<Endpoint> before = this.endpoints;
		Map<String, Endpoint> after = new LinkedHashMap<>();
		wanted.forEach(
				(address) -> after.computeIfAbsent(this.channels.uri(address), (uri) -> findOrCreate(before, address)));
		if (!new HashSet<>(after.values()).equals(new HashSet<>(before))) {
			change(before, List.copyOf(after.values()));
		}
	}

	/**
	 * Break all that goes on at an endpoint, and connect it anew.
	 * @param endpoint the endpoint
	 */
	void renew(Endpoint endpoint) {
		List<Endpoint> others = new ArrayList<>(this.endpoints);
		if (others.remove(endpoint)) {
			this.endpoints = List.copyOf(others);
			this.monitors.remove(endpoint);
			review();
			endpoint.close();
		}
	}

	void close() {
		this.closed = true;
		this.endpoints.forEach(Endpoint::close);
	}

	void awaitClosed(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			for (Endpoint endpoint : this.endpoints) {
				endpoint.awaitClosed(deadline - System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void noteReached(Set<EndpointAddress> addresses) {
		long now = System.nanoTime();
		Set<String> uris = new HashSet<>();
		addresses.forEach((address) -> uris.add(this.channels.uri(address)));
		if (this.endpoints.stream().anyMatch((each) -> each.isConnected() && uris.contains(each.uri()))) {
			this.advertisedReached = true;
			this.advertisedSeenAt = now;
		}
		else if (now - this.advertisedSeenAt > ADVERTISED_OUTAGE) {
			this.advertisedReached = false;
		}
	}

	private void change(List<Endpoint> before, List<Endpoint> after) {
		logger.info("The endpoints of etcd are now " + after);
		this.endpoints = after;
		this.onChange.accept(after);
		if (this.started) {
			after.forEach(this::monitor);
		}
		List<Endpoint> leaving = new ArrayList<>(before);
		leaving.removeAll(after);
		leaving.forEach(this::retire);
		if (this.closed) {
			close();
		}
	}

	private Endpoint create(EndpointAddress address) {
		Endpoint endpoint = new Endpoint(this.channels.uri(address), () -> this.channels.create(address, this.threads));
		if (address.hasScheme()) {
			// Only gRPC knows whether it has a name resolver for it
			endpoint.channel();
		}
		return endpoint;
	}

	private Endpoint findOrCreate(List<Endpoint> known, EndpointAddress address) {
		String uri = this.channels.uri(address);
		return known.stream()
			.filter((endpoint) -> endpoint.uri().equals(uri))
			.findFirst()
			.orElseGet(() -> create(address));
	}

	private void monitor(Endpoint endpoint) {
		if (!this.monitors.containsKey(endpoint)) {
			try {
				EndpointMonitor monitor = this.monitorFactory.apply(endpoint);
				monitor.start();
				this.monitors.put(endpoint, monitor);
			}
			catch (RuntimeException | LinkageError ex) {
				// Nobody would hear of it: this is the scheduler's thread
				logger.error("No channel can be made to etcd at " + endpoint.uri(), ex);
				endpoint.lastError("no channel can be made: " + ex.getClass().getName(), false);
				endpoint.state(EtcdEndpoint.State.DISCONNECTED);
			}
		}
	}

	private void retire(Endpoint endpoint) {
		this.monitors.remove(endpoint);
		endpoint.leave();
		this.threads.scheduler().schedule(endpoint::close, FAREWELL, TimeUnit.MILLISECONDS);
	}

}
