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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of one part of a connection, such as its leases: one for what must happen
 * one after the other or later, some that may block, and those of the user for callbacks.
 * All but the latter are daemons that start when they are needed. Internal to the
 * library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdTaskThreads {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private final ScheduledThreadPoolExecutor timer;

	private final ExecutorService own;

	private final Executor callbacks;

	/**
	 * Create threads, none of which is started yet.
	 * @param name a part of their names
	 * @param callbacks where code of the user runs, or {@code null} for threads of their
	 * own
	 */
	public EtcdTaskThreads(String name, @Nullable Executor callbacks) {
		this.timer = new ScheduledThreadPoolExecutor(1, threads("etcd-" + name + "-timer-"),
				new ThreadPoolExecutor.DiscardPolicy());
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.own = Executors.newCachedThreadPool(threads("etcd-" + name + "-"));
		this.callbacks = (callbacks != null) ? callbacks : this.own;
	}

	private static CustomizableThreadFactory threads(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	/**
	 * Run a task that does not block after those before it. It is left out after the
	 * shutdown.
	 * @param task the task
	 */
	public void execute(Runnable task) {
		this.timer.execute(() -> run(task));
	}

	/**
	 * Run a task that does not block after some time. It is left out after the shutdown.
	 * @param nanos how long to wait
	 * @param task the task
	 * @return the task, which can be cancelled
	 */
	public ScheduledFuture<?> later(long nanos, Runnable task) {
		return this.timer.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A task of a connection failed; please report this", ex);
		}
	}

	/**
	 * Return the executor of what belongs to the library and may block.
	 * @return the executor, which refuses tasks after the shutdown
	 */
	public ExecutorService own() {
		return this.own;
	}

	/**
	 * Return the executor of callbacks.
	 * @return the executor, which may refuse tasks after the shutdown
	 */
	public Executor callbacks() {
		return this.callbacks;
	}

	/**
	 * Run something that must run: on the calling thread if an executor refuses it, as it
	 * does after the shutdown.
	 * @param executor the executor
	 * @param task the task
	 * @return completes when the task has ended, exceptionally if it failed
	 */
	public static CompletableFuture<?> run(Executor executor, Runnable task) {
		try {
			return CompletableFuture.runAsync(task, executor);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.runAsync(task, Runnable::run);
		}
	}

	/**
	 * Let all threads end when they have nothing to do any more.
	 */
	public void shutdown() {
		this.timer.shutdown();
		this.own.shutdown();
	}

}
