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

package io.github.etcdspring.watch;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdEndpoint;

/**
 * What is known of the endpoints: which are members and which are proxies, which cannot
 * serve watches, and which carry the fewest streams. Belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class WatchEndpoints {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	/**
	 * How long an endpoint that cannot serve watches is left out: it may become able to.
	 */
	private static final long LEFT_OUT_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Supplier<List<EtcdEndpoint>> endpoints;

	private final Map<String, Boolean> members = new HashMap<>();

	private final Map<String, Long> unfitSince = new HashMap<>();

	WatchEndpoints(Supplier<List<EtcdEndpoint>> endpoints) {
		this.endpoints = endpoints;
	}

	// Whether an endpoint is known to be a member and not a proxy.
	boolean isMember(String endpoint) {
		return this.members.getOrDefault(endpoint, false);
	}

	// Take note whether an endpoint used the id that it was told, as proxies do not.
	void answered(String endpoint, boolean member) {
		this.members.put(endpoint, member);
	}

	// Take note why a stream has ended.
	void failed(String endpoint, EtcdException reason) {
		String message = reason.getMessage();
		if (message == null || !message.contains("learner")) {
			return;
		}
		if (this.unfitSince.put(endpoint, System.nanoTime()) == null) {
			logger.warn("The member at %s is a learner, which serves no watches: it is left out".formatted(endpoint));
		}
	}

	private boolean isUnfit(String endpoint) {
		Long since = this.unfitSince.get(endpoint);
		return since != null && System.nanoTime() - since < LEFT_OUT_NANOS;
	}

	// Return all endpoints but the connected ones that carry the fewest streams.
	Set<String> crowded(String avoid, Collection<WatchStream> streams) {
		Map<String, Integer> load = new HashMap<>();
		Set<String> others = new HashSet<>();
		for (EtcdEndpoint endpoint : this.endpoints.get()) {
			String uri = endpoint.uri();
			others.add(uri);
			if (endpoint.state() == EtcdEndpoint.State.CONNECTED && !uri.equals(avoid) && !isUnfit(uri)) {
				load.put(uri, 0);
			}
		}
		for (WatchStream stream : streams) {
			load.computeIfPresent(stream.link().endpoint(), (endpoint, count) -> count + 1);
		}
		int least = load.values().stream().mapToInt(Integer::intValue).min().orElse(0);
		load.forEach((endpoint, count) -> {
			if (count == least) {
				others.remove(endpoint);
			}
		});
		return (load.isEmpty() && avoid.isEmpty()) ? Set.of() : others;
	}

}
