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

package io.github.etcdspring.boot.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

/**
 * {@link HealthIndicator} for watches. They are down if the server refuses one of them: a
 * watch that waits for a connection goes on by itself, and the health of the connection
 * tells about that; one that stands by for its group is as well as the one that it waits
 * for.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdWatchHealthIndicator implements HealthIndicator {

	private final EtcdWatchContainer container;

	/**
	 * Create an indicator.
	 * @param container the container of the watches
	 */
	public EtcdWatchHealthIndicator(EtcdWatchContainer container) {
		Assert.notNull(container, "'container' must not be null");
		this.container = container;
	}

	@Override
	public Health health() {
		Collection<EtcdWatchRegistration> registrations = this.container.registrations();
		boolean failed = registrations.stream().anyMatch((registration) -> registration.state() == State.FAILED);
		Map<String, Object> watches = new LinkedHashMap<>();
		registrations.forEach((registration) -> watches.put(registration.id(), describe(registration)));
		return ((failed) ? Health.down() : Health.up()).withDetails(watches).build();
	}

	private Map<String, Object> describe(EtcdWatchRegistration registration) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", registration.state());
		String group = registration.group();
		if (group != null) {
			details.put("group", group);
		}
		details.put("range", registration.range().toString());
		details.put("revision", registration.revision());
		details.put("lag", registration.lag());
		details.put("backlog", registration.backlog());
		EtcdException failure = registration.failure();
		if (failure != null) {
			details.put("error", String.valueOf(failure.getMessage()));
		}
		return details;
	}

}
