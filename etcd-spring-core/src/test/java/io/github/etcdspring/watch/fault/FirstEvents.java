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

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * How long it took after each fault until a watch heard of anything.
 *
 * @author The etcd-spring authors
 */
final class FirstEvents {

	private final AtomicReference<@Nullable Long> over = new AtomicReference<>();

	private final Queue<Long> millis = new ConcurrentLinkedQueue<>();

	/**
	 * A fault is over.
	 */
	void faultIsOver() {
		this.over.set(System.nanoTime());
	}

	/**
	 * The watch has heard of something.
	 */
	void heard() {
		Long start = (this.over.getPlain() != null) ? this.over.getAndSet(null) : null;
		if (start != null) {
			this.millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		}
	}

	@Override
	public String toString() {
		List<Long> sorted = this.millis.stream().sorted().toList();
		return (sorted.isEmpty()) ? "no first event" : "first event after %d faults: median %d ms, at most %d ms"
			.formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
	}

}
