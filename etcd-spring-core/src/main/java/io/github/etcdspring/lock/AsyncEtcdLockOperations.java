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
 * Operations on locks that do not wait. Futures complete on the callback executor of the
 * connection and fail with what {@link EtcdLockOperations} throws; cancelling one cancels
 * the call on the server, which then leaves the queue.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface AsyncEtcdLockOperations {

	/**
	 * Take a lock, waiting for as long as it takes, also for etcd. Whoever waits occupies
	 * a thread of the library. Once the future is completed by others, such as cancelled
	 * or timed out, nothing is taken and nothing stays queued.
	 * @param name the name of the lock, not empty
	 * @return a future of the lock, to be closed
	 * @see EtcdLockOperations#lock(String)
	 */
	CompletableFuture<EtcdLock> lock(String name);

	/**
	 * Take a lock if nobody has it.
	 * @param name the name of the lock, not empty
	 * @return a future of the lock, to be closed, or of {@code null} if others have it
	 * @see EtcdLockOperations#tryLock(String)
	 */
	default CompletableFuture<@Nullable EtcdLock> tryLock(String name) {
		return tryLock(name, Duration.ZERO);
	}

	/**
	 * Take a lock, waiting for some time. Whoever waits occupies a thread of the library.
	 * Once the future is completed by others, such as cancelled or timed out, nothing is
	 * taken and nothing stays queued.
	 * @param name the name of the lock, not empty
	 * @param wait how long to wait, not negative; etcd gets a second in any case, or the
	 * request timeout if this is zero
	 * @return a future of the lock, to be closed, or of {@code null} if others had it all
	 * the time
	 * @see EtcdLockOperations#tryLock(String, Duration)
	 */
	CompletableFuture<@Nullable EtcdLock> tryLock(String name, Duration wait);

	/**
	 * Take a lock for a lease, waiting in a queue for as long as the request timeout
	 * allows. The caller grants, renews and watches the lease; with it the lock ends.
	 * Taking a lock again with the same lease succeeds at once.
	 * @param name the name of the lock, not empty
	 * @param leaseId the lease that owns the lock, not 0
	 * @return a future of the key that exists while the lock is held: give it to
	 * {@link #unlock(String)}, and make writes depend on it
	 */
	default CompletableFuture<String> lock(String name, long leaseId) {
		return lock(name, leaseId, null);
	}

	/**
	 * Take a lock for a lease, waiting in a queue. The caller grants, renews and watches
	 * the lease; with it the lock ends. Taking a lock again with the same lease succeeds
	 * at once.
	 * @param name the name of the lock, not empty
	 * @param leaseId the lease that owns the lock, not 0
	 * @param timeout how long to wait, positive, or {@code null} for the request timeout
	 * @return a future of the key that exists while the lock is held: give it to
	 * {@link #unlock(String)}, and make writes depend on it
	 */
	CompletableFuture<String> lock(String name, long leaseId, @Nullable Duration timeout);

	/**
	 * Give a lock back; the next in the queue gets it. Giving back what is not held does
	 * nothing.
	 * @param key the key that taking the lock returned
	 * @return a future of the end of the call
	 */
	CompletableFuture<@Nullable Void> unlock(String key);

	/**
	 * Create the operations. Internal to the library.
	 * @param connection the connection to which the locks belong
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static AsyncEtcdLockOperations create(EtcdConnection connection, EtcdCalls calls) {
		return new DefaultAsyncEtcdLockOperations(connection, calls);
	}

}
