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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
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

	private final CallRetries retries;

	private final CompletableFuture<R> result = new CompletableFuture<>();

	private volatile @Nullable CallAttempt<Q, R> current;

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
		this.retries = new CallRetries(context);
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
			CallAttempt<Q, R> attempt = this.current;
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
		Endpoint endpoint = this.context.endpoints().choose(this.retries.tried());
		if (endpoint != null) {
			nextAt(endpoint);
		}
		else {
			this.context.endpoints().whenConnected(enterWait().wakeUp());
		}
	}

	private void nextAtOnly() {
		if (this.only == null) {
			fail(problems().unknownEndpoint());
		}
		else if (this.only.isConnected()) {
			nextAt(this.only);
		}
		else if (this.only.state() == State.DISCONNECTED) {
			fail(problems().notConnected());
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
		CallAttempt<Q, R> attempt = new CallAttempt<>(this, endpoint, token, attemptNanos(endpoint));
		this.current = attempt;
		if (this.result.isDone()) {
			return;
		}
		try {
			attempt.start(this.context.channelFor(this.rpc, endpoint), this.rpc, this.request,
					this.context.deadlines());
		}
		catch (RuntimeException ex) {
			// From an interceptor: whoever runs this, such as the timer, must not suffer
			attempt.leave();
			fail(problems().brokenOff(endpoint, attempt.isSent(), ex));
		}
	}

	/**
	 * A read leaves a member that does not answer for another one, with growing patience,
	 * and with that of half the time if the others did not answer lately; where there is
	 * no other one, and for a write, patience is all there is.
	 * @param endpoint the member
	 * @return the time for the attempt
	 */
	private long attemptNanos(Endpoint endpoint) {
		long remaining = Math.max(remaining(), 1);
		EndpointGroup endpoints = this.context.endpoints();
		boolean replaceable = this.rpc.read() && this.only == null && this.retries.isAllowed(elapsed())
				&& endpoints.hasOther(endpoint);
		if (!replaceable) {
			return remaining;
		}
		long patience = this.retries.patience(remaining);
		return (endpoints.hasEqual(endpoint)) ? patience : Math.max(patience, remaining / 2);
	}

	void succeeded(R response) {
		this.result.complete(response);
	}

	void failed(Status status, CallAttempt<Q, R> attempt) {
		if (this.result.isDone()) {
			return;
		}
		if (this.context.isClosed()) {
			failClosed();
			return;
		}
		Endpoint endpoint = attempt.endpoint();
		boolean sent = attempt.isSent() && !UnprocessedStatus.matches(status, attempt.isWritten());
		Failure failure = Failure.of(status, new Attempt(this.rpc, this.spec, endpoint.uri(), sent, attempt.timeout()));
		if (failure.exception().isTransient() && sent) {
			endpoint.suspect();
		}
		this.lastFailure = failure.exception();
		if (failure.repeat() == Repeat.NEW_TOKEN) {
			renewToken(failure, attempt.token());
		}
		else if (failure.allows(this.rpc) && this.retries.isAllowed(elapsed())) {
			retry(endpoint);
		}
		else {
			fail(failure.exception());
		}
	}

	private void failedWithoutToken(EtcdException reason) {
		if (this.context.isClosed()) {
			failClosed();
			return;
		}
		EtcdException failure = problems().withoutToken(reason);
		if (!reason.isTransient()) {
			fail(failure);
			return;
		}
		this.lastFailure = failure;
		if (this.retries.isAllowed(elapsed())) {
			this.retries.add();
			retryLater();
		}
		else {
			fail(failure);
		}
	}

	private void renewToken(Failure failure, Token token) {
		if (this.context.canRenewToken(this.rpc) && this.retries.renewToken()) {
			this.context.tokens().invalidate(token);
			next();
		}
		else {
			fail(failure.exception());
		}
	}

	private void retry(Endpoint failed) {
		if (this.retries.leave(failed) && this.only == null) {
			next();
		}
		else {
			retryLater();
		}
	}

	private void retryLater() {
		long delay = this.retries.nextDelay();
		if (TimeUnit.MILLISECONDS.toNanos(delay) >= remaining()) {
			expire();
			return;
		}
		this.context.schedule(enterWait().wakeUp(), delay);
	}

	private void expire() {
		fail(problems().expired(this.lastFailure));
	}

	private void failClosed() {
		fail(problems().closed(this.current != null));
	}

	private void fail(EtcdException failure) {
		this.result.completeExceptionally(failure);
	}

	private CallProblems problems() {
		return new CallProblems(this.context, this.rpc, this.spec, this.only, this.timeout);
	}

	private long remaining() {
		return this.deadline - System.nanoTime();
	}

	private long elapsed() {
		return this.timeout.toNanos() - remaining();
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

}
