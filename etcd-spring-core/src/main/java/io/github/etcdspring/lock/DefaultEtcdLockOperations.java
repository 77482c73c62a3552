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
		EtcdLock lock = acquire(name, LockWait.forever());
		Assert.state(lock != null, "Waiting for ever has ended");
		return lock;
	}

	@Override
	public @Nullable EtcdLock tryLock(String name, Duration wait) {
		return acquire(name, LockWait.of(wait));
	}

	private @Nullable EtcdLock acquire(String name, LockWait wait) {
		return EtcdFencing.acquire(this.connection, this.calls, LockRequest.lock(name), wait);
	}

	@Override
	public List<EtcdLock> held() {
		return LockManager.of(this.connection).held();
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
