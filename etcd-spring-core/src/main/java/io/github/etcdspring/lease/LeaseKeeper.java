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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.connection.EtcdTaskThreads;

/**
 * Renews leases on a few streams, spread over the members: the server renews those of one
 * stream one after the other. Belongs to the thread that owns the leases, apart from
 * {@link #execute}.
 *
 * @author The etcd-spring authors
 */
final class LeaseKeeper {

	private static final int MOST_STREAMS = 4;

	/**
	 * How many leases a stream carries before another one is opened.
	 */
	private static final int SHARE = 1000;

	/**
	 * The clock of those who wait: what is due within it is done together.
	 */
	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

	private final EtcdCalls calls;

	private final Supplier<List<EtcdEndpoint>> endpoints;

	private final EtcdTaskThreads threads;

	private final LongSupplier clock;

	private final LeaseCounters counters;

	private final Consumer<KeptLease> onEnd;

	private final List<KeepAliveStream> streams = new ArrayList<>();

	private @Nullable ScheduledFuture<?> timer;

	private long timerAt;

	LeaseKeeper(EtcdCalls calls, Supplier<List<EtcdEndpoint>> endpoints, EtcdTaskThreads threads, LongSupplier clock,
			LeaseCounters counters, Consumer<KeptLease> onEnd) {
		this.calls = calls;
		this.endpoints = endpoints;
		this.threads = threads;
		this.clock = clock;
		this.counters = counters;
		this.onEnd = onEnd;
	}

	EtcdCalls calls() {
		return this.calls;
	}

	LeaseCounters counters() {
		return this.counters;
	}

	long now() {
		return this.clock.getAsLong();
	}

	void execute(Runnable task) {
		this.threads.execute(task);
	}

	void later(long nanos, Runnable task) {
		this.threads.later(nanos, task);
	}

	void keep(KeptLease lease, EtcdLeaseTerm term) {
		KeepAliveStream stream = this.streams.stream().min(Comparator.comparingInt(KeepAliveStream::size)).orElse(null);
		if (stream == null || (stream.size() >= SHARE && this.streams.size() < MOST_STREAMS)) {
			stream = new KeepAliveStream(this);
			this.streams.add(stream);
		}
		stream.add(term.id(), lease);
		tickSoon(TICK);
	}

	void forget(KeptLease lease, EtcdLeaseTerm term) {
		KeepAliveStream stream = lease.renewal().stream;
		if (stream == null) {
			return;
		}
		stream.remove(term.id(), lease);
		if (stream.size() == 0) {
			this.streams.remove(stream);
			stream.close();
		}
	}

	void closeAll() {
		this.streams.forEach(KeepAliveStream::close);
		this.streams.clear();
	}

	// The term of a lease is over.
	void ended(KeptLease lease) {
		this.onEnd.accept(lease);
	}

	void answered(KeptLease lease, long ttlSeconds) {
		EtcdLeaseTerm term = lease.term();
		long now = now();
		long sent = lease.renewal().sent();
		this.counters.renewed(now - sent);
		lease.renewal().answered(now);
		if (term == null) {
			return;
		}
		if (ttlSeconds <= 0) {
			term.lose();
		}
		else if (term.extend(sent, Duration.ofSeconds(ttlSeconds))) {
			lease.change(EtcdLease.State.ACTIVE);
			return;
		}
		ended(lease);
	}

	// Do what is due after some time at the latest.
	void tickSoon(long nanos) {
		long at = now() + nanos;
		ScheduledFuture<?> current = this.timer;
		if (current != null && this.timerAt - at <= 0) {
			return;
		}
		if (current != null) {
			current.cancel(false);
		}
		this.timerAt = at;
		this.timer = this.threads.later(nanos, this::tick);
	}

	private void tick() {
		this.timer = null;
		long now = now();
		long next = now + TimeUnit.HOURS.toNanos(1);
		for (KeepAliveStream stream : List.copyOf(this.streams)) {
			long wanted = stream.tick(now);
			next = (wanted - next < 0) ? wanted : next;
		}
		if (!this.streams.isEmpty()) {
			tickSoon(Math.max(next - now(), TICK));
		}
	}

	// Return the endpoints on which a stream should not be opened, if there are others.
	Set<String> crowded(KeepAliveStream stream, String avoid) {
		Set<String> crowded = new HashSet<>();
		for (KeepAliveStream other : this.streams) {
			if (other != stream) {
				crowded.add(other.endpoint());
			}
		}
		crowded.add(avoid);
		crowded.remove("");
		boolean hasOther = this.endpoints.get()
			.stream()
			.anyMatch((endpoint) -> endpoint.state() == EtcdEndpoint.State.CONNECTED
					&& !crowded.contains(endpoint.uri()));
		if (hasOther) {
			return crowded;
		}
		return (avoid.isEmpty()) ? Set.of() : Set.of(avoid);
	}

}
