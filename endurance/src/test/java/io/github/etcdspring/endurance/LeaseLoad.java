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

package io.github.etcdspring.endurance;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLease.State;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.GatewayException;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.EtcdHistory;

/**
 * Leases with a key each, which are kept for a while and closed. A key that is gone means
 * that its lease does not say to be active any more, and a key of a closed lease is gone
 * soon.
 *
 * @author The etcd-spring authors
 */
final class LeaseLoad extends Load {

	private static final int LEASES = 3;

	private static final Duration TTL = Duration.ofSeconds(8);

	/**
	 * How long etcd may take to remove keys after their TTL, a change of the leader
	 * included, which gives each lease its TTL anew.
	 */
	private static final Duration GRACE = Duration.ofSeconds(40);

	private static final int KEPT_MILLIS = 20_000;

	private final List<Application> applications;

	private final Random random;

	private final EtcdGateway gateway;

	private final Map<String, EtcdLease> active = new ConcurrentHashMap<>();

	private final Map<String, Long> closed = new ConcurrentHashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	/**
	 * Create a load.
	 * @param applications who keeps leases
	 * @param gateway the member to ask which keys there are
	 * @param random makes choices
	 */
	LeaseLoad(List<Application> applications, EtcdGateway gateway, Random random) {
		this.applications = applications;
		this.gateway = gateway;
		this.random = random;
	}

	@Override
	void start() {
		for (Application application : this.applications) {
			for (int i = 0; i < LEASES; i++) {
				Random choices = new Random(this.random.nextLong());
				repeat("lease", () -> keep(application, choices.nextInt(KEPT_MILLIS)));
			}
		}
		repeat("leased keys", this::compare);
	}

	private void keep(Application application, long millis) {
		EtcdLease lease = application.template().leases().grant(TTL);
		String key = Keys.LEASED + this.numbers.incrementAndGet();
		try (lease) {
			application.template().put(key, "leased", (put) -> put.lease(lease));
			this.active.put(key, lease);
			for (long kept = 0; kept < millis && lease.state() != State.EXPIRED && !isStopped(); kept += 100) {
				pause(100);
			}
			count((lease.state() != State.EXPIRED) ? "closed" : "expired");
		}
		finally {
			this.active.remove(key);
			this.closed.put(key, System.nanoTime());
		}
	}

	private void compare() {
		pause(200);
		Map<String, EtcdLease> expected = Map.copyOf(this.active);
		Set<String> keys;
		long start = System.nanoTime();
		try {
			keys = this.gateway.call("/v3/kv/range", KeySpan.prefix(Keys.LEASED).fields(Map.of("keys_only", true)))
				.objects("kvs")
				.stream()
				.map((entry) -> entry.decoded("key"))
				.collect(Collectors.toCollection(HashSet::new));
		}
		catch (GatewayException ex) {
			return;
		}
		expected.forEach((key, lease) -> {
			if (!keys.contains(key) && lease.state() == State.ACTIVE && lease.remaining().toMillis() > 0) {
				found("%s is gone, its lease says %s, %s left".formatted(key, lease.state(), lease.remaining()));
			}
		});
		this.closed.forEach((key, since) -> {
			if (start - since > TTL.plus(GRACE).toNanos() && keys.contains(key)) {
				found(key + " is still there long after its lease was closed");
			}
		});
		count("comparisons");
	}

	@Override
	List<String> check(EtcdHistory history) {
		return List.of();
	}

}
