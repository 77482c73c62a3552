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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on locks, blocking. All of them may fail with an
 * {@link io.github.etcdspring.EtcdException} within the request timeout. Wrong arguments
 * are an {@link IllegalArgumentException} before anything is sent.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdLockOperations {

	/**
	 * Take a lock for a lease, waiting in a queue for as long as the request timeout
	 * allows. The caller grants, renews and watches the lease; with it the lock ends.
	 * Taking a lock again with the same lease succeeds at once.
	 * @param name the name of the lock, not empty
	 * @param leaseId the lease that owns the lock, not 0
	 * @return the key that exists while the lock is held: give it to
	 * {@link #unlock(String)}, and make writes depend on it
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 * @throws EtcdTimeoutException if others held the lock until the time was over;
	 * should the outcome be unknown, the lock may be taken yet: revoke the lease
	 */
	default String lock(String name, long leaseId) {
		return lock(name, leaseId, null);
	}

	/**
	 * Take a lock for a lease, waiting in a queue. The caller grants, renews and watches
	 * the lease; with it the lock ends. Taking a lock again with the same lease succeeds
	 * at once.
	 * @param name the name of the lock, not empty
	 * @param leaseId the lease that owns the lock, not 0
	 * @param timeout how long to wait, positive, or {@code null} for the request timeout
	 * @return the key that exists while the lock is held: give it to
	 * {@link #unlock(String)}, and make writes depend on it
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 * @throws EtcdTimeoutException if others held the lock until the time was over;
	 * should the outcome be unknown, the lock may be taken yet: revoke the lease
	 */
	String lock(String name, long leaseId, @Nullable Duration timeout);

	/**
	 * Give a lock back; the next in the queue gets it. Giving back what is not held does
	 * nothing.
	 * @param key the key that taking the lock returned
	 */
	void unlock(String key);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static EtcdLockOperations create(EtcdCalls calls) {
		return new DefaultEtcdLockOperations(calls);
	}

}
