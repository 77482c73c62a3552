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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Chooses which endpoint serves a call. One that left an attempt without an answer is
 * suspect, and serves only if there is no other.
 *
 * @author The etcd-spring authors
 */
final class EndpointPicker {

	private final boolean rotate;

	private final boolean shuffle;

	private final Random random = new Random();

	private final AtomicInteger turns = new AtomicInteger();

	private final AtomicInteger standInTurns = new AtomicInteger();

	private volatile List<Endpoint> candidates = List.of();

	EndpointPicker(EtcdLoadBalancingPolicy policy) {
		this.rotate = policy == EtcdLoadBalancingPolicy.ROUND_ROBIN;
		this.shuffle = policy == EtcdLoadBalancingPolicy.RANDOM;
	}

	/**
	 * Choose of these from now on. Those that stay keep their places in an order that was
	 * drawn at random, so that calls do not change over to another one without need.
	 * @param endpoints the endpoints, in the order of preference
	 */
	void candidates(List<Endpoint> endpoints) {
		if (!this.shuffle) {
			this.candidates = endpoints;
			return;
		}
		List<Endpoint> shuffled = new ArrayList<>(this.candidates);
		shuffled.retainAll(endpoints);
		for (Endpoint endpoint : endpoints) {
			if (!shuffled.contains(endpoint)) {
				shuffled.add(this.random.nextInt(shuffled.size() + 1), endpoint);
			}
		}
		this.candidates = List.copyOf(shuffled);
	}

	@Nullable Endpoint choose(Set<String> avoid) {
		Endpoint endpoint = first((each) -> each.isConnected() && !each.isSuspect() && !avoid.contains(each.uri()));
		if (endpoint == null) {
			endpoint = first((each) -> each.isConnected() && !avoid.contains(each.uri()));
		}
		return (endpoint != null) ? endpoint : first(Endpoint::isConnected);
	}

	boolean hasAlternative(Set<String> avoid) {
		return has((each) -> each.isConnected() && !each.isSuspect() && !avoid.contains(each.uri()));
	}

	boolean hasOther(Endpoint endpoint) {
		return has((each) -> each != endpoint && each.isConnected());
	}

	boolean hasEqual(Endpoint endpoint) {
		return has((each) -> each != endpoint && each.isConnected() && (!each.isSuspect() || endpoint.isSuspect()));
	}

	private boolean has(Predicate<Endpoint> condition) {
		for (Endpoint each : this.candidates) {
			if (condition.test(each)) {
				return true;
			}
		}
		return false;
	}

	private @Nullable Endpoint first(Predicate<Endpoint> condition) {
		List<Endpoint> all = this.candidates;
		if (!this.rotate || all.size() < 2) {
			return firstOf(all, condition);
		}
		Endpoint due = all.get(turn(this.turns, all.size()));
		return condition.test(due) ? due : standIn(all, condition);
	}

	// The turn of one that cannot serve falls to each of the others equally, rather than
	// always to the one after it
	private @Nullable Endpoint standIn(List<Endpoint> all, Predicate<Endpoint> condition) {
		List<Endpoint> able = all.stream().filter(condition).toList();
		return able.isEmpty() ? null : able.get(turn(this.standInTurns, able.size()));
	}

	private static int turn(AtomicInteger turns, int size) {
		return Math.floorMod(turns.getAndIncrement(), size);
	}

	private static @Nullable Endpoint firstOf(List<Endpoint> all, Predicate<Endpoint> condition) {
		for (Endpoint endpoint : all) {
			if (condition.test(endpoint)) {
				return endpoint;
			}
		}
		return null;
	}

}
