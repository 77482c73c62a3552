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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.etcd.jetcd.ClientBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks endpoints up in the domain name system: when the connection is used for the first
 * time, from time to time, and while none of them can be reached. What was found stays
 * while the name server is away.
 *
 * @author The etcd-spring authors
 */
final class EndpointDiscovery {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final long SHORTEST_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final String target;

	private final AddressLookup lookup;

	private final Duration interval;

	private final ConnectionThreads threads;

	private final Consumer<Collection<EndpointAddress>> onFound;

	private final AtomicBoolean underWay = new AtomicBoolean();

	private volatile long lookedUpAt;

	private volatile @Nullable String lastError;

	private EndpointDiscovery(String target, AddressLookup lookup, Duration interval, ConnectionThreads threads,
			Consumer<Collection<EndpointAddress>> onFound) {
		this.target = target;
		this.lookup = lookup;
		this.interval = interval;
		this.threads = threads;
		this.onFound = onFound;
	}

	/**
	 * Create the discovery that a target asks for.
	 * @param builder has the target
	 * @param interval how often to look it up, zero for only when it is needed
	 * @param threads where to do so
	 * @param onFound is given what was found, on the scheduler's thread
	 * @return the discovery, or {@code null} if the target names its endpoints itself
	 */
	static @Nullable EndpointDiscovery of(ClientBuilder builder, Duration interval, ConnectionThreads threads,
			Consumer<Collection<EndpointAddress>> onFound) {
		String target = builder.target();
		AddressLookup lookup = (target != null) ? AddressLookup.of(target, builder.sslContext() != null) : null;
		return (lookup != null) ? new EndpointDiscovery(target, lookup, interval, threads, onFound) : null;
	}

	void start() {
		lookUp();
		if (!this.interval.isZero()) {
			long millis = this.interval.toMillis();
			this.threads.scheduler().scheduleWithFixedDelay(this::lookUp, millis, millis, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Look the endpoints up again, unless that has just been done.
	 */
	void refresh() {
		if (System.nanoTime() - this.lookedUpAt > SHORTEST_INTERVAL) {
			lookUp();
		}
	}

	private void lookUp() {
		if (this.underWay.compareAndSet(false, true)) {
			this.threads.startBlocking(() -> {
				try {
					List<EndpointAddress> found = this.lookup.lookUp();
					this.lastError = null;
					this.threads.scheduler().execute(() -> this.onFound.accept(found));
				}
				catch (AddressLookup.FailedException ex) {
					failed(ex);
				}
				finally {
					this.lookedUpAt = System.nanoTime();
					this.underWay.set(false);
				}
			});
		}
	}

	private void failed(AddressLookup.FailedException failure) {
		boolean first = this.lastError == null;
		this.lastError = failure.getMessage();
		if (first) {
			logger.warn("Cannot look up the endpoints of etcd at " + this.target + ": " + failure.getMessage()
					+ "; trying on. Check 'etcd.endpoints'");
		}
	}

	@Override
	public String toString() {
		String error = this.lastError;
		return this.target + " (" + ((error != null) ? error : "not looked up yet") + ")";
	}

}
