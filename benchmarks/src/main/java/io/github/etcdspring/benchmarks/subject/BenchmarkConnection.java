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

package io.github.etcdspring.benchmarks.subject;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.etcd.jetcd.Client;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;

/**
 * Connections of this project with its defaults, but for the time that a call may take:
 * the other clients wait as long as it takes, and no run is to end because the machine
 * was busy when a process started.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class BenchmarkConnection {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private BenchmarkConnection() {
	}

	/**
	 * Connect to a server.
	 * @param endpoint the server, such as {@code http://127.0.0.1:2379}
	 * @return the connection
	 */
	public static EtcdConnection open(String endpoint) {
		return open(endpoint, null);
	}

	static EtcdConnection open(String endpoint, @Nullable Executor callbacks) {
		return new EtcdConnection(Client.builder().endpoints(endpoint),
				EtcdConnectionSettings.builder().requestTimeout(PATIENCE).callbackExecutor(callbacks).build());
	}

}
