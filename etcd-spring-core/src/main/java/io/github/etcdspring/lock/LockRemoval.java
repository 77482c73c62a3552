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

package io.github.etcdspring.lock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnResult;
import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * Deletes a key until that is confirmed, or until its lease is over, with which it ends.
 * Only the very key that was meant is deleted: a call that arrives late must not hit
 * another one that has the same name.
 *
 * @author The etcd-spring authors
 */
final class LockRemoval {

	private static final Log logger = LogFactory.getLog(EtcdLock.class);

	private final LockManager manager;

	private final AsyncEtcdKvOperations kv;

	private final String name;

	private final String key;

	private final EtcdLeaseTerm term;

	private final CompletableFuture<Boolean> result = new CompletableFuture<>();

	/**
	 * The revision that created the key, or 0 if that is not known, nor whether the key
	 * is there.
	 */
	private long token;

	private int failures;

	/**
	 * Remove a key of which nobody knows whether it is there.
	 * @param manager the manager
	 * @param name the name of the lock
	 * @param term the lease to which the key belongs
	 */
	LockRemoval(LockManager manager, String name, EtcdLeaseTerm term) {
		this(manager, name, LockPlace.key(name, term), 0, term);
	}

	LockRemoval(LockManager manager, HeldLock lock) {
		this(manager, lock.name(), lock.key(), lock.fencingToken(), lock.term());
	}

	LockRemoval(LockManager manager, String name, String key, long token, EtcdLeaseTerm term) {
		this.manager = manager;
		this.kv = manager.asyncKv();
		this.name = name;
		this.key = key;
		this.token = token;
		this.term = term;
	}

	/**
	 * Begin.
	 * @return completes, never exceptionally, once the key is gone, with whether it was
	 * there
	 */
	CompletableFuture<Boolean> start() {
		attempt();
		return this.result;
	}

	private void attempt() {
		if (!this.term.isAlive() || this.manager.isClosed()) {
			this.result.complete(false);
		}
		else if (this.token == 0) {
			look();
		}
		else {
			call(this.kv.txn((txn) -> txn.when(EtcdCondition.createRevision(this.key).equalTo(this.token))
				.then(TxnOperation.delete(this.key))), this::deleted);
		}
	}

	private void look() {
		call(this.kv.range(KeyRange.key(this.key), byte[].class), this::found);
	}

	private void found(RangeResult<byte[]> range) {
		EtcdEntry<byte[]> entry = range.first();
		if (entry != null) {
			this.token = entry.createRevision();
			attempt();
		}
		else {
			// The call that was to put it may be on its way yet
			this.manager.ghosts().watchFor(this.name, this.key, range.revision() + 1, this.term);
			this.result.complete(false);
		}
	}

	private void deleted(TxnResult txn) {
		this.result.complete(txn.succeeded());
	}

	private <T> void call(CompletableFuture<T> call, Consumer<T> onSuccess) {
		call.whenComplete((value, failure) -> {
			try {
				if (failure == null) {
					onSuccess.accept(value);
				}
				else {
					failed(failure);
				}
			}
			catch (RuntimeException | Error ex) {
				failed(ex);
			}
		});
	}

	private void failed(@Nullable Throwable failure) {
		Throwable reason = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (reason instanceof EtcdClosedException) {
			this.result.complete(false);
			return;
		}
		this.failures++;
		if (this.failures == 1 && !(reason instanceof EtcdException exception && exception.isTransient())) {
			logger.warn("The key of lock '%s' could not be deleted: %s; trying on until its lease is over"
				.formatted(this.name, (reason != null) ? reason.getMessage() : ""));
		}
		this.manager.threads()
			.later(TimeUnit.MILLISECONDS.toNanos(Math.min(1000, 25L << Math.min(this.failures, 6))), this::attempt);
	}

}
