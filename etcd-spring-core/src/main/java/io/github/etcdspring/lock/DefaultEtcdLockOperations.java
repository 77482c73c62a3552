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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.lease.EtcdLease;

/**
 * Makes each call and waits for its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdLockOperations implements EtcdLockOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	DefaultEtcdLockOperations(EtcdConnection connection, EtcdCalls calls) {
		this.connection = connection;
		this.calls = calls;
	}

	@Override
	public EtcdLock lock(String name) {
		return lock(LockRequest.lock(name));
	}

	@Override
	public EtcdLock lock(String name, EtcdLease lease) {
		return lock(LockRequest.lock(name, lease));
	}

	@Override
	public @Nullable EtcdLock tryLock(String name, Duration wait) {
		return acquire(LockRequest.lock(name), LockWait.of(wait));
	}

	@Override
	public @Nullable EtcdLock tryLock(String name, EtcdLease lease, Duration wait) {
		return acquire(LockRequest.lock(name, lease), LockWait.of(wait));
	}

	private EtcdLock lock(LockRequest request) {
		EtcdLock lock = acquire(request, LockWait.forever());
		Assert.state(lock != null, "Waiting for ever has ended");
		return lock;
	}

	private @Nullable EtcdLock acquire(LockRequest request, LockWait wait) {
		return EtcdFencing.acquire(this.connection, this.calls, request, wait);
	}

	@Override
	public List<EtcdLock> held() {
		return LockManager.of(this.connection).held().locks();
	}

	@Override
	public EtcdLockStatistics statistics() {
		return LockManager.of(this.connection).statistics();
	}

	@Override
	public String lock(String name, long leaseId, @Nullable Duration timeout) {
		return LockCalls.lock(name, leaseId, timeout).execute(this.calls);
	}

	@Override
	public void unlock(String key) {
		LockCalls.unlock(key).execute(this.calls);
	}

}
