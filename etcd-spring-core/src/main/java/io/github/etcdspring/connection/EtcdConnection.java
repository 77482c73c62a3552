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

import java.util.List;

import io.etcd.jetcd.ClientBuilder;

/**
 * A connection to an etcd cluster, shared by everything that talks to it. Endpoints,
 * credentials, TLS, keep-alive and message limits come from jetcd's
 * {@link ClientBuilder}, everything else from {@link EtcdConnectionSettings}. Connecting
 * is lazy: creating one never blocks and never fails because etcd is away. All its
 * threads are daemons.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdConnection implements AutoCloseable {

	private final EtcdConnectionSettings settings;

	/**
	 * Create a connection.
	 * @param builder endpoints, credentials, TLS, keep-alive and limits; later changes
	 * have no effect
	 * @param settings the other settings
	 */
	public EtcdConnection(ClientBuilder builder, EtcdConnectionSettings settings) {
		this.settings = settings;
	}

	/**
	 * Return the settings.
	 * @return the settings
	 */
	public EtcdConnectionSettings settings() {
		return this.settings;
	}

	/**
	 * Return the path of every call. Internal to the library.
	 * @return the calls
	 */
	public EtcdCalls calls() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the endpoints as they stand now.
	 * @return the endpoints, in the configured order
	 */
	public List<EtcdEndpoint> endpoints() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return whether at least one endpoint is connected.
	 * @return whether calls can be sent at once
	 */
	public boolean isConnected() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return a copy of the builder with which this connection was made.
	 * @return the copy, for jetcd's own client
	 */
	public ClientBuilder clientBuilder() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Close the connection: calls under way fail with
	 * {@link io.github.etcdspring.EtcdClosedException}, streams end. Takes two seconds at
	 * the most. Closing twice does nothing.
	 */
	@Override
	public void close() {
	}

}
