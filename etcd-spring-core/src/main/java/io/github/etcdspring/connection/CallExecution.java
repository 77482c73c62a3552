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
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdEndpoint.State;
import io.github.etcdspring.connection.ServerError.Repeat;
import io.github.etcdspring.connection.TokenSource.Token;

/**
 * One call from its start to its end: attempts, one after the other, within one deadline.
 * At any moment it is in one place: waiting for a connected endpoint, for a token, for an
 * answer, or for the delay before the next attempt.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @author The etcd-spring authors
 */
final class CallExecution<Q, R> {

	private static final int TOKEN_RENEWALS = 2;

	private final CallContext context;

	private final EtcdRpc<Q, R> rpc;

	private final Q request;

	private final EtcdCallSpec spec;

	private final Duration timeout;

	private final long deadline;

	private final CompletableFuture<R> result = new CompletableFuture<>();

	private final Runnable wakeUp = this::next;

	private final Set<String> tried = new HashSet<>();

	private @Nullable BackOffExecution backOff;

	private int retries;

	private int renewals;

	private volatile @Nullable ClientCall<Q, R> call;

	private volatile @Nullable Future<?> deadlineTimer;

	private volatile @Nullable EtcdException lastFailure;

	CallExecution(CallContext context, EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec) {
		this.context = context;
		this.rpc = rpc;
		this.request = request;
		this.spec = spec;
		this.timeout = (spec.timeout() != null) ? spec.timeout() : context.settings().requestTimeout();
		this.deadline = System.nanoTime() + this.timeout.toNanos();
	}

	/**
	 * Return the answer to come. It completes on a transport or scheduler thread: nothing
	 * that may block can be attached to it.
	 * @return the answer
	 */
	CompletableFuture<R> result() {
		return this.result;
	}

	Duration timeout() {
		return this.timeout;
	}

	void start() {
		next();
	}

	/**
	 * Give up, here and on the server.
	 */
	void cancel() {
		if (!this.result.isDone()) {
			this.result.cancel(false);
			leaveWait();
			ClientCall<Q, R> current = this.call;
			if (current != null) {
				current.cancel("Cancelled by the caller", null);
			}
		}
	}

	/**
	 * Fail because the connection is closed.
	 */
	void closed() {
		fail(new EtcdClosedException(this.rpc.operation() + " failed: the connection to etcd is closed",
				(this.call != null) ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT, null));
	}

	private void next() {
		if (this.result.isDone()) {
			return;
		}
		if (this.context.isClosed()) {
			closed();
			return;
		}
		if (remaining() <= 0) {
			expire();
			return;
		}
		Endpoint endpoint = endpoint();
		if (endpoint == null) {
			enterWait();
			this.context.endpoints().whenConnected(this.wakeUp);
			return;
		}
		CompletableFuture<Token> token = this.context.tokenFor(this.rpc);
		if (token.isDone() && !token.isCompletedExceptionally()) {
			attempt(endpoint, token.join());
		}
		else {
			enterWait();
			token.whenComplete((value, failure) -> {
				if (failure != null) {
					fail(AsyncFailures.unwrap(failure));
				}
				else {
					attempt(endpoint, value);
				}
			});
		}
	}

	private @Nullable Endpoint endpoint() {
		if (this.spec.endpoint() == null) {
			return this.context.endpoints().choose(this.tried);
		}
		Endpoint endpoint = this.context.endpoints().named(this.spec.endpoint());
		if (endpoint.state() == State.DISCONNECTED) {
			fail(new EtcdUnavailableException(this.rpc.operation() + " failed: not connected to " + endpoint,
					EtcdOutcome.UNSENT, null));
		}
		return endpoint.isConnected() ? endpoint : null;
	}

