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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.ServerError.Repeat;
import io.github.etcdspring.connection.TokenSource.Token;

/**
 * The answers to one call, read by one thread that may block. However many there are, a
 * few of them are in memory at a time: the server is asked for another one when one was
 * taken. Internal to the library.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdServerStream<Q, R> implements AutoCloseable {

	/**
	 * How many messages may wait here, so that reading and sending overlap.
	 */
	private static final int AHEAD = 4;

	private static final int TOKEN_RENEWALS = 2;

	private final CallContext context;

	private final EtcdRpc<Q, R> rpc;

	private final Q request;

	private final EtcdCallSpec spec;

	private final Duration patience;

	private final CallObservation observation;

	private final @Nullable Endpoint endpoint;

	private final BlockingQueue<Arrival<R>> arrived = new LinkedBlockingQueue<>();

	private volatile @Nullable ClientCall<Q, R> call;

	private volatile boolean closed;

	private int renewals;

	private boolean over;

	EtcdServerStream(CallContext context, EtcdRpc<Q, R> rpc, Q request, String endpoint, Duration patience) {
		this.context = context;
		this.rpc = rpc;
		this.request = request;
		this.spec = EtcdCallSpec.at(endpoint, patience);
		this.patience = patience;
		this.endpoint = context.endpoints().named(endpoint);
		this.observation = CallObservation.start(context.settings(), rpc, this.spec);
	}

	void open() {
		Endpoint chosen = this.endpoint;
		if (this.context.isClosed()) {
			end(closed(EtcdOutcome.UNSENT));
		}
		else if (chosen == null) {
			end(new EtcdInvalidRequestException("%s failed: '%s' is none of the endpoints %s"
				.formatted(this.rpc.operation(), this.spec.endpoint(), this.context.endpoints().describe()),
					EtcdOutcome.UNSENT, null));
		}
		else {
			this.context.tokenFor(this.rpc).whenComplete((token, failure) -> {
				if (failure != null) {
					end(AsyncFailures.unwrap(failure));
				}
				else {
					start(chosen, token);
				}
			});
		}
	}

	/**
	 * Take the next answer, waiting for it.
	 * @return the answer, or {@code null} if there is none any more
	 * @throws EtcdException if the call failed, if the time for one message is over, or
	 * if the thread was interrupted; the call is cancelled then
	 */
	public @Nullable R next() {
		if (this.over) {
			return null;
		}
		try {
			Arrival<R> arrival = this.arrived.poll(this.patience.toNanos(), TimeUnit.NANOSECONDS);
			if (arrival == null) {
				throw failed(timeout());
			}
			if (arrival.failure() != null) {
				throw failed(arrival.failure());
			}
			if (arrival.message() == null) {
				finish(null);
				return null;
			}
			askForMore();
			return arrival.message();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failed(new EtcdInterruptedException(describe() + " was interrupted and cancelled",
					EtcdOutcome.UNKNOWN, ex));
		}
	}

	private void askForMore() {
		ClientCall<Q, R> current = this.call;
		if (current != null) {
			try {
				current.request(1);
			}
			catch (RejectedExecutionException ex) {
				// The transport has ended with the connection
				throw failed(closed(EtcdOutcome.UNKNOWN));
			}
		}
	}

	/**
	 * End the call here and on the server, unless it has ended already.
	 */
	@Override
	public void close() {
		if (!this.over) {
			finish(new EtcdException(describe() + " was given up before its end", EtcdOutcome.UNKNOWN, null));
		}
	}

	private void start(Endpoint chosen, Token token) {
		try {
			ClientCall<Q, R> current = chosen.channel().newCall(this.rpc.method(), CallOptions.DEFAULT);
			current.start(new Listener(chosen, token), token.headers().create(this.rpc.requireLeader()));
			this.call = current;
			current.request(AHEAD);
			current.sendMessage(this.request);
			current.halfClose();
			if (this.closed) {
				cancel();
			}
		}
		catch (RuntimeException ex) {
			// From an interceptor: whoever runs this, such as the timer, must not suffer
			end(new EtcdException(describe() + " failed before it was sent completely", EtcdOutcome.UNKNOWN, ex));
		}
	}

	private EtcdException failed(EtcdException failure) {
		failure.fillInStackTrace();
		finish(failure);
		return failure;
	}

	private void finish(@Nullable EtcdException failure) {
		this.over = true;
		this.closed = true;
		cancel();
		this.observation.stop(failure);
	}

	private void cancel() {
		ClientCall<Q, R> current = this.call;
		if (current != null) {
			try {
				current.cancel("No longer needed", null);
			}
			catch (RejectedExecutionException ex) {
				// The transport has ended with the connection, and the call with it
			}
		}
	}

	private void end(@Nullable EtcdException failure) {
		this.arrived.add(new Arrival<>(null, failure));
	}

	private EtcdTimeoutException timeout() {
		if (this.endpoint != null) {
			this.endpoint.suspect();
		}
		return new EtcdTimeoutException(
				"%s failed: nothing more arrived for %d ms ('etcd.request-timeout'). Check the member"
					.formatted(describe(), this.patience.toMillis()),
				EtcdOutcome.UNKNOWN, null);
	}

	private EtcdClosedException closed(EtcdOutcome outcome) {
		return new EtcdClosedException(this.rpc.operation() + " failed: the connection to etcd is closed", outcome,
				null);
	}

	private String describe() {
		return this.rpc.operation() + " at " + this.spec.endpoint();
	}

	/**
	 * A message, the failure of the call, or, without both, its end.
	 */
	private record Arrival<R>(@Nullable R message, @Nullable EtcdException failure) {

	}

	/**
	 * Hears of the call.
	 */
	private final class Listener extends ClientCall.Listener<R> {

		private final Endpoint chosen;

		private final Token token;

		private boolean answered;

		Listener(Endpoint chosen, Token token) {
			this.chosen = chosen;
			this.token = token;
		}

		@Override
		public void onMessage(R response) {
			this.answered = true;
			this.chosen.trust();
			EtcdServerStream.this.arrived.add(new Arrival<>(response, null));
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			EtcdServerStream<Q, R> stream = EtcdServerStream.this;
			if (status.isOk()) {
				end(null);
			}
			else if (stream.context.isClosed()) {
				end(closed(EtcdOutcome.UNKNOWN));
			}
			else {
				Failure failure = Failure.of(status,
						new Attempt(stream.rpc, stream.spec, this.chosen.uri(), true, stream.patience));
				if (failure.repeat() == Repeat.NEW_TOKEN) {
					stream.context.tokens().invalidate(this.token);
				}
				if (failure.repeat() == Repeat.NEW_TOKEN && mayOpenAgain()) {
					stream.renewals++;
					open();
				}
				else {
					end(failure.exception());
				}
			}
		}

		private boolean mayOpenAgain() {
			return !this.answered && EtcdServerStream.this.renewals < TOKEN_RENEWALS
					&& EtcdServerStream.this.context.canRenewToken(EtcdServerStream.this.rpc);
		}

	}

}
