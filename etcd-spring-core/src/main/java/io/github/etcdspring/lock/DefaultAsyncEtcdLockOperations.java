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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;

/**
 * Makes each call and returns a future of its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdLockOperations implements AsyncEtcdLockOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	DefaultAsyncEtcdLockOperations(EtcdConnection connection, EtcdCalls calls) {
		this.connection = connection;
		this.calls = calls;
	}

	@Override
	@SuppressWarnings("NullAway")
	public CompletableFuture<EtcdLock> lock(String name) {
		return acquire(name, LockWait.forever());
	}

	@Override
	public CompletableFuture<@Nullable EtcdLock> tryLock(String name, Duration wait) {
		return acquire(name, LockWait.of(wait));
	}

	private CompletableFuture<@Nullable EtcdLock> acquire(String name, LockWait wait) {
		return EtcdFencing.acquireAsync(this.connection, this.calls, LockRequest.lock(name), wait);
	}

	@Override
	public CompletableFuture<String> lock(String name, long leaseId, @Nullable Duration timeout) {
		return LockCalls.lock(name, leaseId, timeout).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<@Nullable Void> unlock(String key) {
		return LockCalls.unlock(key).executeAsync(this.calls);
	}

}
