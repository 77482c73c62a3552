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
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.Deadlines.Tick;
import io.github.etcdspring.connection.TokenSource.Token;

/**
 * One attempt of a call at one endpoint. It ends by an answer, by its deadline, or by
 * cancellation, and tells the call once.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @author The etcd-spring authors
 */
final class CallAttempt<Q, R> extends ClientCall.Listener<R> implements Runnable {

	private final CallExecution<Q, R> owner;

	private final Endpoint endpoint;

	private final Token token;

	private final long nanos;

	private final SentTracer tracer = new SentTracer();

	private @Nullable ClientCall<Q, R> call;

	private @Nullable Tick deadline;

	private volatile boolean started;

	private volatile boolean cancelled;

	private volatile boolean expired;

	private @Nullable R message;

	CallAttempt(CallExecution<Q, R> owner, Endpoint endpoint, Token token, long nanos) {
		this.owner = owner;
		this.endpoint = endpoint;
		this.token = token;
		this.nanos = nanos;
	}

	/**
	 * Send the request.
	 * @param channel the channel of the endpoint
	 * @param rpc the method
	 * @param request the request
	 * @param deadlines end the attempt in time
	 */
	void start(Channel channel, EtcdRpc<Q, R> rpc, Q request, Deadlines deadlines) {
		ClientCall<Q, R> started = channel.newCall(rpc.method(),
				CallOptions.DEFAULT.withStreamTracerFactory(this.tracer));
		this.call = started;
		this.deadline = deadlines.enter(this, this.nanos);
		// The server hears of the deadline by cancellation; its own timeout is for the
		// case that it hears nothing any more, and must not come first
		long seconds = TimeUnit.NANOSECONDS.toSeconds(this.nanos) + 2;
		started.start(this, this.token.headers().create(rpc.requireLeader(), seconds));
		started.sendMessage(request);
		started.halfClose();
		started.request(2);
		this.started = true;
		if (this.cancelled) {
			cancelStarted();
		}
	}

	/**
	 * Give up, as soon as the call is started: gRPC loses a cancellation that comes
	 * before.
	 */
	void cancel() {
		this.cancelled = true;
		if (this.started) {
			cancelStarted();
		}
	}

	private void cancelStarted() {
		if (this.call != null) {
			this.call.cancel((this.expired) ? "The deadline is over" : "Cancelled by the caller", null);
		}
	}

	/**
	 * Give up at the deadline.
	 */
	@Override
	public void run() {
		this.expired = true;
		try {
			cancel();
		}
		catch (RuntimeException ex) {
			// From an interceptor: the caller must hear all the same
			this.owner.failed(Status.DEADLINE_EXCEEDED.withCause(ex), this);
		}
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	Token token() {
		return this.token;
	}

	boolean isSent() {
		return this.tracer.isSent();
	}

	boolean isWritten() {
		return this.tracer.isWritten();
	}

	Duration timeout() {
		return Duration.ofNanos(this.nanos);
	}

	@Override
	public void onMessage(R response) {
		this.message = response;
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		leave();
		if (status.isOk() && this.message != null) {
			this.endpoint.trust();
			this.owner.succeeded(this.message);
		}
		else if (status.isOk()) {
			this.owner.failed(Status.INTERNAL.withDescription("no answer"), this);
		}
		else {
			boolean late = this.expired && status.getCode() == Status.Code.CANCELLED;
			this.owner.failed((late) ? Status.DEADLINE_EXCEEDED : status, this);
		}
	}

	/**
	 * Forget the deadline.
	 */
	void leave() {
		if (this.deadline != null) {
			this.deadline.leave(this);
		}
	}

}
