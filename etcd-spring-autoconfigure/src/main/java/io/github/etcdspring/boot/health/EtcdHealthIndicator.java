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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.maintenance.EtcdAlarm;
import io.github.etcdspring.maintenance.EtcdMemberStatus;

/**
 * {@link HealthIndicator} for etcd. The cluster is up if it answers a read that its
 * members have to agree on, whether the user may read the key or not, and has no alarm:
 * one that is out of space takes no writes. Alarms and details come from calls that an
 * ordinary user may be refused, and are left out then. Everything is asked at the same
 * time and within one timeout.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdHealthIndicator implements HealthIndicator {

	private static final KeyRange ANY_KEY = KeyRange.key("health");

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("etcd-health-");

	private final EtcdConnection connection;

	private final EtcdOperations operations;

	private final Duration timeout;

	/**
	 * Create an indicator.
	 * @param connection the connection
	 * @param timeout the time that a whole check may take, positive
	 */
	public EtcdHealthIndicator(EtcdConnection connection, Duration timeout) {
		Assert.notNull(connection, "'connection' must not be null");
		Assert.notNull(timeout, "'timeout' must not be null");
		this.connection = connection;
		this.operations = new EtcdTemplate(connection, EtcdValueConverter.create()).withTimeout(timeout);
		this.timeout = timeout;
		this.executor.setDaemon(true);
	}

	@Override
	public Health health() {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		CompletableFuture<ResponseHeader> read = ask(this::read);
		CompletableFuture<List<EtcdMember>> members = ask(() -> this.operations.cluster().members(false));
		CompletableFuture<List<EtcdAlarm>> alarms = ask(() -> this.operations.maintenance().alarms());
		Map<String, CompletableFuture<EtcdMemberStatus>> statuses = askMembers();
		Health.Builder builder = check(read, deadline);
		EtcdHealthDetails details = new EtcdHealthDetails(answer(members, deadline));
		checkAlarms(builder, details, answer(alarms, deadline));
		statuses.forEach((endpoint, status) -> details.add(endpoint, answer(status, deadline)));
		return builder.withDetails(details.describe(this.connection.endpoints())).build();
	}

	private Health.Builder check(CompletableFuture<ResponseHeader> read, long deadline) {
		Health.Builder builder = Health.up();
		try {
			ResponseHeader header = await(read, deadline);
			return builder.withDetail("clusterId", Long.toHexString(header.clusterId()))
				.withDetail("revision", header.revision());
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof EtcdPermissionDeniedException) {
				// Who is refused a key has logged in, and the cluster has answered
				return builder;
			}
			return builder.down().withDetail("error", describe(cause));
		}
		catch (TimeoutException ex) {
			return builder.down()
				.withDetail("error",
						"No answer within %d ms ('management.health.etcd.timeout')".formatted(this.timeout.toMillis()));
		}
	}

	// The timeout is that of the check, and the property of other calls would not help
	private static String describe(Throwable failure) {
		return String.valueOf(failure.getMessage())
			.replace("'etcd.request-timeout'", "'management.health.etcd.timeout'");
	}

	private void checkAlarms(Health.Builder builder, EtcdHealthDetails details, @Nullable List<EtcdAlarm> alarms) {
		if (alarms != null && !alarms.isEmpty()) {
			builder.down().withDetail("alarms", details.describeAlarms(alarms));
			if (alarms.stream().anyMatch((alarm) -> alarm.type() == EtcdAlarm.Type.NO_SPACE)) {
				builder.withDetail("remedy",
						"The cluster takes only reads and deletes: compact, defragment, and disarm the alarm, or raise its quota");
			}
		}
	}

	private ResponseHeader read() {
		return this.operations.range(ANY_KEY, byte[].class, RangeSpec::countOnly).header();
	}

	/**
	 * Ask the members, but for those known to be away, which could only time out.
	 * @return the answers to come, by endpoint
	 */
	private Map<String, CompletableFuture<EtcdMemberStatus>> askMembers() {
		Map<String, CompletableFuture<EtcdMemberStatus>> statuses = new LinkedHashMap<>();
		for (EtcdEndpoint endpoint : this.connection.endpoints()) {
			if (endpoint.state() != EtcdEndpoint.State.DISCONNECTED) {
				statuses.put(endpoint.uri(), ask(() -> this.operations.maintenance().status(endpoint.uri())));
			}
		}
		return statuses;
	}

	private <T> CompletableFuture<T> ask(Supplier<T> question) {
		return CompletableFuture.supplyAsync(question, this.executor);
	}

	private <T> @Nullable T answer(CompletableFuture<T> future, long deadline) {
		try {
			return await(future, deadline);
		}
		catch (ExecutionException | TimeoutException ex) {
			return null;
		}
	}

	private <T> T await(CompletableFuture<T> future, long deadline) throws ExecutionException, TimeoutException {
		try {
			return future.get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ExecutionException(new CancellationException("Interrupted"));
		}
	}

}
