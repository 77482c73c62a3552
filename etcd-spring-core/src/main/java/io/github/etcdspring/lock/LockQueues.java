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

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * The queues of those of this connection who want locks, one for each name that anybody
 * wants.
 *
 * @author The etcd-spring authors
 */
final class LockQueues {

	private final LockManager manager;

	private final Map<String, LockQueue> queues = new ConcurrentHashMap<>();

	LockQueues(LockManager manager) {
		this.manager = manager;
	}

	LockQueue join(String name) {
		return this.queues.compute(name, (key, present) -> ((present != null) ? present : new LockQueue(key)).join());
	}

	void leave(LockQueue queue) {
		this.queues.computeIfPresent(queue.name(), (key, present) -> (present.leave()) ? present : null);
	}

	/**
	 * Join a queue and wait for the turn.
	 * @param name the name of the lock
	 * @param wait how long to wait
	 * @return the queue, to be {@linkplain #pass passed} on, or {@code null} if the time
	 * is over
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable LockQueue take(String name, LockWait wait) throws InterruptedException {
		LockQueue queue = join(name);
		boolean turn = false;
		try {
			turn = queue.take(wait);
		}
		finally {
			if (!turn) {
				leave(queue);
			}
		}
		return (turn) ? queue : null;
	}

	// The next of this connection may try when a key is certainly gone.
	void passAfter(LockQueue queue, CompletableFuture<Boolean> removal) {
		removal.whenComplete((removed, failure) -> pass(queue));
	}

	void pass(LockQueue queue) {
		EtcdLeaseTerm suspect = queue.clearSuspicion();
		if (suspect != null && suspect.isAlive() && !this.manager.isClosed()) {
			passAfter(queue, new LockRemoval(this.manager, queue.name(), suspect).start());
			return;
		}
		queue.pass();
		if (queue.isSuspect() && queue.takeNow()) {
			pass(queue);
			return;
		}
		leave(queue);
	}

	// A key has appeared. Delete it, unless somebody has to do with it who does so.
	void sweep(String name, EtcdLeaseTerm term) {
		LockQueue queue = join(name);
		queue.suspect(term);
		if (queue.takeNow()) {
			pass(queue);
		}
		else {
			leave(queue);
		}
	}

}
