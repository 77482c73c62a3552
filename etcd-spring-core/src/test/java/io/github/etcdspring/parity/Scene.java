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

package io.github.etcdspring.parity;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.binary.EtcdBinary;

/**
 * An etcd of one version and some members, which runs from its first use to its end, and
 * a template for it.
 *
 * @author The etcd-spring authors
 */
final class Scene implements AutoCloseable {

	private final EtcdBinary binary;

	private final int members;

	private @Nullable EtcdCluster cluster;

	private @Nullable EtcdConnection connection;

	private String prefix = "";

	Scene(EtcdBinary binary, int members) {
		this.binary = binary;
		this.members = members;
	}

	/**
	 * Go over to the next row, which has keys of its own.
	 */
	void next() {
		this.prefix = "/" + UUID.randomUUID() + "/";
	}

	EtcdBinary binary() {
		return this.binary;
	}

	int members() {
		return this.members;
	}

	EtcdCluster cluster() {
		if (this.cluster == null) {
			this.cluster = EtcdCluster.builder().binary(this.binary).members(this.members).start();
		}
		return this.cluster;
	}

	/**
	 * A template that is connected to all members.
	 * @return the template
	 */
	EtcdTemplate template() {
		if (this.connection == null) {
			this.connection = connect(cluster().endpoints());
		}
		return template(this.connection);
	}

	static EtcdConnection connect(List<String> endpoints) {
		return new EtcdConnection(Client.builder().endpoints(endpoints.toArray(String[]::new)),
				EtcdConnectionSettings.defaults());
	}

	static EtcdTemplate template(EtcdConnection connection) {
		return new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	String key(String name) {
		return this.prefix + name;
	}

	KeyRange keys() {
		return KeyRange.prefix(this.prefix);
	}

	/**
	 * Put keys with their names as values.
	 * @param names the names
	 */
	void put(String... names) {
		for (String name : names) {
			template().put(key(name), name);
		}
	}

	/**
	 * Grant a lease of a minute.
	 * @return its id
	 */
	long lease() {
		return template().leases().grantOnly(Duration.ofMinutes(1)).id();
	}

	/**
	 * Do something while members are frozen.
	 * @param frozen the members
	 * @param action what to do
	 */
	void whileFrozen(List<EtcdServer> frozen, Runnable action) {
		frozen.forEach(EtcdServer::pause);
		Awaitility.await("they may still answer what was under way")
			.until(() -> frozen.stream()
				.noneMatch((member) -> member.gateway().within(Duration.ofMillis(200)).isReady()));
		try {
			action.run();
		}
		finally {
			frozen.forEach(EtcdServer::resume);
			cluster().awaitHealthy(Duration.ofSeconds(20));
		}
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
		}
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	@Override
	public String toString() {
		return "etcd %s with %d member(s)".formatted(this.binary.version(), this.members);
	}

}
