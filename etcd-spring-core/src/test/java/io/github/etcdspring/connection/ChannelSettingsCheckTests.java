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
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChannelSettingsCheck}, through the connection.
 *
 * @author The etcd-spring authors
 */
class ChannelSettingsCheckTests {

	private static final String ENDPOINT = "http://localhost:2379";

	@ParameterizedTest
	@MethodSource
	void whatNoChannelCanBeMadeOfIsRefusedBeforeTheFirstCall(Consumer<ClientBuilder> setting, String message) {
		ClientBuilder builder = Client.builder().endpoints(ENDPOINT);
		setting.accept(builder);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EtcdConnection(builder, EtcdConnectionSettings.defaults()))
			.withMessageContaining(message);
	}

	static Stream<Arguments> whatNoChannelCanBeMadeOfIsRefusedBeforeTheFirstCall() throws SSLException {
		SslContext noHttp2 = SslContextBuilder.forClient().build();
		return Stream.of(setting((builder) -> builder.authority("[::1"), "'authority'"),
				setting((builder) -> builder.authority("user@etcd"), "'authority'"),
				setting((builder) -> builder.authority("user@etcd_1:2379"), "'authority'"),
				setting((builder) -> builder.keepaliveTime(Duration.ZERO), "'keepaliveTime'"),
				setting((builder) -> builder.keepaliveTimeout(Duration.ofNanos(1)), "'keepaliveTimeout'"),
				setting((builder) -> builder.maxInboundMessageSize(-1), "'maxInboundMessageSize'"),
				setting((builder) -> builder.sslContext(noHttp2), "'sslContext'"),
				setting((builder) -> builder.target("nowhere://etcd"), "nowhere"),
				setting((builder) -> builder.target("ip:///localhost:70000"), "localhost:70000"));
	}

	@Test
	void whatAChannelCanBeMadeOfIsAccepted() throws SSLException {
		ClientBuilder builder = Client.builder()
			.endpoints(ENDPOINT)
			.authority("etcd.example.org:2379")
			.keepaliveTime(Duration.ofMillis(1))
			.maxInboundMessageSize(0)
			.sslContext(GrpcSslContexts.forClient().build());
		try (EtcdConnection connection = new EtcdConnection(builder, EtcdConnectionSettings.defaults())) {
			assertThat(connection.endpoints()).extracting(EtcdEndpoint::state).containsExactly(EtcdEndpoint.State.IDLE);
		}
	}

	private static Arguments setting(Consumer<ClientBuilder> setting, String message) {
		return Arguments.of(setting, message);
	}

}
