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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.connection.EtcdTaskThreads;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.TxnOperation;

/**
 * Brings a key to where its owner wants it, one call at a time, whatever has happened to
 * the lease and to the call before.
 *
 * @author The etcd-spring authors
 */
final class EphemeralPlacement {

	private static final Log logger = LogFactory.getLog(EtcdEphemeralKey.class);

	private final EtcdLease lease;

	private final String key;

	private final AsyncEtcdKvOperations kv;

	private final EtcdTaskThreads threads;

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

	EphemeralPlacement(EtcdLease lease, String key, AsyncEtcdKvOperations kv, EtcdTaskThreads threads) {
		this.lease = lease;
		this.key = key;
		this.kv = kv;
		this.threads = threads;
	}

	/**
	 * Want a value to be there from now on.
	 * @param value the value
	 * @return completes when it is there
	 * @throws IllegalStateException if nothing is wanted any more
	 */
	CompletableFuture<Void> place(byte[] value) {
		CompletableFuture<Void> result;
		this.lock.lock();
		try {
			Assert.state(!this.closed, () -> "The ephemeral key '%s' is closed".formatted(this.key));
			this.value = value;
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
		return result;
	}

	/**
	 * Want nothing to be there any more.
	 * @return completes when the key is gone, or {@code null} if that was wanted before
	 */
	@Nullable CompletableFuture<Void> remove() {
		CompletableFuture<Void> result;
		this.lock.lock();
		try {
			if (this.closed) {
				return null;
			}
			this.closed = true;
			this.settled.complete(null);
			this.settled = new CompletableFuture<>();
			result = this.settled;
			if (!this.busy && !mayBeThere()) {
				result.complete(null);
			}
		}
		finally {
			this.lock.unlock();
		}
		reconcile();
		return result;
	}

	boolean isPresent() {
		this.lock.lock();
		try {
			return this.done && !this.closed && mayBeThere();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean mayBeThere() {
		return this.placed != null && this.placed.isAlive();
	}

	// Do what is to be done next, if anything is.
	void reconcile() {
		CompletableFuture<?> call;
		this.lock.lock();
		try {
			EtcdLeaseTerm term = this.lease.term();
			if (this.closed && !this.busy && !mayBeThere()) {
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
				call = put(term);
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

	private CompletableFuture<?> put(EtcdLeaseTerm term) {
		this.placed = term;
		this.done = true;
		byte[] bytes = this.value;
		return call(() -> this.kv.put(this.key, bytes, (put) -> put.lease(term.id())));
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
				if ((this.closed) ? this.placed == null : this.done) {
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

}
