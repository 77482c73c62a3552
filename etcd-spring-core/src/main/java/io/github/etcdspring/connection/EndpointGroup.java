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
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a connection: connects them, keeps trying while some are away, and
 * chooses one for each call.
 *
 * @author The etcd-spring authors
 */
final class EndpointGroup {

	private static final Duration NUDGE_INTERVAL = Duration.ofMillis(200);

	/**
	 * While another endpoint serves, one that is away is tried this many times less
	 * often.
	 */
	private static final int RELAXED = 10;

	private final List<Endpoint> endpoints = new ArrayList<>();

	private final List<Endpoint> preferred;

	private final List<EndpointMonitor> monitors = new ArrayList<>();

	private final boolean rotate;

	private final ConnectionThreads threads;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicBoolean started = new AtomicBoolean();

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private int ticks;

	EndpointGroup(ChannelFactory channels, ClientBuilder builder, EtcdLoadBalancingPolicy policy,
			ConnectionThreads threads) {
		this.threads = threads;
		for (String target : channels.targets()) {
			Endpoint endpoint = new Endpoint(channels.uri(target), channels.create(target, threads));
			this.endpoints.add(endpoint);
			this.monitors
				.add(new EndpointMonitor(endpoint, threads.scheduler(), builder.connectTimeout(), this::wakeWaiting));
		}
		this.preferred = new ArrayList<>(this.endpoints);
		if (policy == EtcdLoadBalancingPolicy.RANDOM) {
			Collections.shuffle(this.preferred);
		}
		this.rotate = policy == EtcdLoadBalancingPolicy.ROUND_ROBIN;
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
	 * @param endpoint the endpoint that may not answer
	 * @return whether another one is connected
	 */
	boolean hasAlternative(Endpoint endpoint) {
		for (Endpoint each : this.endpoints) {
			if (each != endpoint && each.isConnected() && !each.isSuspect()) {
				return true;
			}
		}
		return false;
	}

	Endpoint named(String uri) {
		return this.endpoints.stream()
			.filter((endpoint) -> endpoint.uri().equals(uri))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No endpoint '" + uri + "' among " + this.endpoints));
	}

	/**
	 * Run something once as soon as an endpoint is connected, on the scheduler's thread.
	 * @param task what to run
	 */
	void whenConnected(Runnable task) {
		connect();
		this.waiting.add(task);
		if (first(Endpoint::isConnected) != null) {
			this.threads.scheduler().execute(this::wakeWaiting);
		}
	}

	void forget(Runnable task) {
		this.waiting.remove(task);
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
		this.endpoints.forEach((endpoint) -> endpoint.channel().shutdownNow());
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

	private void connect() {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			this.threads.scheduler().execute(() -> this.monitors.forEach(EndpointMonitor::start));
			this.threads.scheduler()
				.scheduleWithFixedDelay(this::nudge, NUDGE_INTERVAL.toMillis(), NUDGE_INTERVAL.toMillis(),
						TimeUnit.MILLISECONDS);
		}
	}

	private void nudge() {
		this.ticks++;
		if (this.ticks % RELAXED == 0 || first(Endpoint::isConnected) == null) {
			this.monitors.forEach(EndpointMonitor::nudge);
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
		int size = this.preferred.size();
		int offset = (this.rotate && size > 1) ? Math.floorMod(this.next.getAndIncrement(), size) : 0;
		for (int i = 0; i < size; i++) {
			Endpoint endpoint = this.preferred.get((offset + i) % size);
			if (condition.test(endpoint)) {
				return endpoint;
			}
		}
		return null;
	}

}
