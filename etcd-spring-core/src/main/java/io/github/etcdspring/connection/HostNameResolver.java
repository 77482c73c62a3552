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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the host of one endpoint, again after each failure to connect. An unknown host
 * is an address like any other, to which connecting fails: gRPC's own resolver would log
 * a stack trace at each attempt.
 *
 * @author The etcd-spring authors
 */
final class HostNameResolver extends NameResolver {

	static final String SCHEME = "etcd-endpoint";

	static {
		NameResolverRegistry.getDefaultRegistry().register(new Provider());
	}

	private final String host;

	private final int port;

	private final Executor executor;

	private final AtomicBoolean resolving = new AtomicBoolean();

	private @Nullable Listener2 listener;

	private HostNameResolver(String host, int port, Executor executor) {
		this.host = host;
		this.port = port;
		this.executor = executor;
	}

	/**
	 * Return the target of an address.
	 * @param address host and port
	 * @return a target that this resolver understands
	 */
	static String target(String address) {
		return SCHEME + "://" + address;
	}

	@Override
	public String getServiceAuthority() {
		return this.host + ":" + this.port;
	}

	@Override
	public void start(Listener2 resolutionListener) {
		this.listener = resolutionListener;
		resolve(resolutionListener);
	}

	@Override
	public void refresh() {
		if (this.listener != null) {
			resolve(this.listener);
		}
	}

	@Override
	public void shutdown() {
		this.listener = null;
	}

	// Refreshes come faster than a name server that is away gives up
	private void resolve(Listener2 resolutionListener) {
		if (this.resolving.compareAndSet(false, true)) {
			this.executor.execute(() -> {
				try {
					resolutionListener.onResult(
							ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(addresses())).build());
				}
				finally {
					this.resolving.set(false);
				}
			});
		}
	}

	private List<EquivalentAddressGroup> addresses() {
		try {
			return Arrays.stream(InetAddress.getAllByName(this.host))
				.map((address) -> new EquivalentAddressGroup(new InetSocketAddress(address, this.port)))
				.toList();
		}
		catch (UnknownHostException ex) {
			return List.of(new EquivalentAddressGroup(InetSocketAddress.createUnresolved(this.host, this.port)));
		}
	}

	/**
	 * Makes the resolver known to gRPC.
	 */
	private static final class Provider extends NameResolverProvider {

		@Override
		protected boolean isAvailable() {
			return true;
		}

		@Override
		protected int priority() {
			return 5;
		}

		@Override
		public String getDefaultScheme() {
			return SCHEME;
		}

		@Override
		public @Nullable NameResolver newNameResolver(URI target, Args args) {
			if (!SCHEME.equals(target.getScheme())) {
				return null;
			}
			String address = target.getAuthority();
			int colon = address.lastIndexOf(':');
			Executor executor = args.getOffloadExecutor();
			return new HostNameResolver(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)),
					(executor != null) ? executor : Runnable::run);
		}

	}

}