	private void attempt(Endpoint endpoint, Token token) {
		if (this.result.isDone()) {
			return;
		}
		leaveWait();
		long nanos = attemptNanos(endpoint);
		SentTracer tracer = new SentTracer();
		CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS)
			.withStreamTracerFactory(tracer);
		ClientCall<Q, R> current = this.context.channelFor(this.rpc, endpoint).newCall(this.rpc.method(), options);
		this.call = current;
		current.start(new Listener(endpoint, token, tracer, Duration.ofNanos(nanos)),
				CallHeaders.of(token.value(), this.rpc.requireLeader()));
		current.request(2);
		current.sendMessage(this.request);
		current.halfClose();
		if (this.result.isCancelled()) {
			current.cancel("Cancelled by the caller", null);
		}
	}

	/**
	 * A read leaves a member that does not answer for another one, with growing patience;
	 * where there is no other one, and for a write, patience is all there is.
	 * @param endpoint the member
	 * @return the time for the attempt
	 */
	private long attemptNanos(Endpoint endpoint) {
		long remaining = Math.max(remaining(), 1);
		if (this.rpc.read() && this.spec.endpoint() == null && this.context.endpoints().hasAlternative(endpoint)) {
			long patience = this.context.settings().retry().attemptTimeout().toNanos() << Math.min(this.retries, 10);
			return Math.min(remaining, patience);
		}
		return remaining;
	}

	private void failed(Status status, Endpoint endpoint, Token token, SentTracer tracer, Duration attemptTimeout) {
		if (this.result.isDone()) {
			return;
		}
		if (this.context.isClosed()) {
			closed();
			return;
		}
		Failure failure = Failure.of(status,
				new Attempt(this.rpc, this.spec, endpoint.uri(), tracer.isSent(), attemptTimeout));
		if (failure.exception().isTransient() && tracer.isSent()) {
			endpoint.suspect();
		}
		this.lastFailure = failure.exception();
		if (failure.repeat() == Repeat.NEW_TOKEN) {
			renewToken(failure, token);
		}
		else if (failure.allows(this.rpc) && mayRetry()) {
			this.tried.add(endpoint.uri());
			this.retries++;
			retry(endpoint);
		}
		else {
			fail(failure.exception());
		}
	}

	private void renewToken(Failure failure, Token token) {
		if (this.context.canRenewToken(this.rpc) && this.renewals < TOKEN_RENEWALS) {
			this.renewals++;
			this.context.tokens().invalidate(token);
			next();
		}
		else {
			fail(failure.exception());
		}
	}

	private boolean mayRetry() {
		EtcdRetrySettings retry = this.context.settings().retry();
		boolean inTime = retry.timeout() == null || this.timeout.toNanos() - remaining() < retry.timeout().toNanos();
		return inTime && (retry.maxRetries() < 0 || this.retries < retry.maxRetries());
	}

	private void retry(Endpoint failed) {
		boolean untried = this.context.endpoints()
			.all()
			.stream()
			.anyMatch((each) -> each.isConnected() && !each.isSuspect() && !this.tried.contains(each.uri()));
		if (untried) {
			next();
			return;
		}
		this.tried.clear();
		this.tried.add(failed.uri());
		if (this.backOff == null) {
			this.backOff = this.context.newBackOff();
		}
		long delay = this.backOff.nextBackOff();
		if (TimeUnit.MILLISECONDS.toNanos(delay) >= remaining()) {
			expire();
			return;
		}
		enterWait();
		this.context.schedule(this.wakeUp, delay);
	}

	private void expire() {
		EtcdException last = this.lastFailure;
		if (last != null) {
			fail(new EtcdTimeoutException(
					"%s%s did not succeed within %d ms ('etcd.request-timeout'); the last attempt: %s"
						.formatted(this.rpc.operation(), subject(), this.timeout.toMillis(), last.getMessage()),
					last.getOutcome(), last));
		}
		else {
			fail(new EtcdTimeoutException(
					"%s%s could not be sent within %d ms ('etcd.request-timeout'): not connected to any of %s. Check 'etcd.endpoints'"
						.formatted(this.rpc.operation(), subject(), this.timeout.toMillis(),
								this.context.endpoints().describe()),
					EtcdOutcome.UNSENT, null));
		}
	}

	private String subject() {
		return (this.spec.subject() != null) ? " of " + this.spec.subject() : "";
	}

	private void fail(EtcdException failure) {
		this.result.completeExceptionally(failure);
		leaveWait();
	}

	private long remaining() {
		return this.deadline - System.nanoTime();
	}

	private void enterWait() {
		this.context.waiting().add(this);
		if (this.deadlineTimer == null) {
			this.deadlineTimer = this.context.schedule(this::expireWaiting,
					TimeUnit.NANOSECONDS.toMillis(Math.max(remaining(), 0)));
		}
		if (this.context.isClosed()) {
			closed();
		}
	}

	private void expireWaiting() {
		if (!this.result.isDone()) {
			expire();
		}
	}

	private void leaveWait() {
		Future<?> timer = this.deadlineTimer;
		if (timer != null) {
			timer.cancel(false);
			this.deadlineTimer = null;
			this.context.waiting().remove(this);
			this.context.endpoints().forget(this.wakeUp);
		}
	}

	/**
	 * Hears of one attempt.
	 */
	private final class Listener extends ClientCall.Listener<R> {

		private final Endpoint endpoint;

		private final Token token;

		private final SentTracer tracer;

		private final Duration timeout;

		private @Nullable R message;

		Listener(Endpoint endpoint, Token token, SentTracer tracer, Duration timeout) {
			this.endpoint = endpoint;
			this.token = token;
			this.tracer = tracer;
			this.timeout = timeout;
		}

		@Override
		public void onMessage(R response) {
			this.message = response;
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			if (status.isOk() && this.message != null) {
				this.endpoint.trust();
				CallExecution.this.result.complete(this.message);
			}
			else {
				failed(status.isOk() ? Status.INTERNAL.withDescription("no answer") : status, this.endpoint, this.token,
						this.tracer, this.timeout);
			}
		}

	}

}
