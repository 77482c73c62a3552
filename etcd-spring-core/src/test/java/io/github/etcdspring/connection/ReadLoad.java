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

package io.github.etcdspring.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.github.etcdspring.EtcdException;

/**
 * Threads that read all the time, and remember what failed and what took long.
 *
 * @author The etcd-spring authors
 */
final class ReadLoad implements AutoCloseable {

	private final EtcdConnection connection;

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<EtcdException> failures = new ConcurrentLinkedQueue<>();

	private final AtomicLong longest = new AtomicLong();

	private final AtomicLong count = new AtomicLong();

	private volatile boolean ended;

	ReadLoad(EtcdConnection connection, int threads) {
		this.connection = connection;
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(this::read, "reader-" + i);
			this.threads.add(thread);
			thread.start();
		}
	}

	List<EtcdException> failures() {
		return List.copyOf(this.failures);
	}

	Duration longest() {
		return Duration.ofNanos(this.longest.get());
	}

	long count() {
		return this.count.get();
	}

	private void read() {
		while (!this.ended) {
			long start = System.nanoTime();
			try {
				TestConnections.get(this.connection, "key");
				this.count.incrementAndGet();
			}
			catch (EtcdException ex) {
				this.failures.add(ex);
			}
			this.longest.accumulateAndGet(System.nanoTime() - start, Math::max);
		}
	}

	@Override
	public void close() {
		this.ended = true;
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
