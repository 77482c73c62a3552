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
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lock.EtcdLockOperations;

/**
 * Shows for each connection what becomes of its leases and locks, and which elections
 * this process has won.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdCoordinationMetrics implements MeterBinder {

	private final Map<String, EtcdConnection> connections;

	private final Map<String, EtcdLeadership> leaderships;

	/**
	 * Create the metrics.
	 * @param connections the connections by name
	 * @param leaderships the candidates of elections by name
	 */
	public EtcdCoordinationMetrics(Map<String, EtcdConnection> connections, Map<String, EtcdLeadership> leaderships) {
		Assert.notNull(connections, "'connections' must not be null");
		Assert.notNull(leaderships, "'leaderships' must not be null");
		this.connections = Map.copyOf(connections);
		this.leaderships = Map.copyOf(leaderships);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.connections.forEach((name, connection) -> {
			EtcdTemplate template = new EtcdTemplate(connection, EtcdValueConverter.create());
			bindLeases(registry, name, template.leases());
			bindLocks(registry, name, template.locks());
		});
		this.leaderships.forEach(
				(name, leadership) -> Gauge.builder("etcd.leadership", leadership, (each) -> each.isLeader() ? 1 : 0)
					.description("Whether this process leads")
					.tag("leadership", name)
					.strongReference(true)
					.register(registry));
	}

	private void bindLeases(MeterRegistry registry, String connection, EtcdLeaseOperations leases) {
		for (EtcdLease.State state : new EtcdLease.State[] { EtcdLease.State.PENDING, EtcdLease.State.ACTIVE,
				EtcdLease.State.DISCONNECTED }) {
			Gauge
				.builder("etcd.leases", leases,
						(each) -> each.kept().stream().filter((lease) -> lease.state() == state).count())
				.description("Leases that the connection keeps alive")
				.tag("connection", connection)
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.strongReference(true)
				.register(registry);
		}
		FunctionTimer
			.builder("etcd.lease.renewal", leases, (each) -> each.statistics().renewals(),
					(each) -> each.statistics().renewalTime().toNanos(), TimeUnit.NANOSECONDS)
			.description("Time from a renewal to its answer")
			.tag("connection", connection)
			.register(registry);
		FunctionCounter.builder("etcd.lease.renewal.failures", leases, (each) -> each.statistics().failures())
			.description("Streams of renewals that ended or did not answer in time")
			.tag("connection", connection)
			.register(registry);
		FunctionCounter.builder("etcd.lease.expired", leases, (each) -> each.statistics().expired())
			.description("Leases that ended against the will of their owner")
			.tag("connection", connection)
			.register(registry);
	}

	private void bindLocks(MeterRegistry registry, String connection, EtcdLockOperations locks) {
		Gauge.builder("etcd.locks", locks, (each) -> each.held().size())
			.description("Locks that the connection holds")
			.tag("connection", connection)
			.strongReference(true)
			.register(registry);
		FunctionTimer
			.builder("etcd.lock.wait", locks, (each) -> each.statistics().acquired() + each.statistics().notAcquired(),
					(each) -> each.statistics().waitTime().toNanos(), TimeUnit.NANOSECONDS)
			.description("Time that taking a lock or leadership took, whether or not it was taken")
			.tag("connection", connection)
			.register(registry);
		FunctionTimer
			.builder("etcd.lock.hold", locks, (each) -> each.statistics().ended(),
					(each) -> each.statistics().holdTime().toNanos(), TimeUnit.NANOSECONDS)
			.description("Time that locks and leadership were held")
			.tag("connection", connection)
			.register(registry);
		FunctionCounter.builder("etcd.lock.lost", locks, (each) -> each.statistics().lost())
			.description("Locks and leadership that were lost")
			.tag("connection", connection)
			.register(registry);
	}

}
