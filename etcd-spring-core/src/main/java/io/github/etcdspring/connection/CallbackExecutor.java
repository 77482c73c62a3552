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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs what completes futures, and with it callbacks of the application, which may block.
 * Answers come in bursts: one thread takes them one after the other, without a change of
 * threads for each. Only if it stands still while others wait, more threads help, twice
 * as many each time, without a limit.
 *
 * @author The etcd-spring authors
 */
final class CallbackExecutor implements Executor, AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	/**
	 * How long a task may wait behind one that blocks.
	 */
	private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(2);

	private final ExecutorService threads;

	private final ScheduledExecutorService timer;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger workers = new AtomicInteger();

	private final AtomicBoolean supervised = new AtomicBoolean();

	private volatile long lastTaken;

	private volatile boolean closed;

	CallbackExecutor(ThreadFactory threadFactory, ScheduledExecutorService timer) {
		this.threads = Executors.newCachedThreadPool(threadFactory);
		this.timer = timer;
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (this.closed) {
			refuse(task);
		}
		else if (this.workers.compareAndSet(0, 1)) {
			this.lastTaken = System.nanoTime();
			try {
				this.threads.execute(this::work);
			}
			catch (RejectedExecutionException ex) {
				refuse(task);
			}
		}
		else {
			supervise();
		}
	}

	private void refuse(Runnable task) {
		if (this.tasks.remove(task)) {
			throw new RejectedExecutionException("The connection to etcd is closed");
		}
	}

	private void work() {
		do {
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				this.lastTaken = System.nanoTime();
				run(task);
			}
			this.workers.decrementAndGet();
		}
		while (!this.tasks.isEmpty() && this.workers.compareAndSet(0, 1));
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A callback failed", ex);
		}
	}

	private void supervise() {
		if (!this.supervised.get() && this.supervised.compareAndSet(false, true)) {
			this.timer.schedule(this::helpIfStuck, PATIENCE, TimeUnit.NANOSECONDS);
		}
	}

	private void helpIfStuck() {
		this.supervised.set(false);
		if (this.tasks.isEmpty()) {
			return;
		}
		if (System.nanoTime() - this.lastTaken >= PATIENCE) {
			for (int missing = Math.max(1, this.workers.get()); missing > 0; missing--) {
				this.workers.incrementAndGet();
				this.threads.execute(this::work);
			}
		}
		supervise();
	}

	/**
	 * Take no more tasks. Each of those that wait gets a thread: the one before it may
	 * block for long.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			Runnable waiting = task;
			this.threads.execute(() -> run(waiting));
		}
		this.threads.shutdown();
	}

}
