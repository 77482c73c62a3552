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

package io.github.etcdspring.boot.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.watch.EtcdWatchMetrics;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

/**
 * Counts what watches do, by their ids. An application that registers watches without end
 * does not create meters without end: generated ids, and those beyond a bound, share one
 * name.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class MicrometerEtcdWatchMetrics implements EtcdWatchMetrics {

	private static final int MAX_WATCHES = 200;

	private static final String OTHERS = "others";

	private static final String GENERATED_PREFIX = "watch-";

	private final Map<String, WatchMeters> meters = new ConcurrentHashMap<>();

	private final Map<String, List<Meter>> gauges = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	private final boolean timers;

	/**
	 * Create the metrics, with timers of listeners.
	 * @param registry the registry
	 */
	public MicrometerEtcdWatchMetrics(MeterRegistry registry) {
		this(registry, true);
	}

	/**
	 * Create the metrics.
	 * @param registry the registry
	 * @param timers whether to time the listeners, which their observation does as well
	 */
	public MicrometerEtcdWatchMetrics(MeterRegistry registry, boolean timers) {
		Assert.notNull(registry, "'registry' must not be null");
		this.registry = registry;
		this.timers = timers;
	}

	@Override
	public void registered(EtcdWatchRegistration registration) {
		String watch = registration.id();
		if (of(watch) != this.meters.get(OTHERS)) {
			this.gauges.computeIfAbsent(watch, (key) -> gauges(registration));
		}
	}

	private List<Meter> gauges(EtcdWatchRegistration registration) {
		List<Meter> gauges = new ArrayList<>();
		gauges.add(Gauge.builder("etcd.watch.active", registration, (each) -> (each.state() == State.ACTIVE) ? 1 : 0)
			.description("Whether the watch is confirmed by the server")
			.tag("watch", registration.id())
			.register(this.registry));
		gauges.add(TimeGauge
			.builder("etcd.watch.lag", registration, TimeUnit.MILLISECONDS, (each) -> each.lag().toMillis())
			.description("Time for which the watch has been behind")
			.tag("watch", registration.id())
			.register(this.registry));
		String group = registration.group();
		if (group != null) {
			gauges.add(Gauge.builder("etcd.watch.group.owner", registration, (each) -> each.isGroupOwner() ? 1 : 0)
				.description("Whether this process owns the group of the watch, and so handles its events")
				.tag("watch", registration.id())
				.tag("group", group)
				.register(this.registry));
		}
		return gauges;
	}

	@Override
	public void cancelled(EtcdWatchRegistration registration) {
		List<Meter> gauges = this.gauges.remove(registration.id());
		if (gauges != null) {
			gauges.forEach(this.registry::remove);
		}
	}

	@Override
	public void received(String watch, int events) {
		of(watch).received.increment(events);
	}

	@Override
	public void handled(String watch, int events, long nanos) {
		WatchMeters of = of(watch);
		of.handled.increment(events);
		record(of.success, nanos);
	}

	@Override
	public void handlerFailed(String watch, int events, long nanos, boolean skipped) {
		WatchMeters of = of(watch);
		record(of.error, nanos);
		if (skipped) {
			of.skipped.increment(events);
		}
	}

	@Override
	public void reconnected(String watch) {
		of(watch).reconnects.increment();
	}

	@Override
	public void parked(String watch) {
		of(watch).parkings.increment();
	}

	@Override
	public void compacted(String watch) {
		of(watch).compactions.increment();
	}

	@Override
	public void failed(String watch) {
		of(watch).failures.increment();
	}

	private static void record(@Nullable Timer timer, long nanos) {
		if (timer != null) {
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	private WatchMeters of(String watch) {
		WatchMeters known = this.meters.get(watch);
		if (known != null) {
			return known;
		}
		String name = (this.meters.size() < MAX_WATCHES && !isGenerated(watch)) ? watch : OTHERS;
		return this.meters.computeIfAbsent(name, (key) -> new WatchMeters(this.registry, key, this.timers));
	}

	private static boolean isGenerated(String watch) {
		return watch.startsWith(GENERATED_PREFIX)
				&& watch.chars().skip(GENERATED_PREFIX.length()).allMatch(Character::isDigit);
	}

	/**
	 * The meters of one watch.
	 */
	private static final class WatchMeters {

		private final Counter received;

		private final Counter handled;

		private final Counter skipped;

		private final Counter reconnects;

		private final Counter parkings;

		private final Counter compactions;

		private final Counter failures;

		private final @Nullable Timer success;

		private final @Nullable Timer error;

		WatchMeters(MeterRegistry registry, String watch, boolean timers) {
			this.received = counter(registry, watch, "events.received", "Events that arrived");
			this.handled = counter(registry, watch, "events.handled", "Events that were handled");
			this.skipped = counter(registry, watch, "events.skipped", "Events that were given up because of errors");
			this.reconnects = counter(registry, watch, "reconnects",
					"How often the watch was confirmed again after its stream had broken");
			this.parkings = counter(registry, watch, "parkings",
					"How often the watch was taken from the server because its method is too slow");
			this.compactions = counter(registry, watch, "compactions",
					"How often the watch went on after changes had been compacted away");
			this.failures = counter(registry, watch, "failures", "How often the watch was refused by the server");
			this.success = (timers) ? timer(registry, watch, "success") : null;
			this.error = (timers) ? timer(registry, watch, "error") : null;
		}

		private static Counter counter(MeterRegistry registry, String watch, String name, String description) {
			return Counter.builder("etcd.watch." + name)
				.description(description)
				.tag("watch", watch)
				.register(registry);
		}

		private static Timer timer(MeterRegistry registry, String watch, String outcome) {
			return Timer.builder("etcd.watch.handler")
				.description("Calls of the methods and listeners that handle events")
				.tag("watch", watch)
				.tag("outcome", outcome)
				.register(registry);
		}

	}

}
