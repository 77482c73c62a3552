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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;

/**
 * Makes calls: blocking ones wait for what asynchronous ones complete with.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdCalls implements EtcdCalls {

	/**
	 * The deadline is kept by timers; this is only for the case that they do not run.
	 */
	private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

	private final CallContext context;

	DefaultEtcdCalls(CallContext context) {
		this.context = context;
	}

	@Override
	public <Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {
		this.context.limits().check(rpc, request, spec);
		CallExecution<Q, R> execution = new CallExecution<>(this.context, rpc, request, spec);
		CallObservation observation = CallObservation.start(this.context.settings(), rpc, spec);
		try {
			T result = mapper.apply(await(rpc, execution));
			observation.stop(null);
			return result;
		}
		catch (RuntimeException | Error ex) {
			observation.stop(ex);
			throw ex;
		}
	}

	@Override
	public <Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
			Function<R, T> mapper) {
		this.context.limits().check(rpc, request, spec);
		CallExecution<Q, R> execution = new CallExecution<>(this.context, rpc, request, spec);
		CompletableFuture<T> result = new CompletableFuture<>();
		CallObservation observation;
		try {
			observation = CallObservation.start(this.context.settings(), rpc, spec);
		}
		catch (RuntimeException | Error ex) {
			// From a handler of the application: told like any failure, once
			result.completeExceptionally(AsyncFailures.unwrap(ex));
			return result;
		}
		execution.result()
			.whenComplete((response, failure) -> onCallbackThread(result,
					() -> complete(result, response, failure, mapper, observation)));
		result.whenComplete((value, failure) -> execution.cancel());
		execution.start();
		return result;
	}

	@Override
	public <Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken,
			EtcdStreamListener<R> listener) {
		if (freshToken) {
			this.context.tokens().invalidate();
		}
		StreamExecution<Q, R> stream = new StreamExecution<>(this.context, rpc, avoid, listener);
		stream.start();
		return stream;
	}

	@Override
	public Duration timeout() {
		return this.context.settings().requestTimeout();
	}

	@Override
	public EtcdRequestLimits limits() {
		return this.context.limits();
	}

	private <Q, R> R await(EtcdRpc<Q, R> rpc, CallExecution<Q, R> execution) {
		execution.start();
		try {
			return execution.result().get(execution.timeout().toNanos() + GRACE, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			EtcdException failure = AsyncFailures.unwrap(ex);
			failure.fillInStackTrace();
			throw failure;
		}
		catch (InterruptedException ex) {
			execution.cancel();
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException(rpc.operation() + " was interrupted and cancelled", EtcdOutcome.UNKNOWN,
					ex);
		}
		catch (TimeoutException ex) {
			execution.cancel();
			throw new EtcdTimeoutException(rpc.operation() + " got no answer within " + execution.timeout().toMillis()
					+ " ms ('etcd.request-timeout')", EtcdOutcome.UNKNOWN, ex);
		}
	}

	private void onCallbackThread(CompletableFuture<?> result, Runnable task) {
		try {
			this.context.threads().callbacks().execute(task);
		}
		catch (RuntimeException | Error ex) {
			// Whatever the executor has to say, the caller waits. Not here, on a thread
			// of the transport: the task may block
			if (!result.isDone()) {
				ForkJoinPool.commonPool().execute(task);
			}
		}
	}

	private static <R, T> void complete(CompletableFuture<T> result, R response, @Nullable Throwable failure,
			Function<R, T> mapper, CallObservation observation) {
		Throwable problem = failure;
		if (problem == null) {
			try {
				T value = mapper.apply(response);
				observation.stop(null);
				result.complete(value);
				return;
			}
			catch (RuntimeException | Error ex) {
				problem = ex;
			}
		}
		EtcdException exception = AsyncFailures.unwrap(problem);
		try {
			observation.stop(exception);
		}
		finally {
			result.completeExceptionally(exception);
		}
	}

}
