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

package io.github.etcdspring.watch.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * How long it took after each fault until a watch heard of anything, once somebody could
 * write.
 *
 * @author The etcd-spring authors
 */
final class FirstEvents {

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Long> millis = new ArrayList<>();

	private @Nullable Long written;

	private @Nullable Long heard;

	/**
	 * Whether the first event since the last fault is still to come.
	 */
	private volatile boolean expected;

	/**
	 * A fault is over.
	 */
	void faultIsOver() {
		this.lock.lock();
		try {
			this.written = null;
			this.heard = null;
			this.expected = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Something was written.
	 */
	void written() {
		if (this.expected) {
			note(true);
		}
	}

	/**
	 * The watch has heard of something.
	 */
	void heard() {
		if (this.expected) {
			note(false);
		}
	}

	private void note(boolean write) {
		long now = System.nanoTime();
		this.lock.lock();
		try {
			if (write && this.written == null) {
				this.written = now;
			}
			else if (!write && this.heard == null) {
				this.heard = now;
			}
			if (this.expected && this.written != null && this.heard != null) {
				this.expected = false;
				this.millis.add(TimeUnit.NANOSECONDS.toMillis(Math.max(0, this.heard - this.written)));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		this.lock.lock();
		try {
			List<Long> sorted = this.millis.stream().sorted().toList();
			return (sorted.isEmpty()) ? "no first event" : "first event after %d fault(s): median %d ms, at most %d ms"
				.formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
		}
		finally {
			this.lock.unlock();
		}
	}

}
