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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.lease.EtcdLease;

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
	 * Take a lock, waiting for as long as it takes, also for etcd. It belongs to the
	 * session lease of the connection, and so to this process: whoever else in it asks
	 * for the same name waits as others do, be it on the same thread, which would wait
	 * for ever.
	 *
	 * <pre class="code">
	 * try (EtcdLock lock = etcd.locks().lock("nightly")) {
	 *     etcd.guardedBy(lock).put("/last-run", now);
	 * }
	 * </pre>
	 *
	 * The queue of a lock is that of etcd's own lock service with the same name, whose
	 * clients wait in it, too. A name that continues another one after a slash, such as
	 * {@code a/b} and {@code a}, gets into the queue of that.
	 * @param name the name of the lock, not empty
	 * @return the lock, to be closed
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses
	 */
	EtcdLock lock(String name);

	/**
	 * Take a lock if nobody has it.
	 * @param name the name of the lock, not empty
	 * @return the lock, to be closed, or {@code null} if others have it
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses, or could not be reached
	 * within the request timeout
	 */
	default @Nullable EtcdLock tryLock(String name) {
		return tryLock(name, Duration.ZERO);
	}

	/**
	 * Take a lock, waiting for some time. After giving up nothing stays queued on the
	 * server, as soon as it can be reached.
	 * @param name the name of the lock, not empty
	 * @param wait how long to wait, not negative; etcd gets a second in any case, or the
	 * request timeout if this is zero
	 * @return the lock, to be closed, or {@code null} if others had it all the time
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses, or could not be reached
	 * in time
	 */
	@Nullable EtcdLock tryLock(String name, Duration wait);

	/**
	 * Take a lock that depends on a lease instead of the session lease of the connection,
	 * waiting for as long as it takes, also for etcd. It is lost with the lease; giving
	 * it back leaves the lease alone.
	 * @param name the name of the lock, not empty
	 * @param lease a lease of the same connection
	 * @return the lock, to be closed
	 * @throws EtcdLeaseNotFoundException if the lease is over and never granted again
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses
	 */
	EtcdLock lock(String name, EtcdLease lease);

	/**
	 * Take a lock that depends on a lease instead of the session lease of the connection,
	 * waiting for some time. It is lost with the lease; giving it back leaves the lease
	 * alone.
	 * @param name the name of the lock, not empty
	 * @param lease a lease of the same connection
	 * @param wait how long to wait, not negative; etcd gets a second in any case, or the
	 * request timeout if this is zero
	 * @return the lock, to be closed, or {@code null} if others had it all the time
	 * @throws EtcdLeaseNotFoundException if the lease is over and never granted again
	 * @throws EtcdInterruptedException if the thread was interrupted; nothing stays
	 * queued then
	 * @throws io.github.etcdspring.EtcdException if etcd refuses, or could not be reached
	 * in time
	 */
	@Nullable EtcdLock tryLock(String name, EtcdLease lease, Duration wait);

	/**
	 * Do something while a lock is held, and give it back.
	 * @param <T> the type of the result
	 * @param name the name of the lock, not empty
	 * @param action what to do, on the calling thread; it is not stopped if the lock is
	 * lost meanwhile
	 * @return what the action returns
	 * @see #lock(String)
	 */
	default <T extends @Nullable Object> T withLock(String name, Function<EtcdLock, T> action) {
		Assert.notNull(action, "'action' must not be null");
		try (EtcdLock lock = lock(name)) {
			return action.apply(lock);
		}
	}

	/**
	 * Do something while a lock is held, and give it back.
	 * @param name the name of the lock, not empty
	 * @param action what to do, on the calling thread; it is not stopped if the lock is
	 * lost meanwhile
	 * @see #lock(String)
	 */
	default void withLock(String name, Runnable action) {
		Assert.notNull(action, "'action' must not be null");
		EtcdLock lock = lock(name);
		try {
			action.run();
		}
		finally {
			lock.close();
		}
	}

	/**
	 * Return the locks that the connection holds.
	 * @return a copy, in no particular order
	 */
	List<EtcdLock> held();

	/**
	 * Tell what has happened to the locks of the connection.
	 * @return the numbers as they stand now
	 */
	EtcdLockStatistics statistics();

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
	 * @param connection the connection to which the locks belong
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static EtcdLockOperations create(EtcdConnection connection, EtcdCalls calls) {
		return new DefaultEtcdLockOperations(connection, calls);
	}

}
