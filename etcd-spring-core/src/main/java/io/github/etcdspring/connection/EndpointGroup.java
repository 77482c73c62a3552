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
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a connection: connects them, keeps trying while some are away, and
 * finds one for each call. Which endpoints there are is the matter of the
 * {@link EndpointRoster}, which one serves a call that of the {@link EndpointPicker}.
 *
 * @author The etcd-spring authors
 */
final class EndpointGroup {

	private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final long NUDGE_INTERVAL = 200;

	/**
	 * While another endpoint serves, one that is away is tried this many times less
	 * often.
	 */
	private static final int RELAXED = 10;

	private final EndpointRoster roster;

	private final EndpointPicker picker;

	private final @Nullable EndpointDiscovery discovery;

	private final ConnectionThreads threads;

	private final Silence silence;

	private final AtomicBoolean started = new AtomicBoolean();

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private int ticks;

	EndpointGroup(ChannelFactory channels, ClientBuilder builder, EtcdConnectionSettings settings,
			ConnectionThreads threads) {
		this.threads = threads;
		this.picker = new EndpointPicker(settings.loadBalancingPolicy());
		Duration connectTimeout = (builder.connectTimeout() != null) ? builder.connectTimeout()
				: DEFAULT_CONNECT_TIMEOUT;
		ClusterCheck clusterCheck = new ClusterCheck(threads.scheduler(), this::all, this::renew);
		this.roster = new EndpointRoster(channels, threads, (endpoint) -> new EndpointMonitor(endpoint,
				threads.scheduler(), connectTimeout, clusterCheck, this::connected), this.picker::candidates);
		this.silence = new Silence(threads, connectTimeout);
		this.discovery = EndpointDiscovery.of(builder, settings.dnsRefreshInterval(), threads, this.roster::configured);
	}

	List<Endpoint> all() {
		return this.roster.all();
	}

	/**
	 * Choose a connected endpoint.
	 * @param avoid endpoints to choose only if there is no other one
	 * @return the endpoint, or {@code null} while none is connected
	 */
	@Nullable Endpoint choose(Set<String> avoid) {
		connect();
		return this.picker.choose(avoid);
	}

	/**
	 * Return whether another endpoint could answer instead.
	 * @param avoid the endpoints that may not answer
	 * @return whether another one is connected
	 */
	boolean hasAlternative(Set<String> avoid) {
		return this.picker.hasAlternative(avoid);
	}

	/**
	 * Return whether there is another endpoint to turn to.
	 * @param endpoint an endpoint
	 * @return whether another one is connected
	 */
	boolean hasOther(Endpoint endpoint) {
		return this.picker.hasOther(endpoint);
	}

	/**
	 * Return whether another endpoint is as likely to answer as this one.
	 * @param endpoint an endpoint
	 * @return whether another one is connected, and suspect only if this one is
	 */
	boolean hasEqual(Endpoint endpoint) {
		return this.picker.hasEqual(endpoint);
	}

	boolean isConnected() {
		return this.roster.isConnected();
	}

	/**
	 * Return whether waiting for the cluster is in vain for now.
	 * @return whether no endpoint is connected, and each one has failed, or none has been
	 * reached within the connect timeout
	 */
	boolean isUnreachable() {
		return !isConnected() && (this.silence.isLasting() || this.roster.isDisconnected());
	}

	/**
	 * Return one endpoint, connected or not.
	 * @param uri its URI
	 * @return the endpoint, or {@code null} if there is none (any more)
	 */
	@Nullable Endpoint named(String uri) {
		connect();
		for (Endpoint each : this.roster.all()) {
			if (each.uri().equals(uri)) {
				return each;
			}
		}
		return null;
	}

	/**
	 * Run something once as soon as an endpoint is connected, on the scheduler's thread.
	 * @param task what to run
	 */
	void whenConnected(Runnable task) {
		connect();
		this.waiting.add(task);
		if (isConnected()) {
			this.threads.scheduler().execute(this::wakeWaiting);
		}
	}

	void forget(Runnable task) {
		this.waiting.remove(task);
	}

	boolean isStarted() {
		return this.started.get();
	}

	/**
	 * Go over to the endpoints that the members advertise.
	 * @param addresses host and port of each endpoint
	 * @param complete whether each member can be reached by one of them
	 */
	void advertised(Collection<String> addresses, boolean complete) {
		List<EndpointAddress> targets = addresses.stream().map(EndpointAddress::of).toList();
		this.threads.scheduler().execute(() -> this.roster.advertised(targets, complete));
	}

	/**
	 * Say where the endpoints are and why they cannot be reached, as far as it is known.
	 * @return the endpoints
	 */
	String describe() {
		List<Endpoint> endpoints = this.roster.all();
		if (endpoints.isEmpty() && this.discovery != null) {
			return this.discovery.toString();
		}
		return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
	}

	/**
	 * Break all connections and wait until that is done, for the given time at the most.
	 * Whoever waits for an endpoint is woken, to find the connection closed.
	 * @param timeout the time
	 */
	void close(Duration timeout) {
		this.roster.close();
		wakeWaiting();
		this.roster.awaitClosed(timeout);
	}

	private void connect() {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			this.threads.scheduler().execute(this.roster::start);
			this.threads.scheduler().execute(this.silence::listen);
			this.threads.scheduler()
				.scheduleWithFixedDelay(this::tick, NUDGE_INTERVAL, NUDGE_INTERVAL, TimeUnit.MILLISECONDS);
			if (this.discovery != null) {
				this.discovery.start();
			}
		}
	}

	private void renew(Endpoint endpoint) {
		this.roster.renew(endpoint);
	}

	private void tick() {
		this.ticks++;
		boolean connected = isConnected();
		if (this.ticks % RELAXED == 0 || !connected) {
			this.roster.nudge();
		}
		if (!connected && this.discovery != null) {
			this.discovery.refresh();
		}
		this.roster.review();
	}

	private void connected() {
		this.silence.end();
		wakeWaiting();
	}

	private void wakeWaiting() {
		for (int i = this.waiting.size(); i > 0; i--) {
			Runnable task = this.waiting.poll();
			if (task != null) {
				task.run();
			}
		}
	}

}
