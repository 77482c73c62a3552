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

package io.github.etcdspring.benchmarks.process;

import io.github.etcdspring.test.EtcdServer;

/**
 * The etcd of all benchmarks: it does not wait for its disk, which would be measured
 * otherwise.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class BenchmarkServer {

	private BenchmarkServer() {
	}

	/**
	 * Ask a server for its version.
	 * @return the version, such as {@code 3.5.30}
	 */
	public static String version() {
		try (EtcdServer server = start()) {
			return server.version();
		}
	}

	/**
	 * Start an empty server.
	 * @return the server
	 */
	public static EtcdServer start() {
		return EtcdServer.builder().flag("unsafe-no-fsync", "true").flag("log-level", "error").start();
	}

}
