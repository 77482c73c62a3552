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

import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.util.Assert;

import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

/**
 * Shows how many watches each container has in each state, and how many events wait.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdWatchContainerMetrics implements MeterBinder {

	private final Map<String, EtcdWatchContainer> containers;

	/**
	 * Create the metrics.
	 * @param containers the containers by name
	 */
	public EtcdWatchContainerMetrics(Map<String, EtcdWatchContainer> containers) {
		Assert.notNull(containers, "'containers' must not be null");
		this.containers = Map.copyOf(containers);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.containers.forEach((name, container) -> bindTo(registry, name, container));
	}

	private void bindTo(MeterRegistry registry, String name, EtcdWatchContainer container) {
		for (State state : State.values()) {
			if (state != State.CANCELLED) {
				Gauge.builder("etcd.watch.registrations", container, (each) -> count(each, state))
					.description("Watches by state")
					.tag("container", name)
					.tag("state", state.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		}
		Gauge.builder("etcd.watch.backlog", container, EtcdWatchContainerMetrics::backlog)
			.description("Events that have arrived and are not handled yet")
			.tag("container", name)
			.register(registry);
	}

	private static long count(EtcdWatchContainer container, State state) {
		return container.registrations().stream().filter((registration) -> registration.state() == state).count();
	}

	private static long backlog(EtcdWatchContainer container) {
		return container.registrations().stream().mapToLong(EtcdWatchRegistration::backlog).sum();
	}

}
