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

package io.github.etcdspring.mirror;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.etcd.jetcd.Client;
import org.springframework.util.FileSystemUtils;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * A real etcd with a template for mirrors and another one for writes.
 *
 * @author The etcd-spring authors
 */
final class MirroredEtcd implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	final EtcdServer server;

	final EtcdConnection connection;

	final EtcdWatchContainer container;

	final EtcdTemplate etcd;

	final EtcdTemplate writes;

	private final EtcdConnection writesConnection;

	MirroredEtcd() {
		this(EtcdServer.start(), UnaryOperator.identity());
	}

	MirroredEtcd(EtcdServer server, UnaryOperator<EtcdWatchSettings.Builder> settings) {
		this.server = server;
		this.connection = connect(server);
		this.writesConnection = connect(server);
		EtcdValueConverter converter = EtcdValueConverter.create();
		this.container = new EtcdWatchContainer(this.connection, converter,
				settings.apply(EtcdWatchSettings.builder()).build());
		this.etcd = new EtcdTemplate(this.connection, converter, this.container);
		this.writes = new EtcdTemplate(this.writesConnection, converter);
	}

	private static EtcdConnection connect(EtcdServer server) {
		return new EtcdConnection(Client.builder()
			.endpoints(server.endpoint())
			.connectTimeout(Duration.ofSeconds(1))
			.keepaliveTime(Duration.ofSeconds(10))
			.keepaliveTimeout(Duration.ofSeconds(3)), EtcdConnectionSettings.defaults());
	}

	/**
	 * Replace the server by one without data at the same address.
	 */
	void startFromNothing() {
		this.server.kill();
		FileSystemUtils.deleteRecursively(this.server.dataDirectory().toFile());
		this.server.restart();
	}

	@Override
	public void close() {
		this.container.close();
		this.connection.close();
		this.writesConnection.close();
		this.server.close();
	}

}
