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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * Lets a key that a process before this one put, and that holds a lock, depend on the
 * lease of this one: its fencing token stays the same.
 *
 * @author The etcd-spring authors
 */
final class LockResumption {

	private final LockManager manager;

	private final EtcdCalls calls;

	private final LockQueue queue;

	private final LockRequest request;

	private CompletableFuture<Boolean> leftover = CompletableFuture.completedFuture(false);

	LockResumption(LockManager manager, EtcdCalls calls, LockQueue queue, LockRequest request) {
		this.manager = manager;
		this.calls = calls;
		this.queue = queue;
		this.request = request;
	}

	@Nullable HeldLock run(String key, long token) throws InterruptedException {
		EtcdLeaseTerm term = this.manager.sessions()
			.awaitTerm(this.request, LockWait.of(this.calls.timeout()), this.calls.timeout());
		EtcdKvOperations kv = this.manager.kv(this.calls, this.calls.timeout());
		try {
			LockPlace place = LockPlace.find(kv, this.request.name(), key, token);
			if (place == null || place.predecessor() != null) {
				return null;
			}
			boolean there = kv
				.txn((txn) -> txn.when(EtcdCondition.createRevision(key).equalTo(token))
					.then(TxnOperation.touch(key, (put) -> put.lease(term.id()))))
				.succeeded();
			return (there) ? this.manager.held().add(new HeldLock(this.manager, this.queue, this.request, place, term))
					: null;
		}
		catch (EtcdException ex) {
			if (ex.getOutcome() == EtcdOutcome.UNKNOWN) {
				this.leftover = new LockRemoval(this.manager, this.request.name(), key, token, term).start();
			}
			if (ex instanceof EtcdInterruptedException) {
				Thread.interrupted();
				throw new InterruptedException();
			}
			throw ex;
		}
	}

	/**
	 * Return what is left to be done when nothing was taken over.
	 * @return completes when the key is gone
	 */
	CompletableFuture<Boolean> leftover() {
		return this.leftover;
	}

}
