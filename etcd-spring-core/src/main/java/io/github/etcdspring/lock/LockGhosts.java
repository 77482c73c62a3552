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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.lease.EtcdLeaseTerm;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * Looks out for keys that appear though nobody waits for them any more: a member that
 * hangs may carry out what it was sent long after the client gave up. As long as the
 * lease lives, such a key would keep everybody else out.
 *
 * @author The etcd-spring authors
 */
final class LockGhosts {

	/**
	 * How many keys are looked out for at a time: of more, the oldest are forgotten.
	 */
	private static final int MOST = 256;

	private final LockManager manager;

	private final Map<String, Ghost> ghosts = new LinkedHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	LockGhosts(LockManager manager) {
		this.manager = manager;
	}

	void watchFor(String name, String key, long fromRevision, EtcdLeaseTerm term) {
		if (isWatched(key) || !term.isAlive() || this.manager.isClosed()) {
			return;
		}
		EtcdWatchRegistration watch = this.manager.watch(key, EtcdWatchListener.each((event) -> {
			if (!event.isDelete()) {
				this.manager.queues().sweep(name, term);
			}
		}), (spec) -> spec.startRevision(fromRevision));
		Ghost over = add(key, new Ghost(watch, term));
		if (over != null) {
			over.watch().cancel();
		}
		if (!term.isAlive()) {
			// Meanwhile, and perhaps without having seen this one
			clear();
		}
	}

	private boolean isWatched(String key) {
		this.lock.lock();
		try {
			return this.ghosts.containsKey(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	// Returns the one that is not looked out for any more
	private @Nullable Ghost add(String key, Ghost ghost) {
		this.lock.lock();
		try {
			if (this.ghosts.putIfAbsent(key, ghost) != null) {
				return ghost;
			}
			return (this.ghosts.size() > MOST) ? this.ghosts.remove(this.ghosts.keySet().iterator().next()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Forget the keys that have ended with their lease.
	void clear() {
		List<Ghost> over;
		this.lock.lock();
		try {
			over = this.ghosts.values().stream().filter((ghost) -> !ghost.term().isAlive()).toList();
			this.ghosts.values().removeAll(over);
		}
		finally {
			this.lock.unlock();
		}
		over.forEach((ghost) -> ghost.watch().cancel());
	}

	private record Ghost(EtcdWatchRegistration watch, EtcdLeaseTerm term) {

	}

}
