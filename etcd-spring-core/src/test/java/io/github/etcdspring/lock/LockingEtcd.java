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

package io.github.etcdspring.lock;

import java.time.Duration;
import java.util.List;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * A connection that takes locks: a process of its own, as far as etcd can tell.
 *
 * @author The etcd-spring authors
 */
final class LockingEtcd implements AutoCloseable {

	final EtcdConnection connection;

	final EtcdTemplate template;

	final EtcdLockOperations locks;

	LockingEtcd(String... endpoints) {
		this(Duration.ofSeconds(10), endpoints);
	}

	LockingEtcd(Duration sessionTtl, String... endpoints) {
		ClientBuilder builder = Client.builder()
			.endpoints(List.of(endpoints).toArray(String[]::new))
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3));
		this.connection = new EtcdConnection(builder, EtcdConnectionSettings.builder().sessionTtl(sessionTtl).build());
		this.template = new EtcdTemplate(this.connection, EtcdValueConverter.create());
		this.locks = this.template.locks();
	}

	// Return how many hold or wait for a lock.
	long queued(String name) {
		return this.template.count(KeyRange.prefix(name + "/"));
	}

	long session() {
		return this.template.leases().session().id();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
