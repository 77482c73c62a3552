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
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInvalidRequestException;
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

	/**
	 * How often a call to one endpoint looks whether that is connected, in milliseconds.
	 */
	private static final long ONLY_ENDPOINT_INTERVAL = 20;

	private final CallContext context;

	private final EtcdRpc<Q, R> rpc;

	private final Q request;

	private final EtcdCallSpec spec;

	private final @Nullable Endpoint only;

	private final Duration timeout;

	private final long deadline;

	private final CompletableFuture<R> result = new CompletableFuture<>();

	private final Set<String> tried = new HashSet<>();

	private @Nullable BackOffExecution backOff;

	private int retries;

	private int renewals;

	private volatile @Nullable Listener current;

	private volatile @Nullable CallWait wait;

	private volatile @Nullable EtcdException lastFailure;

	CallExecution(CallContext context, EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec) {
		this.context = context;
		this.rpc = rpc;
		this.request = request;
		this.spec = spec;
		this.only = (spec.endpoint() != null) ? context.endpoints().named(spec.endpoint()) : null;
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
		if (this.result.cancel(false)) {
			CallWait entered = this.wait;
			if (entered != null) {
				entered.cancel();
			}
			Listener attempt = this.current;
			if (attempt != null) {
				attempt.cancel();
			}
		}
	}

	private void next() {
		if (this.result.isDone()) {
			return;
		}
		if (this.context.isClosed()) {
			failClosed();
			return;
		}
		if (remaining() <= 0) {
			expire();
			return;
		}
		if (this.spec.endpoint() != null) {
			nextAtOnly();
			return;
		}
		Endpoint endpoint = this.context.endpoints().choose(this.tried);
		if (endpoint != null) {
			nextAt(endpoint);
		}
		else {
			this.context.endpoints().whenConnected(enterWait().wakeUp());
		}
	}

	private void nextAtOnly() {
		if (this.only == null) {
			fail(new EtcdInvalidRequestException("%s failed: '%s' is none of the endpoints %s"
				.formatted(this.rpc.operation(), this.spec.endpoint(), this.context.endpoints().describe()),
					EtcdOutcome.UNSENT, null));
		}
		else if (this.only.isConnected()) {
			nextAt(this.only);
		}
		else if (this.only.state() == State.DISCONNECTED) {
			fail(new EtcdUnavailableException(this.rpc.operation() + " failed: not connected to " + this.only,
					EtcdOutcome.UNSENT, null));
		}
		else {
			this.context.schedule(enterWait().wakeUp(), ONLY_ENDPOINT_INTERVAL);
		}
	}

	private void nextAt(Endpoint endpoint) {
		CompletableFuture<Token> token = this.context.tokenFor(this.rpc);
		if (token.isDone() && !token.isCompletedExceptionally()) {
			attempt(endpoint, token.join());
		}
		else {
			CallWait entered = enterWait();
			token.whenComplete((value, failure) -> entered.leaveAnd(() -> {
				if (failure != null) {
					failedWithoutToken(AsyncFailures.unwrap(failure));
				}
				else {
					attempt(endpoint, value);
				}
			}));
		}
	}

	private void attempt(Endpoint endpoint, Token token) {
		long nanos = attemptNanos(endpoint);
		SentTracer tracer = new SentTracer();
		CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS)
			.withStreamTracerFactory(tracer);
		try {
			ClientCall<Q, R> call = this.context.channelFor(this.rpc, endpoint).newCall(this.rpc.method(), options);
			Listener attempt = new Listener(call, endpoint, token, tracer, Duration.ofNanos(nanos));
			this.current = attempt;
			call.start(attempt, CallHeaders.of(token.value(), this.rpc.requireLeader()));
			call.request(2);
			call.sendMessage(this.request);
			call.halfClose();
			attempt.started();
		}
		catch (RuntimeException ex) {
			// From an interceptor: whoever runs this, such as the timer, must not suffer
			fail(new EtcdException(
					this.rpc.operation() + subject() + " at " + endpoint.uri()
							+ " failed before it was sent completely",
					tracer.isSent() ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT, ex));
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
		if (this.rpc.read() && this.only == null && mayRetry() && this.context.endpoints().hasEqual(endpoint)) {
			int growth = Math.min(this.retries, 10);
			long patience = this.context.settings().retry().attemptTimeout().toNanos();
			return (patience < remaining >> growth) ? patience << growth : remaining;
		}
		return remaining;
	}

	private void failed(Status status, Listener attempt) {
		if (this.result.isDone()) {
			return;
		}
		if (this.context.isClosed()) {
			failClosed();
			return;
		}
		Endpoint endpoint = attempt.endpoint;
		boolean sent = attempt.tracer.isSent();
		Failure failure = Failure.of(status, new Attempt(this.rpc, this.spec, endpoint.uri(), sent, attempt.timeout));
		if (failure.exception().isTransient() && sent) {
			endpoint.suspect();
		}
		this.lastFailure = failure.exception();
		if (failure.repeat() == Repeat.NEW_TOKEN) {
			renewToken(failure, attempt.token);
		}
		else if (failure.allows(this.rpc) && mayRetry()) {
			retry(endpoint);
		}
		else {
			fail(failure.exception());
		}
	}

	/**
	 * The failure belongs to all calls that waited for the token: each of them reports
	 * what became of itself.
	 * @param failure why there is no token
	 */
	private void failedWithoutToken(EtcdException failure) {
		if (this.context.isClosed()) {
			failClosed();
			return;
		}
		String message = this.rpc.operation() + subject() + " failed: " + failure.getMessage();
		EtcdOutcome outcome = (failure.getOutcome() == EtcdOutcome.REFUSED) ? EtcdOutcome.REFUSED : EtcdOutcome.UNSENT;
		if (!failure.isTransient()) {
			fail(new EtcdAuthenticationException(message, outcome, failure));
			return;
		}
		EtcdException unavailable = new EtcdUnavailableException(message, outcome, failure);
		this.lastFailure = unavailable;
		if (mayRetry()) {
			this.retries++;
			retryLater();
		}
		else {
			fail(unavailable);
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
		this.retries++;
		this.tried.add(failed.uri());
		if (this.only == null && this.context.endpoints().hasAlternative(this.tried)) {
			next();
		}
		else {
			this.tried.clear();
			this.tried.add(failed.uri());
			retryLater();
		}
	}

	private void retryLater() {
		if (this.backOff == null) {
			this.backOff = this.context.newBackOff();
		}
		long delay = this.backOff.nextBackOff();
		if (TimeUnit.MILLISECONDS.toNanos(delay) >= remaining()) {
			expire();
			return;
		}
		this.context.schedule(enterWait().wakeUp(), delay);
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
					"%s%s could not be sent within %d ms ('etcd.request-timeout'): %s. Check 'etcd.endpoints'"
						.formatted(this.rpc.operation(), subject(), this.timeout.toMillis(), missing()),
					EtcdOutcome.UNSENT, null));
		}
	}

	private String missing() {
		if (this.only != null) {
			return "not connected to " + this.only;
		}
		String endpoints = this.context.endpoints().describe();
		return this.context.endpoints().isConnected() ? "no token yet from any of " + endpoints
				: "not connected to any of " + endpoints;
	}

	private String subject() {
		return (this.spec.subject() != null) ? " of " + this.spec.subject() : "";
	}

	private void failClosed() {
		fail(new EtcdClosedException(this.rpc.operation() + " failed: the connection to etcd is closed",
				(this.current != null) ? EtcdOutcome.UNKNOWN : EtcdOutcome.UNSENT, null));
	}

	private void fail(EtcdException failure) {
		this.result.completeExceptionally(failure);
	}

	private long remaining() {
		return this.deadline - System.nanoTime();
	}

	private CallWait enterWait() {
		CallWait entered = this.wait;
		if (entered == null) {
			entered = new CallWait(this.context, this::next, this::expire, this::failClosed);
			this.wait = entered;
		}
		entered.enter(TimeUnit.NANOSECONDS.toMillis(Math.max(remaining(), 0)));
		return entered;
	}

	/**
	 * Hears of one attempt.
	 */
	private final class Listener extends ClientCall.Listener<R> {

		private final ClientCall<Q, R> call;

		private final Endpoint endpoint;

		private final Token token;

		private final SentTracer tracer;

		private final Duration timeout;

		private volatile boolean started;

		private @Nullable R message;

		Listener(ClientCall<Q, R> call, Endpoint endpoint, Token token, SentTracer tracer, Duration timeout) {
			this.call = call;
			this.endpoint = endpoint;
			this.token = token;
			this.tracer = tracer;
			this.timeout = timeout;
		}

		void started() {
			this.started = true;
			if (CallExecution.this.result.isCancelled()) {
				cancel();
			}
		}

		/**
		 * Cancel the call, unless it is still being started: gRPC loses a cancellation
		 * that comes before, and {@link #started()} sees to it.
		 */
		void cancel() {
			if (this.started) {
				this.call.cancel("Cancelled by the caller", null);
			}
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
				failed(status.isOk() ? Status.INTERNAL.withDescription("no answer") : status, this);
			}
		}

	}

}
