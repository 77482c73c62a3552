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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * A connection through which leases are kept alive.
 *
 * @author The etcd-spring authors
 */
final class LeasedEtcd implements AutoCloseable {

	final EtcdConnection connection;

	final EtcdTemplate template;

	final EtcdLeaseOperations leases;

	LeasedEtcd(String... endpoints) {
		this(UnaryOperator.identity(), Duration.ofSeconds(10), endpoints);
	}

	LeasedEtcd(String endpoint, Executor callbacks) {
		this(UnaryOperator.identity(), Duration.ofSeconds(10), callbacks, endpoint);
	}

	LeasedEtcd(UnaryOperator<ClientBuilder> client, Duration sessionTtl, String... endpoints) {
		this(client, sessionTtl, null, endpoints);
	}

	private LeasedEtcd(UnaryOperator<ClientBuilder> client, Duration sessionTtl, Executor callbacks,
			String... endpoints) {
		ClientBuilder builder = Client.builder()
			.endpoints(List.of(endpoints).toArray(String[]::new))
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3));
		this.connection = new EtcdConnection(client.apply(builder),
				EtcdConnectionSettings.builder().sessionTtl(sessionTtl).callbackExecutor(callbacks).build());
		this.template = new EtcdTemplate(this.connection, EtcdValueConverter.create());
		this.leases = this.template.leases();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
