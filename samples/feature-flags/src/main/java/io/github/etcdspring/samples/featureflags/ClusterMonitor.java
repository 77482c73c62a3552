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

package io.github.etcdspring.samples.featureflags;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.samples.featureflags.ClusterState.Member;

/**
 * Looks every second how etcd is, and tells the browsers. That is their heartbeat, too: a
 * connection whose browser is gone ends with the next attempt to write to it.
 *
 * @author The etcd-spring authors
 */
@Component
class ClusterMonitor {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final EtcdConnection connection;

	private final EtcdOperations etcd;

	private final FlagStream stream;

	private final Instances instances;

	ClusterMonitor(EtcdConnection connection, EtcdOperations etcd, FlagStream stream, Instances instances) {
		this.instances = instances;
		this.connection = connection;
		this.etcd = etcd.withTimeout(PATIENCE);
		this.stream = stream;
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void check() {
		this.stream.onClusterState(new ClusterState(isAvailable(),
				this.connection.endpoints().stream().map(this::member).toList(), this.instances.all()));
	}

	private boolean isAvailable() {
		try {
			this.etcd.count(KeyRange.prefix(Flags.PREFIX));
			return true;
		}
		catch (EtcdException ex) {
			return false;
		}
	}

	private Member member(EtcdEndpoint endpoint) {
		if (endpoint.state() != EtcdEndpoint.State.CONNECTED) {
			return Member.failed(endpoint.uri(), endpoint.lastError());
		}
		try {
			return Member.of(endpoint.uri(), this.etcd.maintenance().status(endpoint.uri()));
		}
		catch (EtcdException ex) {
			return Member.failed(endpoint.uri(), ex.getMessage());
		}
	}

}
