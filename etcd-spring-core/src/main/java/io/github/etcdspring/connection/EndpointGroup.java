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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.etcd.jetcd.ClientBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a connection: connects them, keeps trying while some are away, and
 * chooses one for each call.
 *
 * @author The etcd-spring authors
 */
final class EndpointGroup {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final Duration NUDGE_INTERVAL = Duration.ofMillis(200);

	/**
	 * While another endpoint serves, one that is away is tried this many times less
	 * often.
	 */
	private static final int RELAXED = 10;

	/**
	 * How long streams of an endpoint that is no longer a member may go on.
	 */
	private static final Duration FAREWELL = Duration.ofSeconds(5);

	private final ChannelFactory channels;

	private final @Nullable Duration connectTimeout;

	private final boolean rotate;

	private final boolean shuffle;

	private volatile List<Endpoint> endpoints;

	private volatile List<Endpoint> preferred;

	private final Map<Endpoint, EndpointMonitor> monitors = new ConcurrentHashMap<>();

	private final ConnectionThreads threads;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicBoolean started = new AtomicBoolean();

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	private int ticks;

	EndpointGroup(ChannelFactory channels, ClientBuilder builder, EtcdLoadBalancingPolicy policy,
			ConnectionThreads threads) {
		this.channels = channels;
		this.connectTimeout = builder.connectTimeout();
		this.rotate = policy == EtcdLoadBalancingPolicy.ROUND_ROBIN;
		this.shuffle = policy == EtcdLoadBalancingPolicy.RANDOM;
		this.threads = threads;
		this.endpoints = channels.targets().stream().map(this::create).toList();
		this.preferred = prefer(this.endpoints);
	}

	List<Endpoint> all() {
		return this.endpoints;
	}

	/**
	 * Choose a connected endpoint.
	 * @param avoid endpoints to choose only if there is no other one
	 * @return the endpoint, or {@code null} while none is connected
	 */
	@Nullable Endpoint choose(Set<String> avoid) {
		connect();
		Endpoint endpoint = first((each) -> each.isConnected() && !each.isSuspect() && !avoid.contains(each.uri()));
		if (endpoint == null) {
			endpoint = first((each) -> each.isConnected() && !avoid.contains(each.uri()));
		}
		return (endpoint != null) ? endpoint : first(Endpoint::isConnected);
	}

	/**
	 * Return whether another endpoint could answer instead.
	 * @param avoid the endpoints that may not answer
	 * @return whether another one is connected
	 */
	boolean hasAlternative(Set<String> avoid) {
		for (Endpoint each : this.endpoints) {
			if (each.isConnected() && !each.isSuspect() && !avoid.contains(each.uri())) {
				return true;
			}
		}
		return false;
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
	 * Return one endpoint, connected or not.
	 * @param uri its URI
	 * @return the endpoint, or {@code null} if there is none (any more)
	 */
	@Nullable Endpoint named(String uri) {
		connect();
		for (Endpoint each : this.endpoints) {
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
	 * Go over to other endpoints. Those that stay keep their connections, those that go
	 * may end what is under way.
	 * @param targets host and port of each endpoint
	 */
	void update(Collection<String> targets) {
		this.threads.scheduler().execute(() -> {
			List<Endpoint> before = this.endpoints;
			List<Endpoint> after = targets.stream().map((target) -> findOrCreate(before, target)).toList();
			if (new HashSet<>(after).equals(new HashSet<>(before))) {
				return;
			}
			logger.info("The endpoints of etcd are now " + after + ", as its members advertise them");
			this.endpoints = after;
			this.preferred = prefer(after);
			after.stream()
				.filter((endpoint) -> !before.contains(endpoint))
				.forEach((endpoint) -> monitor(endpoint).start());
			before.stream().filter((endpoint) -> !after.contains(endpoint)).forEach(this::retire);
			if (this.closed) {
				shutDown();
			}
		});
	}

	String describe() {
		return this.endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
	}

	/**
	 * Break all connections and wait until that is done, for the given time at the most.
	 * Whoever waits for an endpoint is woken, to find the connection closed.
	 * @param timeout the time
	 */
	void close(Duration timeout) {
		this.closed = true;
		shutDown();
		wakeWaiting();
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			for (Endpoint endpoint : this.endpoints) {
				endpoint.channel().awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void shutDown() {
		this.endpoints.forEach((endpoint) -> endpoint.channel().shutdownNow());
	}

	private Endpoint create(String target) {
		return new Endpoint(this.channels.uri(target), this.channels.create(target, this.threads));
	}

	private Endpoint findOrCreate(List<Endpoint> known, String target) {
		String uri = this.channels.uri(target);
		return known.stream()
			.filter((endpoint) -> endpoint.uri().equals(uri))
			.findFirst()
			.orElseGet(() -> create(target));
	}

	private EndpointMonitor monitor(Endpoint endpoint) {
		return this.monitors.computeIfAbsent(endpoint,
				(key) -> new EndpointMonitor(key, this.threads.scheduler(), this.connectTimeout, this::wakeWaiting));
	}

	private List<Endpoint> prefer(List<Endpoint> all) {
		if (!this.shuffle) {
			return all;
		}
		List<Endpoint> shuffled = new ArrayList<>(all);
		Collections.shuffle(shuffled);
		return List.copyOf(shuffled);
	}

	private void retire(Endpoint endpoint) {
		this.monitors.remove(endpoint);
		endpoint.channel().shutdown();
		this.threads.scheduler()
			.schedule(() -> endpoint.channel().shutdownNow(), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void connect() {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			this.threads.scheduler().execute(() -> this.endpoints.forEach((endpoint) -> monitor(endpoint).start()));
			this.threads.scheduler()
				.scheduleWithFixedDelay(this::nudge, NUDGE_INTERVAL.toMillis(), NUDGE_INTERVAL.toMillis(),
						TimeUnit.MILLISECONDS);
		}
	}

	private void nudge() {
		this.ticks++;
		if (this.ticks % RELAXED == 0 || !isConnected()) {
			this.monitors.values().forEach(EndpointMonitor::nudge);
		}
	}

	private void wakeWaiting() {
		for (int i = this.waiting.size(); i > 0; i--) {
			Runnable task = this.waiting.poll();
			if (task != null) {
				task.run();
			}
		}
	}

	private @Nullable Endpoint first(Predicate<Endpoint> condition) {
		List<Endpoint> candidates = this.preferred;
		int size = candidates.size();
		int offset = (this.rotate && size > 1) ? Math.floorMod(this.next.getAndIncrement(), size) : 0;
		for (int i = 0; i < size; i++) {
			Endpoint endpoint = candidates.get((offset + i) % size);
			if (condition.test(endpoint)) {
				return endpoint;
			}
		}
		return null;
	}

}
