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

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.grpc.NameResolver;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints by their hosts.
 *
 * @author The etcd-spring authors
 */
@Timeout(30)
class HostNameResolverTests {

	@Test
	void ipv6AddressIsAnEndpoint() throws IOException {
		int port = freePortOnBothLoopbacks();
		String endpoint = "http://[::1]:" + port;
		try (EtcdServer server = EtcdServer.builder()
			.port(port)
			.flag("listen-client-urls", "http://127.0.0.1:" + port + "," + endpoint)
			.start(); EtcdConnection connection = TestConnections.connect(endpoint)) {
			TestConnections.put(connection, "key", "value");
			assertThat(server.isRunning()).isTrue();
			assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri).containsExactly(endpoint);
		}
	}

	@Test
	void asksTheNameServerOnceHoweverOftenItIsAskedItself() {
		String target = HostNameResolver.target("127.0.0.1:2379");
		List<Runnable> resolutions = new ArrayList<>();
		List<NameResolver.ResolutionResult> results = new ArrayList<>();
		NameResolver resolver = NameResolverRegistry.getDefaultRegistry()
			.asFactory()
			.newNameResolver(URI.create(target), arguments(resolutions));
		resolver.start(new NameResolver.Listener2() {

			@Override
			public void onResult(NameResolver.ResolutionResult result) {
				results.add(result);
			}

			@Override
			public void onError(Status error) {
				throw error.asRuntimeException();
			}

		});
		resolver.refresh();
		resolver.refresh();
		assertThat(resolutions).hasSize(1);
		resolutions.remove(0).run();
		assertThat(results).singleElement()
			.satisfies((result) -> assertThat(result.getAddressesOrError().getValue()).hasSize(1));
		resolver.refresh();
		assertThat(resolutions).hasSize(1);
	}

	private static NameResolver.Args arguments(List<Runnable> resolutions) {
		return NameResolver.Args.newBuilder()
			.setDefaultPort(2379)
			.setProxyDetector((address) -> null)
			.setSynchronizationContext(new SynchronizationContext((thread, ex) -> {
				throw new IllegalStateException(ex);
			}))
			.setServiceConfigParser(new NameResolver.ServiceConfigParser() {

				@Override
				public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> config) {
					return NameResolver.ConfigOrError.fromConfig(config);
				}

			})
			.setOffloadExecutor(resolutions::add)
			.build();
	}

	private static int freePortOnBothLoopbacks() throws IOException {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress("::1", 0));
			return socket.getLocalPort();
		}
		catch (BindException ex) {
			return Assumptions.abort("This machine has no IPv6");
		}
	}

}
