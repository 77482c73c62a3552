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

/**
 * A lock that was taken. It is held until it is given back or lost: when the session
 * lease of the connection is lost, or its key is deleted by others, which is noticed at
 * once if the lock is held for more than a second, and by a guarded write in any case. A
 * lock that was lost is never held again; take it again for another one. Not bound to a
 * thread. Safe for use by several threads at once.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdLockOperations#lock(String)
 */
public interface EtcdLock extends EtcdFence, AutoCloseable {

	/**
	 * Return the name.
	 * @return the name
	 */
	String name();

	/**
	 * Return how long the lock is held if etcd cannot be reached from now on.
	 * @return the time that is left, zero if it is not held
	 */
	Duration remaining();

	/**
	 * Let somebody hear, once, that the lock was lost, on a thread that may block without
	 * anybody else waiting for it; at once, on this one, if it was lost already. Giving
	 * the lock back is no loss.
	 * @param listener hears of it; exceptions are logged
	 */
	void onLost(Runnable listener);

	/**
	 * Give the lock back. Never fails: if etcd cannot be reached, the key is deleted as
	 * soon as it can, or ends with the session lease.
	 * @return whether the lock was held until now, as far as is known; {@code false} if
	 * it was lost or given back before
	 */
	boolean unlock();

	/**
	 * Give the lock back. If it had been lost this is logged, not thrown. Closing twice
	 * does nothing.
	 */
	@Override
	void close();

}
