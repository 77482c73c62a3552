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

import java.time.Duration;
import java.util.Set;

import io.etcd.jetcd.ClientBuilder;

/**
 * The inside of a connection, to look at in tests.
 *
 * @author The etcd-spring authors
 */
final class TestContext implements AutoCloseable {

	private CallContext context;

	/**
	 * Connect.
	 * @param builder the endpoints
	 * @return the calls
	 */
	DefaultEtcdCalls calls(ClientBuilder builder) {
		return calls(builder, EtcdConnectionSettings.defaults());
	}

	/**
	 * Connect.
	 * @param builder the endpoints
	 * @param settings the settings
	 * @return the calls
	 */
	DefaultEtcdCalls calls(ClientBuilder builder, EtcdConnectionSettings settings) {
		ChannelFactory channels = new ChannelFactory(builder);
		ConnectionThreads threads = new ConnectionThreads(1, null);
		EndpointGroup endpoints = new EndpointGroup(channels, builder, settings, threads);
		this.context = new CallContext(settings, builder, channels, endpoints, threads);
		endpoints.choose(Set.of());
		return new DefaultEtcdCalls(this.context);
	}

	CallContext get() {
		return this.context;
	}

	long connected() {
		return this.context.endpoints().all().stream().filter(Endpoint::isConnected).count();
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
			this.context.endpoints().close(Duration.ofMillis(500));
			this.context.threads().close();
		}
	}

}
