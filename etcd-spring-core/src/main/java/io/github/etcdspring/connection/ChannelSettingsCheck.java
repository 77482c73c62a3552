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

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import io.etcd.jetcd.ClientBuilder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Rejects what gRPC would refuse to make a channel of. Channels are made when they are
 * needed, and whoever has set it wants to hear of it before.
 *
 * @author The etcd-spring authors
 */
final class ChannelSettingsCheck {

	private static final int MAX_PORT = 65535;

	private ChannelSettingsCheck() {
	}

	static void check(ClientBuilder builder) {
		checkAuthority(builder.authority());
		checkTls(builder.sslContext());
		checkPositive("keepaliveTime", builder.keepaliveTime());
		checkPositive("keepaliveTimeout", builder.keepaliveTimeout());
		Integer size = builder.maxInboundMessageSize();
		Assert.isTrue(size == null || size >= 0,
				() -> "'maxInboundMessageSize' must not be negative, but is " + size + " bytes");
	}

	/**
	 * Check an endpoint.
	 * @param address host and port
	 * @return the address
	 */
	static String checkPort(String address) {
		String port = address.substring(address.lastIndexOf(':') + 1);
		Assert.isTrue(port.length() <= 5 && Integer.parseInt(port) <= MAX_PORT,
				() -> "The port of endpoint '" + address + "' must be " + MAX_PORT + " at the most");
		return address;
	}

	private static void checkAuthority(@Nullable String authority) {
		if (authority != null) {
			Assert.isTrue(!authority.contains("@"), "'authority' must be a host and a port, without a user");
			try {
				new URI(null, authority, null, null, null);
			}
			catch (URISyntaxException ex) {
				throw new IllegalArgumentException(
						"'authority' must be a host, with a port or without, but is '" + authority + "'", ex);
			}
		}
	}

	private static void checkTls(@Nullable SslContext sslContext) {
		Assert.isTrue(sslContext == null || (sslContext.isClient()
				&& sslContext.applicationProtocolNegotiator().protocols().contains(ApplicationProtocolNames.HTTP_2)),
				"'sslContext' must be one for clients that speak HTTP/2: configure it by GrpcSslContexts");
	}

	private static void checkPositive(String name, @Nullable Duration value) {
		Assert.isTrue(value == null || value.toMillis() > 0,
				() -> "'%s' must be at least a millisecond, but is %s".formatted(name, value));
	}

}
