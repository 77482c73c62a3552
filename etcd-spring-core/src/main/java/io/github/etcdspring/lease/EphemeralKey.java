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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.TxnOperation;

/**
 * Brings a key to where it should be, one call at a time, whatever has happened to the
 * lease and to the call before.
 *
 * @author The etcd-spring authors
 */
final class EphemeralKey implements EtcdEphemeralKey, EtcdLeaseListener, Ordered {

	private static final Log logger = LogFactory.getLog(EtcdEphemeralKey.class);

	private final EtcdLease lease;

	private final String key;

	private final AsyncEtcdKvOperations kv;

	private final EtcdValueConverter converter;

	private final LeaseThreads threads;

	private final Duration timeout;

	private final ReentrantLock lock = new ReentrantLock();

	private byte[] value = new byte[0];

	/**
	 * Completes when the value is there, or is not needed there any more.
	 */
	private CompletableFuture<Void> settled = new CompletableFuture<>();

	private boolean busy;

	private boolean closed;

	/**
	 * The term under which the key may have been put.
	 */
	private @Nullable EtcdLeaseTerm placed;

	private boolean done;

	private int failures;

	EphemeralKey(EtcdLease lease, String key, AsyncEtcdKvOperations kv, EtcdValueConverter converter,
			LeaseThreads threads, Duration timeout) {
		Assert.hasLength(key, "'key' must not be empty");
		this.lease = lease;
		this.key = key;
		this.kv = kv;
		this.converter = converter;
		this.threads = threads;
		this.timeout = timeout;
	}

	void open(Object value) {
		this.lease.addListener(this);
		try {
			put(value);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public int getOrder() {
		return EtcdLeaseOrder.EPHEMERAL_KEYS;
	}

	@Override
	public String key() {
		return this.key;
	}

	@Override
	public void put(Object value) {
		Assert.notNull(value, "'value' must not be null");
		byte[] bytes = this.converter.toBytes(value).clone();
		CompletableFuture<Void> result;
		this.lock.lock();
		try {
			Assert.state(!this.closed, () -> "The ephemeral key '%s' is closed".formatted(this.key));
			this.value = bytes;
			this.done = false;
			if (this.settled.isDone()) {
				this.settled = new CompletableFuture<>();
			}
			result = this.settled;
		}
		finally {
			this.lock.unlock();
		}
		reconcile();
		await(result);
	}

	private void await(CompletableFuture<Void> result) {
		try {
			result.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new EtcdTimeoutException(
					"put of ephemeral key '%s' failed: its lease is %s, and nothing was confirmed within %d ms ('etcd.request-timeout')"
						.formatted(this.key, this.lease.state(), this.timeout.toMillis()),
					EtcdOutcome.UNKNOWN, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("put of ephemeral key '%s' was interrupted".formatted(this.key),
					EtcdOutcome.UNKNOWN, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof EtcdException failure) {
				failure.fillInStackTrace();
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	@Override
	public boolean isPresent() {
		this.lock.lock();
		try {
			return this.done && !this.closed && this.placed != null && this.placed.isAlive();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onStateChange(EtcdLeaseEvent event) {
		if (event.state() == EtcdLease.State.ACTIVE) {
			reconcile();
		}
	}

	private void reconcile() {
		CompletableFuture<?> call;
		this.lock.lock();
		try {
			EtcdLeaseTerm term = this.lease.term();
			if (this.closed && !this.busy && (this.placed == null || !this.placed.isAlive())) {
				this.settled.complete(null);
				return;
			}
			if (this.busy || term == null || !term.isAlive()) {
				return;
			}
			if (this.closed && this.placed == term) {
				call = delete(term);
			}
			else if (!this.closed && (!this.done || this.placed != term)) {
				this.placed = term;
				this.done = true;
				byte[] bytes = this.value;
				call = call(() -> this.kv.put(this.key, bytes, (put) -> put.lease(term.id())));
			}
			else {
				return;
			}
			this.busy = true;
		}
		finally {
			this.lock.unlock();
		}
		call.whenComplete((result, failure) -> finished(LeaseGranting.unwrap(failure)));
	}

	private CompletableFuture<?> delete(EtcdLeaseTerm term) {
		this.placed = null;
		return call(() -> this.kv.txn((txn) -> txn.when(EtcdCondition.lease(this.key).equalTo(term.id()))
			.then(TxnOperation.delete(this.key)))).whenComplete((result, failure) -> {
				if (failure != null) {
					placed(term);
				}
			});
	}

	private void placed(EtcdLeaseTerm term) {
		this.lock.lock();
		try {
			this.placed = term;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static CompletableFuture<?> call(Supplier<CompletableFuture<?>> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void finished(@Nullable Throwable failure) {
		boolean again = isTransient(failure);
		this.lock.lock();
		try {
			this.busy = false;
			if (failure == null) {
				this.failures = 0;
				if (this.closed ? this.placed == null : this.done) {
					this.settled.complete(null);
				}
			}
			else {
				this.failures++;
				if (again) {
					this.done = false;
				}
				else {
					logger.warn("Ephemeral key '%s' could not be put or deleted: %s".formatted(this.key,
							failure.getMessage()));
					this.settled.completeExceptionally(failure);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (failure == null) {
			reconcile();
		}
		else if (again) {
			this.threads.later(LeaseRetryDelay.nanosAfter(this.failures), this::reconcile);
		}
	}

	// The end of the lease is noticed by itself
	private static boolean isTransient(@Nullable Throwable failure) {
		return failure instanceof EtcdLeaseNotFoundException
				|| (failure instanceof EtcdException exception && exception.isTransient());
	}

	@Override
	public void close() {
		CompletableFuture<Void> result;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.settled.complete(null);
			this.settled = new CompletableFuture<>();
			result = this.settled;
			if (!this.busy && (this.placed == null || !this.placed.isAlive())) {
				result.complete(null);
			}
		}
		finally {
			this.lock.unlock();
		}
		this.lease.removeListener(this);
		reconcile();
		try {
			await(result);
		}
		catch (EtcdException ex) {
			logger.warn("Ephemeral key '%s' was not deleted yet: %s".formatted(this.key, ex.getMessage()));
		}
	}

	@Override
	public String toString() {
		return "EtcdEphemeralKey[key=%s, present=%s]".formatted(this.key, isPresent());
	}

}
