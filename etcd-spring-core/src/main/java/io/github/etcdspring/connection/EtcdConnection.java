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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdOutcome;

/**
 * A connection to an etcd cluster, shared by everything that talks to it. Endpoints,
 * credentials, TLS, keep-alive and message limits come from jetcd's
 * {@link ClientBuilder}, everything else from {@link EtcdConnectionSettings}. Connecting
 * is lazy: creating one never blocks and never fails because etcd is away. All its
 * threads are daemons.
 *
 * <p>
 * Of several endpoints, one whose server tells that it belongs to another cluster is left
 * out with a warning: the cluster of most endpoints counts, or, of equally many, the one
 * that was seen first. A server that asks who is there may refuse to tell, and is used.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdConnection implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

	private final EtcdConnectionSettings settings;

	private final ClientBuilder builder;

	private final ConnectionThreads threads;

	private final EndpointGroup endpoints;

	private final CallContext context;

	private final EtcdCalls calls;

	private final Lazy<Client> client;

	private final EtcdServerStreams serverStreams;

	private final ConnectionParts parts = new ConnectionParts();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Create a connection.
	 * @param builder endpoints, credentials, TLS, namespace, keep-alive and limits; later
	 * changes have no effect
	 * @param settings the other settings
	 * @throws IllegalArgumentException if the builder has no endpoint
	 */
	public EtcdConnection(ClientBuilder builder, EtcdConnectionSettings settings) {
		this.settings = settings;
		this.builder = builder.copy();
		this.client = new Lazy<>(() -> this.builder.copy().build(), Client::close);
		ChannelFactory channels = new ChannelFactory(this.builder);
		int endpointCount = channels.addresses().size();
		int processors = Runtime.getRuntime().availableProcessors();
		int loops = (endpointCount > 0) ? Math.min(endpointCount, processors) : processors;
		this.threads = new ConnectionThreads(loops, settings.callbackExecutor());
		this.endpoints = new EndpointGroup(channels, this.builder, settings, this.threads);
		this.context = new CallContext(settings, this.builder, channels, this.endpoints, this.threads);
		this.calls = withNamespace(new DefaultEtcdCalls(this.context), this.builder.namespace());
		this.serverStreams = new EtcdServerStreams(this.context);
		if (!settings.endpointSyncInterval().isZero()) {
			new EndpointSync(this.calls, this.endpoints, channels).start(this.threads.scheduler(),
					settings.endpointSyncInterval());
		}
	}

	private static EtcdCalls withNamespace(EtcdCalls calls, @Nullable ByteSequence namespace) {
		return (namespace == null || namespace.isEmpty()) ? calls
				: new NamespaceCalls(calls, new Namespace(ByteString.copyFrom(namespace.getBytes())));
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
		return this.calls;
	}

	/**
	 * Return the path of calls that are answered by many messages. Internal to the
	 * library.
	 * @return the calls
	 */
	public EtcdServerStreams serverStreams() {
		return this.serverStreams;
	}

	/**
	 * Return what belongs to this connection, such as its leases: it is made on first use
	 * and closed before the connection is. Internal to the library.
	 * @param <T> the type
	 * @param type the type
	 * @param factory makes it of this connection
	 * @return the only one of its type
	 * @throws EtcdClosedException if there is none and this connection is closed
	 */
	public <T extends AutoCloseable> T part(Class<T> type, Function<EtcdConnection, T> factory) {
		return this.parts.get(type, () -> factory.apply(this));
	}

	/**
	 * Return the endpoints as they stand now.
	 * @return the endpoints, in the configured order or, where they follow the
	 * membership, in that of the members; none before they have been looked up, where
	 * they are to be
	 */
	public List<EtcdEndpoint> endpoints() {
		return this.endpoints.all().stream().map(Endpoint::snapshot).toList();
	}

	/**
	 * Return whether at least one endpoint is connected.
	 * @return whether calls can be sent at once
	 */
	public boolean isConnected() {
		return !this.closed.get() && this.endpoints.isConnected();
	}

	/**
	 * Return whether the cluster is away as far as it is known: no endpoint is connected,
	 * and either the last attempt to reach each of them has failed, or none has been
	 * reached within the connect timeout since the connection was first used. Attempts go
	 * on all the time.
	 * @return whether it is; not before the connection is used
	 */
	public boolean isUnreachable() {
		return !this.closed.get() && this.endpoints.isUnreachable();
	}

	/**
	 * Return a copy of the builder with which this connection was made.
	 * @return the copy, for jetcd's own client
	 */
	public ClientBuilder clientBuilder() {
		return this.builder.copy();
	}

	/**
	 * Return jetcd's own client. It is made on first use, equal to this connection as far
	 * as jetcd can, and has channels of its own, but none of this connection's timeouts,
	 * retries and error translation.
	 * @return the client, always the same, which is closed with this connection
	 * @throws EtcdClosedException if this connection is closed
	 */
	public Client client() {
		failIfClosed();
		Client own = this.client.get();
		// It may have been closed meanwhile
		failIfClosed();
		return own;
	}

	/**
	 * Do something with {@linkplain #client() jetcd's own client}, and translate what it
	 * throws. Nothing bounds the time but the callback itself: jetcd sets no deadlines.
	 * @param <T> the result
	 * @param callback what to do, on the calling thread
	 * @return what the callback returns
	 * @throws io.github.etcdspring.EtcdException if the client, or a future of it that
	 * the callback waits for, fails; other unchecked exceptions are thrown as they are
	 */
	public <T extends @Nullable Object> T execute(EtcdClientCallback<T> callback) {
		Assert.notNull(callback, "'callback' must not be null");
		Client own = client();
		try {
			return callback.doInEtcd(own);
		}
		catch (Exception ex) {
			throw ClientFailures.translate(ex, this.endpoints.describe());
		}
	}

	/**
	 * Close the connection: leases that it keeps alive are given back, and with them
	 * locks, leadership and ephemeral keys; then calls under way fail with
	 * {@link io.github.etcdspring.EtcdClosedException}, and streams end. Takes three
	 * seconds at the most. Closing twice does nothing.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.parts.close();
			this.context.close();
			try {
				this.client.close();
			}
			finally {
				this.endpoints.close(CLOSE_TIMEOUT);
				this.threads.close();
			}
		}
	}

	private void failIfClosed() {
		if (this.closed.get()) {
			throw new EtcdClosedException("There is no client: the connection to etcd is closed", EtcdOutcome.UNSENT,
					null);
		}
	}

}
