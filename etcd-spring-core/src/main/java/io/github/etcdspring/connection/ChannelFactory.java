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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import org.springframework.util.StringUtils;

/**
 * Makes a channel for each endpoint, with the settings that jetcd's client would give it.
 * What differs: callbacks run on the event loop, each endpoint has a channel of its own,
 * a channel never goes idle and never retries (the calls do, and without it a request
 * takes one write instead of two), and messages may have 64 MiB unless the builder says
 * otherwise.
 *
 * @author The etcd-spring authors
 */
final class ChannelFactory {

	private static final int CLIENT_PORT = 2379;

	/**
	 * The events of one revision come in one message: gRPC's own limit of 4 MiB is below
	 * what one transaction can hold.
	 */
	private static final int MAX_INBOUND_MESSAGE_SIZE = 64 * 1024 * 1024;

	private static final String IP_SCHEME = "ip://";

	private final ClientBuilder builder;

	ChannelFactory(ClientBuilder builder) {
		ChannelSettingsCheck.check(builder);
		this.builder = builder;
	}

	/**
	 * Return the addresses that the builder names, one for each endpoint. A target with a
	 * name resolver of its own is one endpoint, whatever that finds.
	 * @return the addresses, none if they are to be looked up
	 */
	List<EndpointAddress> addresses() {
		String target = this.builder.target();
		if (target == null) {
			throw new IllegalArgumentException("At least one endpoint must be given");
		}
		if (AddressLookup.of(target, isTls()) != null) {
			return List.of();
		}
		if (!target.startsWith(IP_SCHEME)) {
			return List.of(EndpointAddress.of(target));
		}
		String addresses = target.substring(target.indexOf('/', IP_SCHEME.length()) + 1);
		return StringUtils.commaDelimitedListToSet(addresses)
			.stream()
			.map(ChannelFactory::withPort)
			.map(ChannelSettingsCheck::checkPort)
			.map(EndpointAddress::of)
			.toList();
	}

	/**
	 * Return how an endpoint is called in messages.
	 * @param address where it is
	 * @return the URI
	 */
	String uri(EndpointAddress address) {
		if (address.hasScheme()) {
			return address.target();
		}
		return (isTls() ? "https://" : "http://") + address.target();
	}

	boolean isTls() {
		return this.builder.sslContext() != null;
	}

	static String withPort(String address) {
		return address.matches(".*:\\d+") ? address : address + ":" + CLIENT_PORT;
	}

	ManagedChannel create(EndpointAddress address, ConnectionThreads threads) {
		String target = address.target();
		NettyChannelBuilder channel = NettyChannelBuilder
			.forTarget(address.hasScheme() ? target : HostNameResolver.target(target))
			.eventLoopGroup(threads.eventLoops())
			.channelFactory(SocketChannel::new)
			.directExecutor()
			.disableRetry()
			.proxyDetector((server) -> null)
			.idleTimeout(Integer.MAX_VALUE, TimeUnit.DAYS);
		String authority = (this.builder.authority() != null) ? this.builder.authority() : address.authority();
		if (authority != null) {
			channel.overrideAuthority(authority);
		}
		channel.maxInboundMessageSize((this.builder.maxInboundMessageSize() != null)
				? this.builder.maxInboundMessageSize() : MAX_INBOUND_MESSAGE_SIZE);
		if (isTls()) {
			channel.negotiationType(NegotiationType.TLS).sslContext(this.builder.sslContext());
		}
		else {
			channel.negotiationType(NegotiationType.PLAINTEXT);
		}
		keepAlive(channel);
		if (this.builder.connectTimeout() != null) {
			channel.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.builder.connectTimeout().toMillis());
		}
		channel.intercept(interceptors(this.builder.interceptors(), this.builder.headers()));
		return channel.build();
	}

	/**
	 * Return what the builder asks to be done to the call that authenticates.
	 * @return the interceptors
	 */
	List<ClientInterceptor> authenticationInterceptors() {
		return interceptors(this.builder.authInterceptors(), this.builder.authHeaders());
	}

	private void keepAlive(NettyChannelBuilder channel) {
		if (this.builder.keepaliveTime() != null) {
			channel.keepAliveTime(this.builder.keepaliveTime().toMillis(), TimeUnit.MILLISECONDS);
		}
		if (this.builder.keepaliveTimeout() != null) {
			channel.keepAliveTimeout(this.builder.keepaliveTimeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		if (this.builder.keepaliveWithoutCalls() != null) {
			channel.keepAliveWithoutCalls(this.builder.keepaliveWithoutCalls());
		}
	}

	private static List<ClientInterceptor> interceptors(List<ClientInterceptor> interceptors,
			Map<Metadata.Key<?>, Object> headers) {
		List<ClientInterceptor> all = new ArrayList<>();
		if (headers != null && !headers.isEmpty()) {
			all.add(new HeaderInterceptor(headers));
		}
		all.addAll((interceptors != null) ? interceptors : Collections.emptyList());
		return all;
	}

	/**
	 * Adds the user's own headers to each call.
	 */
	private record HeaderInterceptor(Map<Metadata.Key<?>, Object> headers) implements ClientInterceptor {

		@Override
		public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
			return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {

				@Override
				public void start(Listener<R> listener, Metadata metadata) {
					HeaderInterceptor.this.headers.forEach((key, value) -> put(metadata, key, value));
					super.start(listener, metadata);
				}

			};
		}

		@SuppressWarnings("unchecked")
		private static <T> void put(Metadata metadata, Metadata.Key<T> key, Object value) {
			metadata.put(key, (T) value);
		}

	}

}
