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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Leaves out servers of a foreign cluster. Where there are several endpoints, each one is
 * asked for the id of its cluster whenever it is connected, before it serves calls; the
 * id that most of them tell counts, and of equally many the one that was told first. An
 * endpoint that does not tell, such as one that answers administrators only, is taken as
 * it is. Everything here runs on the connection's scheduler thread.
 *
 * @author The etcd-spring authors
 */
final class ClusterCheck {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final long TIMEOUT_MILLIS = 1000;

	private final ScheduledExecutorService scheduler;

	private final Supplier<List<Endpoint>> endpoints;

	private final Consumer<Endpoint> renew;

	/**
	 * What each endpoint has told last, in the order in which they told first. One that
	 * is away keeps its say: a foreign server must not take over while the others are
	 * away.
	 */
	private final Map<Endpoint, Long> clusters = new LinkedHashMap<>();

	/**
	 * Endpoints of which the log says that they are left out.
	 */
	private final Set<Endpoint> warned = new HashSet<>();

	private long chosen;

	/**
	 * Create a check.
	 * @param scheduler where everything here runs
	 * @param endpoints tells the endpoints as they are now
	 * @param renew breaks all that goes on at an endpoint, and connects it anew
	 */
	ClusterCheck(ScheduledExecutorService scheduler, Supplier<List<Endpoint>> endpoints, Consumer<Endpoint> renew) {
		this.scheduler = scheduler;
		this.endpoints = endpoints;
		this.renew = renew;
	}

	/**
	 * Ask an endpoint that has been connected.
	 * @param endpoint the endpoint
	 * @param next what to do once it has answered, or has not for a second
	 */
	void ask(Endpoint endpoint, Runnable next) {
		if (this.endpoints.get().size() < 2) {
			next.run();
			return;
		}
		try {
			ClientCall<StatusRequest, StatusResponse> call = endpoint.channel()
				.newCall(MaintenanceGrpc.getStatusMethod(),
						CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
			call.start(new Listener(endpoint, next), new Metadata());
			call.request(1);
			call.sendMessage(StatusRequest.getDefaultInstance());
			call.halfClose();
		}
		catch (RuntimeException ex) {
			// From an interceptor
			logger.debug("The server at %s cannot be asked for its cluster".formatted(endpoint.uri()), ex);
			next.run();
		}
	}

	private void told(Endpoint endpoint, long cluster) {
		this.clusters.put(endpoint, cluster);
		this.clusters.keySet().retainAll(this.endpoints.get());
		this.warned.retainAll(this.clusters.keySet());
		this.chosen = mostTold(this.clusters.values(), this.chosen);
		Map.copyOf(this.clusters).forEach((each, id) -> judge(each, id != this.chosen));
		if (endpoint.isForeign()) {
			// Not at once: the others may be about to tell that they are of its cluster
			this.scheduler.schedule(() -> warn(endpoint), TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	static long mostTold(Collection<Long> clusters, long current) {
		Map<Long, Integer> counts = new HashMap<>();
		clusters.forEach((cluster) -> counts.merge(cluster, 1, Integer::sum));
		long most = current;
		for (long cluster : clusters) {
			if (counts.getOrDefault(cluster, 0) > counts.getOrDefault(most, 0)) {
				most = cluster;
			}
		}
		return most;
	}

	private void judge(Endpoint endpoint, boolean foreign) {
		if (foreign == endpoint.isForeign()) {
			return;
		}
		endpoint.foreign(foreign);
		if (!foreign && this.warned.remove(endpoint)) {
			logger.info("The server at %s belongs to the cluster of the other endpoints now".formatted(endpoint.uri()));
		}
		else if (foreign && endpoint.state() == EtcdEndpoint.State.CONNECTED) {
			// Served calls before the others told that they are of another cluster
			this.clusters.remove(endpoint);
			this.renew.accept(endpoint);
		}
	}

	private void warn(Endpoint endpoint) {
		if (endpoint.isForeign() && this.clusters.containsKey(endpoint) && this.warned.add(endpoint)) {
			logger.warn("The server at %s belongs to another cluster than the other endpoints: it is left out. "
				.formatted(endpoint.uri()) + "Correct 'etcd.endpoints'");
		}
	}

	/**
	 * Hears of the answer.
	 */
	private final class Listener extends ClientCall.Listener<StatusResponse> {

		private final Endpoint endpoint;

		private final Runnable next;

		private long cluster;

		Listener(Endpoint endpoint, Runnable next) {
			this.endpoint = endpoint;
			this.next = next;
		}

		@Override
		public void onMessage(StatusResponse response) {
			this.cluster = response.getHeader().getClusterId();
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			ClusterCheck.this.scheduler.execute(() -> {
				if (this.cluster != 0) {
					told(this.endpoint, this.cluster);
				}
				this.next.run();
			});
		}

	}

}
