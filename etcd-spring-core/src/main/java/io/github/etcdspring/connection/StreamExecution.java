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
import java.util.concurrent.locks.ReentrantLock;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.ServerError.Repeat;
import io.github.etcdspring.connection.TokenSource.Token;

/**
 * One bidirectional stream: waits for an endpoint and a token, then passes messages on.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @author The etcd-spring authors
 */
final class StreamExecution<Q, R> implements EtcdStream<Q> {

	private final CallContext context;

	private final EtcdRpc<Q, R> rpc;

	private final Set<String> avoid;

	private final EtcdStreamListener<R> listener;

	/**
	 * gRPC takes messages from one thread at a time, and none after the end. Not held
	 * while a call is started or cancelled, which may call the listener.
	 */
	private final ReentrantLock sending = new ReentrantLock();

	private final Runnable wakeUp = this::start;

	private volatile boolean closed;

	private volatile boolean started;

	private volatile String endpoint = "";

	private volatile @Nullable ClientCall<Q, R> call;

	StreamExecution(CallContext context, EtcdRpc<Q, R> rpc, Set<String> avoid, EtcdStreamListener<R> listener) {
		this.context = context;
		this.rpc = rpc;
		this.avoid = Set.copyOf(avoid);
		this.listener = listener;
	}

	void start() {
		if (this.closed || endIfConnectionClosed(null)) {
			return;
		}
		Endpoint chosen = this.context.endpoints().choose(this.avoid);
		if (chosen == null) {
			this.context.endpoints().whenConnected(this.wakeUp);
			endIfConnectionClosed(null);
			return;
		}
		this.context.tokenFor(this.rpc).whenComplete((token, failure) -> {
			if (failure != null) {
				end(AsyncFailures.unwrap(failure));
			}
			else {
				// The stream must not end with the gRPC call in which it is opened
				Context.ROOT.run(() -> start(chosen, token));
			}
		});
	}

	@Override
	public void send(Q request) {
		ClientCall<Q, R> current = this.call;
		this.sending.lock();
		try {
			if (current != null && !this.closed) {
				current.sendMessage(request);
			}
		}
		finally {
			this.sending.unlock();
		}
	}

	@Override
	public void request(int messages) {
		ClientCall<Q, R> current = this.call;
		if (current != null && !this.closed) {
			current.request(messages);
		}
	}

	@Override
	public void cancel() {
		if (close()) {
			this.context.endpoints().forget(this.wakeUp);
			cancelStarted();
		}
	}

	@Override
	public String endpoint() {
		return this.endpoint;
	}

	private void start(Endpoint chosen, Token token) {
		if (this.closed) {
			return;
		}
		try {
			ClientCall<Q, R> current = chosen.channel().newCall(this.rpc.method(), CallOptions.DEFAULT);
			this.endpoint = chosen.uri();
			this.call = current;
			current.start(new Listener(chosen, token), token.headers().create(this.rpc.requireLeader()));
			current.request(this.listener.window());
		}
		catch (RuntimeException ex) {
			// From an interceptor: whoever runs this, such as the timer, must not suffer
			end(new EtcdException(this.rpc.operation() + " failed before it was opened", EtcdOutcome.UNKNOWN, ex));
		}
		this.started = true;
		if (this.closed) {
			cancelStarted();
		}
	}

	/**
	 * A call that is being started cannot be cancelled; whoever starts it sees to it.
	 */
	private void cancelStarted() {
		ClientCall<Q, R> current = this.call;
		if (current != null && this.started) {
			current.cancel("No longer needed", null);
		}
	}

	private boolean endIfConnectionClosed(@Nullable Throwable cause) {
		boolean over = this.context.isClosed();
		if (over) {
			end(new EtcdClosedException(this.rpc.operation() + " ended: the connection to etcd is closed",
					(this.call != null) ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT, cause));
		}
		return over;
	}

	private void end(EtcdException reason) {
		if (close()) {
			this.listener.onClosed(reason);
		}
	}

	private boolean close() {
		this.sending.lock();
		try {
			boolean first = !this.closed;
			this.closed = true;
			return first;
		}
		finally {
			this.sending.unlock();
		}
	}

	/**
	 * Hears of the call. The first chance to send is the first time that the transport is
	 * ready for it.
	 */
	private final class Listener extends ClientCall.Listener<R> {

		private final Endpoint chosen;

		private final Token token;

		private boolean opened;

		Listener(Endpoint chosen, Token token) {
			this.chosen = chosen;
			this.token = token;
		}

		@Override
		public void onReady() {
			if (!this.opened && !StreamExecution.this.closed) {
				this.opened = true;
				StreamExecution.this.listener.onOpen();
			}
		}

		@Override
		public void onMessage(R response) {
			this.chosen.trust();
			if (!StreamExecution.this.closed) {
				StreamExecution.this.listener.onNext(response);
			}
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			Status reason = status.isOk() ? Status.UNAVAILABLE.withDescription("the server ended the stream") : status;
			Attempt attempt = new Attempt(StreamExecution.this.rpc, EtcdCallSpec.DEFAULT, this.chosen.uri(), true,
					Duration.ZERO);
			Failure failure = Failure.of(reason, attempt);
			if (failure.repeat() == Repeat.NEW_TOKEN) {
				StreamExecution.this.context.tokens().invalidate(this.token);
			}
			if (!endIfConnectionClosed(reason.asRuntimeException())) {
				end(failure.exception());
			}
		}

	}

}
