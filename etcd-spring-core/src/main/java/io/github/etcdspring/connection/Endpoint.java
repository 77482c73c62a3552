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

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import org.jspecify.annotations.Nullable;

/**
 * One member's client address, its channel, and what is known of both. Written by the
 * {@link EndpointMonitor} and by calls, read by everybody.
 *
 * @author The etcd-spring authors
 */
final class Endpoint {

	/**
	 * How long an endpoint that left an attempt without an answer is used only if there
	 * is no other one.
	 */
	private static final long SUSPICION = TimeUnit.SECONDS.toNanos(10);

	private static final String FOREIGN = "belongs to another cluster than the other endpoints";

	private final String uri;

	private final Lazy<ManagedChannel> channel;

	private volatile EtcdEndpoint.State state = EtcdEndpoint.State.IDLE;

	private volatile @Nullable String lastError;

	private volatile long connectingSince;

	private volatile @Nullable Long suspectedAt;

	private volatile boolean silent;

	private volatile boolean foreign;

	Endpoint(String uri, Supplier<ManagedChannel> channel) {
		this.uri = uri;
		this.channel = new Lazy<>(channel, ManagedChannel::shutdownNow);
	}

	String uri() {
		return this.uri;
	}

	ManagedChannel channel() {
		return this.channel.get();
	}

	/**
	 * Begin no more calls; those under way may end.
	 */
	void leave() {
		if (this.channel.isMade()) {
			channel().shutdown();
		}
		else {
			close();
		}
	}

	/**
	 * Break everything that goes on.
	 */
	void close() {
		this.channel.close();
	}

	/**
	 * Wait until nothing goes on any more.
	 * @param nanos for how long at the most
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitClosed(long nanos) throws InterruptedException {
		if (this.channel.isMade()) {
			channel().awaitTermination(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Whether a call can be sent now. The monitor hears of a lost connection a moment
	 * after the channel, which would keep the call for a connection to come.
	 * @return whether the endpoint is connected
	 */
	boolean isConnected() {
		return this.state == EtcdEndpoint.State.CONNECTED && !this.foreign
				&& channel().getState(false) == ConnectivityState.READY;
	}

	EtcdEndpoint.State state() {
		return this.state;
	}

	void state(EtcdEndpoint.State state) {
		if (state == EtcdEndpoint.State.CONNECTING && this.state != state) {
			this.connectingSince = System.nanoTime();
		}
		this.state = state;
		if (state == EtcdEndpoint.State.CONNECTED) {
			this.lastError = null;
			this.suspectedAt = null;
		}
	}

	/**
	 * Set what the last attempt failed of.
	 * @param lastError the reason
	 * @param silent whether it was given up for want of an answer
	 */
	void lastError(String lastError, boolean silent) {
		this.silent = silent;
		this.lastError = lastError;
	}

	/**
	 * Whether the last attempt has failed of something else than want of an answer, which
	 * may be for want of time on a busy machine.
	 * @return whether it has
	 */
	boolean hasFailed() {
		return this.state == EtcdEndpoint.State.DISCONNECTED && !this.silent;
	}

	boolean isSuspect() {
		Long since = this.suspectedAt;
		return since != null && System.nanoTime() - since < SUSPICION;
	}

	void suspect() {
		this.suspectedAt = System.nanoTime();
	}

	void trust() {
		if (this.suspectedAt != null) {
			this.suspectedAt = null;
		}
	}

	/**
	 * Whether the server belongs to another cluster than the others, and is not used.
	 * @return whether it does
	 */
	boolean isForeign() {
		return this.foreign;
	}

	void foreign(boolean foreign) {
		this.foreign = foreign;
	}

	EtcdEndpoint snapshot() {
		if (this.foreign) {
			return new EtcdEndpoint(this.uri, EtcdEndpoint.State.DISCONNECTED, FOREIGN);
		}
		return new EtcdEndpoint(this.uri, this.state, this.lastError);
	}

	@Override
	public String toString() {
		String error = (this.foreign) ? FOREIGN : this.lastError;
		if (error == null && this.state == EtcdEndpoint.State.CONNECTING) {
			error = "no answer to the attempt to connect for %d ms"
				.formatted(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.connectingSince));
		}
		return (error != null) ? this.uri + " (" + error + ")" : this.uri;
	}

}
