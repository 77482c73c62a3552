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

package io.github.etcdspring.kv;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdConflictException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallChain;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdDeadline;

/**
 * Reads, computes and puts, until nobody else put in between.
 *
 * @param <T> the type of the value
 * @author The etcd-spring authors
 */
final class UpdateCall<T> implements EtcdCall<@Nullable T> {

	private static final int LONGEST_PAUSE_MILLIS = 200;

	private final String key;

	private final UnaryOperator<@Nullable T> function;

	private final RangeOperation<T, @Nullable EtcdEntry<T>> read;

	private final KvValues values;

	UpdateCall(String key, ParameterizedTypeReference<T> type, UnaryOperator<@Nullable T> function, KvValues values) {
		Assert.notNull(function, "'function' must not be null");
		this.key = key;
		this.function = function;
		this.read = RangeOperation.entry(key, type);
		this.values = values;
	}

	@Override
	public @Nullable T execute(EtcdCalls calls) {
		EtcdDeadline deadline = EtcdDeadline.in(calls.timeout());
		EtcdDeadline lastStart = lastStart(calls);
		EtcdEntry<T> current = this.read.toCall(this.values).execute(deadline.bound(calls));
		for (int attempt = 1;; attempt++) {
			Step<T> step = step(current);
			TxnOperation<?> write = step.write;
			if (write == null) {
				return step.value;
			}
			TxnResult result = write(step.revision, write, attempt, lastStart).execute(deadline.bound(calls));
			if (result.succeeded()) {
				return step.value;
			}
			pause(pauseMillis(attempt));
			current = result.get(this.read);
		}
	}

	@Override
	public CompletableFuture<@Nullable T> executeAsync(EtcdCalls calls) {
		EtcdDeadline deadline = EtcdDeadline.in(calls.timeout());
		EtcdDeadline lastStart = lastStart(calls);
		EtcdCallChain<@Nullable T> chain = new EtcdCallChain<>();
		chain.then(this.read.toCall(this.values).executeAsync(deadline.bound(calls)),
				(current) -> attempt(1, current, calls, deadline, lastStart, chain));
		return chain;
	}

	private void attempt(int attempt, @Nullable EtcdEntry<T> current, EtcdCalls calls, EtcdDeadline deadline,
			EtcdDeadline lastStart, EtcdCallChain<@Nullable T> chain) {
		Step<T> step = step(current);
		TxnOperation<?> write = step.write;
		if (write == null) {
			chain.complete(step.value);
			return;
		}
		chain.then(write(step.revision, write, attempt, lastStart).executeAsync(deadline.bound(calls)), (result) -> {
			if (result.succeeded()) {
				chain.complete(step.value);
				return;
			}
			EtcdEntry<T> newer = result.get(this.read);
			chain.then(CompletableFuture.runAsync(() -> {
			}, after(pauseMillis(attempt))),
					(paused) -> attempt(attempt + 1, newer, calls, deadline, lastStart, chain));
		});
	}

	private Step<T> step(@Nullable EtcdEntry<T> current) {
		T value = this.function.apply((current != null) ? current.value() : null);
		long revision = (current != null) ? current.modRevision() : 0;
		if (value != null) {
			return new Step<>(revision, value,
					TxnOperation.put(this.key, value, (put) -> (revision != 0) ? put.keepLease() : put));
		}
		return new Step<>(revision, null, (current != null) ? TxnOperation.delete(this.key) : null);
	}

	private EtcdCall<TxnResult> write(long revision, TxnOperation<?> write, int attempt, EtcdDeadline lastStart) {
		if (lastStart.isOver()) {
			throw gaveUp(attempt - 1);
		}
		return new TxnCall((txn) -> txn.when(EtcdCondition.modRevision(this.key).equalTo(revision))
			.then(write)
			.otherwise(this.read)).toCall(this.values);
	}

	// An attempt that is cut short leaves its outcome unknown: rather make none near the
	// end
	private static EtcdDeadline lastStart(EtcdCalls calls) {
		return EtcdDeadline.in(calls.timeout().multipliedBy(9).dividedBy(10));
	}

	private EtcdException gaveUp(int lost) {
		String message = "update of %s gave up: ".formatted(KeyRange.key(this.key));
		if (lost == 0) {
			return new EtcdTimeoutException(message + "reading and computing the value took all of its time",
					EtcdOutcome.UNSENT, null);
		}
		return new EtcdConflictException(
				message + "others changed the key each of the %d times that it was tried".formatted(lost),
				EtcdOutcome.REFUSED, null);
	}

	private static long pauseMillis(int attempt) {
		return ThreadLocalRandom.current().nextInt(Math.min(LONGEST_PAUSE_MILLIS, 1 << Math.min(attempt, 10)));
	}

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("update was interrupted between two attempts", EtcdOutcome.REFUSED, ex);
		}
	}

	private static Executor after(long millis) {
		return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * What an attempt writes.
	 *
	 * @param revision the revision that the key must still have
	 * @param value the new value
	 * @param write what to do, or {@code null} for nothing
	 */
	private record Step<T>(long revision, @Nullable T value, @Nullable TxnOperation<?> write) {

	}

}
