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

package io.github.etcdspring.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.util.CustomizableThreadCreator;

/**
 * Calls listeners in as few threads as keep up, and in more as soon as those are held up:
 * while tasks wait and none has ended for some milliseconds, the number of threads
 * doubles. A burst of events for many quick listeners thus costs no thread each, and
 * listeners that block delay the others by milliseconds at the most. Where there are many
 * threads already, their number doubles only if none of them computes: on a machine that
 * is short of processors more threads end nothing sooner. Otherwise there is one more
 * every quarter of a second, as some may block beside those that compute.
 *
 * @author The etcd-spring authors
 */
final class WatchExecutor implements Executor {

	private static final int BASE_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

	private static final int MANY_THREADS = 16 * BASE_THREADS;

	private static final long CHECK_INTERVAL_MILLIS = 5;

	private static final long CHECK_INTERVAL_OF_MANY_MILLIS = 250;

	private static final ThreadMXBean processorTimes = ManagementFactory.getThreadMXBean();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final ThreadPoolExecutor pool;

	private final ScheduledExecutorService timer;

	private final AtomicBoolean checking = new AtomicBoolean();

	private long completed;

	private long computed;

	/**
	 * Create an executor of daemon threads that end when they have been idle for a while.
	 * @param timer wakes up the check
	 */
	WatchExecutor(ScheduledExecutorService timer) {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("etcd-watch-");
		threads.setDaemon(true);
		this.pool = new ThreadPoolExecutor(BASE_THREADS, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (worker) -> threads.createThread(() -> run(worker)));
		this.pool.allowCoreThreadTimeOut(true);
		this.timer = timer;
	}

	@Override
	public void execute(Runnable task) {
		this.pool.execute(task);
		checkSoon();
	}

	void shutdown() {
		this.pool.shutdown();
	}

	private void run(Runnable worker) {
		this.threads.add(Thread.currentThread());
		try {
			worker.run();
		}
		finally {
			this.threads.remove(Thread.currentThread());
		}
	}

	private void checkSoon() {
		if (!this.pool.getQueue().isEmpty() && this.checking.compareAndSet(false, true)) {
			this.timer.schedule(this::check, hasMany() ? CHECK_INTERVAL_OF_MANY_MILLIS : CHECK_INTERVAL_MILLIS,
					TimeUnit.MILLISECONDS);
		}
	}

	private boolean hasMany() {
		return this.pool.getPoolSize() >= MANY_THREADS;
	}

	// Whether the threads have used no processor since this was asked last: less than a
	// hundredth of one, as much as waking up takes.
	private boolean block() {
		long computed = this.threads.stream()
			.mapToLong((thread) -> processorTimes.getThreadCpuTime(thread.getId()))
			.sum();
		long since = computed - this.computed;
		this.computed = computed;
		return since < TimeUnit.MILLISECONDS.toNanos(CHECK_INTERVAL_OF_MANY_MILLIS) / 100;
	}

	private void check() {
		try {
			int waiting = this.pool.getQueue().size();
			int threads = Math.max(BASE_THREADS, this.pool.getPoolSize());
			long completed = this.pool.getCompletedTaskCount();
			boolean stuck = completed == this.completed;
			this.completed = completed;
			if (waiting == 0) {
				this.pool.setCorePoolSize(BASE_THREADS);
			}
			else if (stuck) {
				boolean mayCompute = hasMany() && !block();
				this.pool.setCorePoolSize(threads + (mayCompute ? 1 : Math.min(threads, waiting)));
			}
		}
		finally {
			// No thread may be had now, but later
			this.checking.set(false);
			checkSoon();
		}
	}

}
