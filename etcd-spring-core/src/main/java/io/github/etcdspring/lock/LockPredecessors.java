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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the watches of those who were before for a while. Who wants a lock again and
 * again often stands behind the same one again, and an open watch hears of changes at
 * once, but a new one perhaps late.
 *
 * @author The etcd-spring authors
 */
final class LockPredecessors {

	private static final int MOST = 64;

	private final LockManager manager;

	private final long idleNanos;

	/**
	 * In the order in which they became idle.
	 */
	private final Map<String, LockPredecessor> idle = new LinkedHashMap<>();

	private boolean tidying;

	private final ReentrantLock lock = new ReentrantLock();

	LockPredecessors(LockManager manager, Duration idleTime) {
		this.manager = manager;
		this.idleNanos = idleTime.toNanos();
	}

	/**
	 * Take a watch for oneself.
	 * @param key the key
	 * @param revision everything after this revision is to be heard
	 * @return the watch, to be given back
	 */
	LockPredecessor take(String key, long revision) {
		LockPredecessor present = remove(key);
		if (present != null && present.hearsAllAfter(revision)) {
			return present;
		}
		if (present != null) {
			present.cancel();
		}
		return new LockPredecessor(this.manager, key, revision);
	}

	private @Nullable LockPredecessor remove(String key) {
		this.lock.lock();
		try {
			return this.idle.remove(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	void giveBack(LockPredecessor watch) {
		watch.tellNobody();
		LockPredecessor over;
		boolean tidy;
		this.lock.lock();
		try {
			over = this.idle.remove(watch.key());
			this.idle.put(watch.key(), watch);
			if (this.idle.size() > MOST) {
				over = this.idle.remove(this.idle.keySet().iterator().next());
			}
			tidy = !this.tidying;
			this.tidying = true;
		}
		finally {
			this.lock.unlock();
		}
		if (over != null) {
			over.cancel();
		}
		if (tidy) {
			this.manager.threads().later(this.idleNanos, this::tidy);
		}
	}

	private void tidy() {
		List<LockPredecessor> over = new ArrayList<>();
		boolean more;
		this.lock.lock();
		try {
			Iterator<LockPredecessor> all = this.idle.values().iterator();
			while (all.hasNext()) {
				LockPredecessor each = all.next();
				if (each.idleNanos() < this.idleNanos) {
					break;
				}
				all.remove();
				over.add(each);
			}
			more = !this.idle.isEmpty();
			this.tidying = more;
		}
		finally {
			this.lock.unlock();
		}
		over.forEach(LockPredecessor::cancel);
		if (more) {
			this.manager.threads().later(this.idleNanos, this::tidy);
		}
	}

}
