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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.Metadata;
import io.grpc.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdEndpoint.State;

/**
 * Follows the channel of one endpoint: keeps its state, learns why it cannot be reached,
 * gives up attempts that hang, and logs one line when it is lost and one when it is back.
 * Everything here runs on the connection's scheduler thread.
 *
 * @author The etcd-spring authors
 */
final class EndpointMonitor {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	/**
	 * While a channel repeats a failed attempt it does not tell whether the one under way
	 * hangs: after so many times the timeout it starts anew.
	 */
	private static final int REPEATING = 10;

	private final Endpoint endpoint;

	private final ScheduledExecutorService scheduler;

	private final Duration connectTimeout;

	private final ClusterCheck clusterCheck;

	private final Runnable onConnected;

	private @Nullable ScheduledFuture<?> connectDeadline;

	private boolean announcedLoss;

	private boolean wasConnected;

	EndpointMonitor(Endpoint endpoint, ScheduledExecutorService scheduler, Duration connectTimeout,
			ClusterCheck clusterCheck, Runnable onConnected) {
		this.endpoint = endpoint;
		this.scheduler = scheduler;
		this.connectTimeout = connectTimeout;
		this.clusterCheck = clusterCheck;
		this.onConnected = onConnected;
	}

	void start() {
		this.endpoint.channel().getState(true);
		update();
	}

	/**
	 * Try to connect now instead of after gRPC's own back-off, unless connected. The
	 * channel tells of the first failure only; what fails meanwhile may be another thing.
	 */
	void nudge() {
		if (this.endpoint.state() != State.CONNECTED) {
			this.endpoint.channel().resetConnectBackoff();
			if (this.endpoint.channel().getState(true) == ConnectivityState.TRANSIENT_FAILURE) {
				learnReason();
			}
		}
	}

	private void update() {
		ConnectivityState current = this.endpoint.channel().getState(false);
		if (current != ConnectivityState.SHUTDOWN) {
			this.endpoint.channel().notifyWhenStateChanged(current, () -> this.scheduler.execute(this::update));
			apply(current);
		}
	}

	private void apply(ConnectivityState current) {
		boolean connectedBefore = this.endpoint.state() == State.CONNECTED;
		stopLimit();
		if (current == ConnectivityState.CONNECTING) {
			limitConnecting(connectLimit());
		}
		else if (current == ConnectivityState.TRANSIENT_FAILURE) {
			limitConnecting(this.connectTimeout.multipliedBy(REPEATING));
		}
		switch (current) {
			case READY -> {
				if (!connectedBefore) {
					connecting();
				}
				this.clusterCheck.ask(this.endpoint, this::checked);
			}
			case TRANSIENT_FAILURE -> {
				connecting();
				learnReason();
			}
			case CONNECTING -> connecting();
			default -> {
				if (connectedBefore) {
					this.endpoint.state(State.CONNECTING);
					this.endpoint.channel().getState(true);
				}
			}
		}
		if (connectedBefore && this.endpoint.state() != State.CONNECTED) {
			announceLoss("Lost the connection to etcd at " + this.endpoint.uri() + ", reconnecting");
		}
	}

	// The channel may have lost the connection meanwhile
	private void checked() {
		if (this.endpoint.channel().getState(false) == ConnectivityState.READY) {
			connected();
		}
	}

	private void connected() {
		this.endpoint.state(State.CONNECTED);
		if (this.announcedLoss) {
			this.announcedLoss = false;
			logger.info("Connected to etcd at " + this.endpoint.uri() + (this.wasConnected ? " again" : ""));
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Connected to etcd at " + this.endpoint.uri());
		}
		this.wasConnected = true;
		this.onConnected.run();
	}

	private void connecting() {
		if (this.endpoint.state() != State.DISCONNECTED) {
			this.endpoint.state(State.CONNECTING);
		}
	}

	// The connect timeout limits the TCP connect; the handshakes after it, which nothing
	// else limits, get as much again
	private Duration connectLimit() {
		return this.connectTimeout.multipliedBy(2);
	}

	private void limitConnecting(Duration limit) {
		this.connectDeadline = this.scheduler.schedule(this::abandonConnecting, limit.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private void stopLimit() {
		if (this.connectDeadline != null) {
			this.connectDeadline.cancel(false);
			this.connectDeadline = null;
		}
	}

	private void abandonConnecting() {
		this.connectDeadline = null;
		ConnectivityState current = this.endpoint.channel().getState(false);
		if (current == ConnectivityState.CONNECTING) {
			failed("no answer to the attempt to connect within " + connectLimit().toMillis()
					+ " ms (is this the client port of an etcd?)", true);
		}
		else if (current != ConnectivityState.TRANSIENT_FAILURE) {
			return;
		}
		this.endpoint.channel().enterIdle();
		this.endpoint.channel().getState(true);
	}

	/**
	 * The channel tells why it failed only to a call: start one, which fails at once, and
	 * cancel it before it can reach a server.
	 */
	private void learnReason() {
		try {
			learnReason(this.endpoint.channel().newCall(KVGrpc.getRangeMethod(), CallOptions.DEFAULT));
		}
		catch (RuntimeException ex) {
			// Whoever runs this, such as the timer, must not suffer
			failed("unknown, since an interceptor threw " + ex.getClass().getName());
		}
	}

	private void learnReason(ClientCall<?, RangeResponse> call) {
		call.start(new ClientCall.Listener<>() {

			@Override
			public void onClose(Status status, Metadata trailers) {
				if (status.getCode() != Status.Code.CANCELLED) {
					String reason = ConnectFailures.describeAttempt(status);
					EndpointMonitor.this.scheduler.execute(() -> failed(reason));
				}
			}

		}, new Metadata());
		call.cancel("Only asked why the channel is not connected", null);
	}

	private void failed(String reason) {
		failed(reason, false);
	}

	private void failed(String reason, boolean silent) {
		if (this.endpoint.state() != State.CONNECTED) {
			this.endpoint.lastError(reason, silent);
			this.endpoint.state(State.DISCONNECTED);
			announceLoss("Cannot connect to etcd at " + this.endpoint.uri() + ": " + reason + "; trying on");
		}
	}

	private void announceLoss(String message) {
		if (!this.announcedLoss) {
			this.announcedLoss = true;
			logger.warn(message);
		}
		else if (logger.isTraceEnabled()) {
			logger.trace(message);
		}
	}

}
