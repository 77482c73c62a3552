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

package io.github.etcdspring.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.test.oracle.EtcdHistory;

/**
 * One kind of use: threads that do the same over and over, note what they see, and
 * compare it in the end with what happened. Calls may fail, what they promise may not.
 *
 * @author The etcd-spring authors
 */
abstract class Load {

	private static final long PAUSE_AFTER_FAILURE = 50;

	private final List<Thread> threads = new ArrayList<>();

	private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

	private final Queue<String> findings = new ConcurrentLinkedQueue<>();

	private volatile boolean stopped;

	/**
	 * Begin.
	 */
	abstract void start();

	/**
	 * Find what is wrong.
	 * @param history everything that happened to the keys below {@link Keys#PREFIX}
	 * @return a sentence for each
	 */
	abstract List<String> check(EtcdHistory history);

	/**
	 * Do something over and over until the end.
	 * @param name what
	 * @param step does it once
	 */
	final void repeat(String name, Step step) {
		Thread thread = new Thread(() -> repeat(step), name);
		this.threads.add(thread);
		thread.start();
	}

	private void repeat(Step step) {
		while (!this.stopped) {
			try {
				step.run();
			}
			catch (EtcdException ex) {
				count("failed calls");
				pause(PAUSE_AFTER_FAILURE);
			}
			catch (InterruptedException ex) {
				return;
			}
			catch (RuntimeException | Error ex) {
				found("%s threw %s".formatted(Thread.currentThread().getName(), ex));
				pause(PAUSE_AFTER_FAILURE);
			}
		}
	}

	/**
	 * Begin nothing new, and wait for what is under way.
	 * @throws InterruptedException if interrupted
	 */
	void stop() throws InterruptedException {
		this.stopped = true;
		for (Thread thread : this.threads) {
			thread.join(TimeUnit.MINUTES.toMillis(1));
			if (thread.isAlive()) {
				found("%s hangs at %s".formatted(thread.getName(), List.of(thread.getStackTrace())));
				thread.interrupt();
			}
		}
	}

	final boolean isStopped() {
		return this.stopped;
	}

	final void count(String what) {
		this.counts.computeIfAbsent(what, (key) -> new AtomicLong()).incrementAndGet();
	}

	/**
	 * Note at once that something is wrong.
	 * @param finding what
	 */
	final void found(String finding) {
		this.findings.add(finding);
	}

	final List<String> findings(EtcdHistory history) {
		List<String> all = new ArrayList<>(this.findings);
		all.addAll(check(history));
		return all;
	}

	/**
	 * How much was done.
	 * @return a line of figures
	 */
	final String figures() {
		return new TreeMap<>(this.counts).toString();
	}

	static void pause(long millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * What is done over and over.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws InterruptedException;

	}

}
