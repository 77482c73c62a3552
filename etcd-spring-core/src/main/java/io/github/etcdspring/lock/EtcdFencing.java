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
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * What elections, groups and the template need of locks. Internal to the library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdFencing {

	private EtcdFencing() {
	}

	/**
	 * Return operations whose writes succeed only while something is held.
	 * @param fence what must be held
	 * @param calls the path of the calls
	 * @param converter converts the values
	 * @return the operations
	 */
	public static EtcdKvOperations guardedBy(EtcdFence fence, EtcdCalls calls, EtcdValueConverter converter) {
		Assert.notNull(fence, "'fence' must not be null");
		return EtcdKvOperations.create(new GuardedCalls(calls, fence), converter);
	}

	/**
	 * Take the place of a leader, as a lock is taken.
	 * @param connection the connection to which the place belongs
	 * @param calls the path of the calls
	 * @param name the name
	 * @param value the value of the key
	 * @param wait how long to wait, or {@code null} for as long as it takes
	 * @return the place, or {@code null} if others held it all the time
	 * @throws EtcdInterruptedException if the thread was interrupted
	 */
	public static @Nullable EtcdLock lead(EtcdConnection connection, EtcdCalls calls, String name, byte[] value,
			@Nullable Duration wait) {
		return acquire(connection, calls, LockRequest.leadership(name, value), LockWait.ofNullable(wait));
	}

	/**
	 * Take the place of a leader on a thread of the library, as a lock is taken.
	 * @param connection the connection to which the place belongs
	 * @param calls the path of the calls
	 * @param name the name
	 * @param value the value of the key
	 * @param wait how long to wait, or {@code null} for as long as it takes
	 * @return a future of the place, or of {@code null} if others held it all the time
	 */
	public static CompletableFuture<@Nullable EtcdLock> leadAsync(EtcdConnection connection, EtcdCalls calls,
			String name, byte[] value, @Nullable Duration wait) {
		return acquireAsync(connection, calls, LockRequest.leadership(name, value), LockWait.ofNullable(wait));
	}

	/**
	 * Take over the place of a leader that a process before this one had.
	 * @param connection the connection to which the place belongs from now on
	 * @param calls the path of the calls
	 * @param name the name
	 * @param key the key of the place
	 * @param fencingToken the revision that created it
	 * @return the place, or {@code null} if it is gone
	 * @throws EtcdInterruptedException if the thread was interrupted
	 */
	public static @Nullable EtcdLock resume(EtcdConnection connection, EtcdCalls calls, String name, String key,
			long fencingToken) {
		LockRequest request = LockRequest.leadership(name, new byte[0]);
		Assert.notNull(key, "'key' must not be null");
		Assert.isTrue(key.startsWith(name + "/"),
				() -> "'key' must be a key of election '%s', but is '%s'".formatted(name, key));
		Assert.isTrue(fencingToken > 0, () -> "'fencingToken' must be positive, but is " + fencingToken);
		return interruptibly(request,
				() -> LockManager.of(connection).taker().resume(calls, request, key, fencingToken));
	}

	/**
	 * Become the owner of a group, as a lock is taken, for as long as it takes.
	 * @param connection the connection to which the ownership belongs
	 * @param name the name of the lock
	 * @param onQueued hears, perhaps several times, that somebody else is the owner
	 * @return the ownership
	 * @throws EtcdInterruptedException if the thread was interrupted
	 */
	public static EtcdLock own(EtcdConnection connection, String name, Runnable onQueued) {
		EtcdLock owned = acquire(connection, connection.calls(), LockRequest.group(name, onQueued), LockWait.forever());
		Assert.state(owned != null, "Waiting for ever has ended");
		return owned;
	}

	static @Nullable EtcdLock acquire(EtcdConnection connection, EtcdCalls calls, LockRequest request, LockWait wait) {
		return interruptibly(request, () -> LockManager.of(connection).taker().acquire(calls, request, wait));
	}

	static CompletableFuture<@Nullable EtcdLock> acquireAsync(EtcdConnection connection, EtcdCalls calls,
			LockRequest request, LockWait wait) {
		try {
			return LockManager.of(connection).taker().acquireAsync(calls, request, wait);
		}
		catch (EtcdClosedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static @Nullable EtcdLock interruptibly(LockRequest request, InterruptibleCall call) {
		try {
			return call.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("Waiting for %s was interrupted".formatted(request), EtcdOutcome.UNKNOWN,
					ex);
		}
	}

	private interface InterruptibleCall {

		@Nullable EtcdLock run() throws InterruptedException;

	}

}
