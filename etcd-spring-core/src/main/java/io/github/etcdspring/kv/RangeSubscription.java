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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.log.LogMessage;

import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Gives a subscriber the entries that it asks for, and reads the next page when all of
 * one are given and more are wanted. Whoever asks, cancels or brings a page enters
 * {@link #drain()}, where one thread at a time does what there is to do.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class RangeSubscription<T> implements Flow.Subscription {

	private static final Log logger = LogFactory.getLog(RangeSubscription.class);

	private final EtcdCalls calls;

	private final RangeCursor<T> cursor;

	private final Flow.Subscriber<? super EtcdEntry<T>> subscriber;

	private final AtomicInteger entered = new AtomicInteger();

	private final AtomicLong wanted = new AtomicLong();

	private volatile boolean ended;

	private volatile @Nullable Throwable wrongRequest;

	private volatile @Nullable CompletableFuture<?> reading;

	private volatile @Nullable Answer<T> answer;

	private boolean waiting;

	private List<EtcdEntry<T>> page = List.of();

	private int position;

	RangeSubscription(EtcdCalls calls, RangeCursor<T> cursor, Flow.Subscriber<? super EtcdEntry<T>> subscriber) {
		this.calls = calls;
		this.cursor = cursor;
		this.subscriber = subscriber;
	}

	@Override
	public void request(long n) {
		if (n > 0) {
			this.wanted.accumulateAndGet(n, (had, more) -> (had + more > 0) ? had + more : Long.MAX_VALUE);
		}
		else {
			this.wrongRequest = new IllegalArgumentException("'n' must be positive, but is " + n);
		}
		drain();
	}

	@Override
	public void cancel() {
		this.ended = true;
		CompletableFuture<?> call = this.reading;
		if (call != null) {
			call.cancel(false);
		}
	}

	private void drain() {
		if (this.entered.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		do {
			proceed();
			seen = this.entered.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private void proceed() {
		while (!this.ended) {
			Throwable wrong = this.wrongRequest;
			if (wrong != null) {
				cancel();
				this.subscriber.onError(wrong);
			}
			else if (this.position < this.page.size()) {
				if (this.wanted.get() == 0) {
					return;
				}
				give();
			}
			else if (this.waiting) {
				Answer<T> arrived = this.answer;
				if (arrived == null) {
					return;
				}
				take(arrived);
			}
			else if (this.cursor.isDone()) {
				this.ended = true;
				this.subscriber.onComplete();
			}
			else if (this.wanted.get() > 0) {
				read();
			}
			else {
				return;
			}
		}
	}

	private void give() {
		this.wanted.updateAndGet((had) -> (had != Long.MAX_VALUE) ? had - 1 : had);
		EtcdEntry<T> entry = this.page.get(this.position++);
		try {
			this.subscriber.onNext(entry);
		}
		catch (RuntimeException | Error ex) {
			// Against the contract of a subscriber, which must not hear any more
			cancel();
			logger.error(LogMessage.format("Cancelled: a subscriber of a range failed at %s", entry), ex);
		}
	}

	private void read() {
		this.page = List.of();
		this.position = 0;
		this.answer = null;
		this.waiting = true;
		CompletableFuture<RangeResult<T>> call;
		try {
			call = this.cursor.nextPage().executeAsync(this.calls);
		}
		catch (RuntimeException ex) {
			this.answer = new Answer<>(null, ex);
			return;
		}
		this.reading = call;
		if (this.ended) {
			call.cancel(false);
		}
		call.whenComplete((result, failure) -> {
			this.answer = new Answer<>(result, failure);
			drain();
		});
	}

	private void take(Answer<T> arrived) {
		this.waiting = false;
		if (arrived.result != null) {
			this.page = this.cursor.take(arrived.result);
			return;
		}
		Throwable failure = (arrived.failure instanceof CompletionException wrapped && wrapped.getCause() != null)
				? wrapped.getCause() : arrived.failure;
		if (!(failure instanceof EtcdResponseTooLargeException) || !this.cursor.shrink()) {
			this.ended = true;
			this.subscriber.onError(failure);
		}
	}

	/**
	 * What came of reading a page.
	 *
	 * @param result the page, or {@code null} if it failed
	 * @param failure why, or {@code null}
	 */
	private record Answer<T>(@Nullable RangeResult<T> result, @Nullable Throwable failure) {

	}

}
