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

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Where the tasks of an engine run, and where listeners are called.
 *
 * @author The etcd-spring authors
 */
final class WatchThreads implements Executor {

	private final SerialExecutor serial = new SerialExecutor();

	private final ScheduledThreadPoolExecutor timer = newTimer();

	private final @Nullable WatchExecutor ownExecutor;

	private final Executor listeners;

	/**
	 * Create threads.
	 * @param listeners where listeners are called, or {@code null} for an executor of
	 * their own
	 */
	WatchThreads(@Nullable Executor listeners) {
		if (listeners != null) {
			this.ownExecutor = null;
			this.listeners = listeners;
		}
		else {
			this.ownExecutor = new WatchExecutor(this.timer);
			this.listeners = this.ownExecutor;
		}
	}

	private static ScheduledThreadPoolExecutor newTimer() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("etcd-watch-timer-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads::createThread);
		timer.setRemoveOnCancelPolicy(true);
		timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return timer;
	}

	// Submit a task of the engine. What it touches belongs to the engine's thread.
	@Override
	public void execute(Runnable task) {
		this.serial.execute(task);
	}

	// Submit a task of the engine after a delay.
	void later(long millis, Runnable task) {
		this.timer.schedule(() -> execute(task), millis, TimeUnit.MILLISECONDS);
	}

	// Submit a task of the engine again and again.
	ScheduledFuture<?> each(long millis, Runnable task) {
		long delay = Math.max(1, millis);
		return this.timer.scheduleWithFixedDelay(() -> execute(task), delay, delay, TimeUnit.MILLISECONDS);
	}

	Executor listeners() {
		return this.listeners;
	}

	ScheduledThreadPoolExecutor timer() {
		return this.timer;
	}

	void shutdown() {
		this.timer.shutdown();
		if (this.ownExecutor != null) {
			this.ownExecutor.shutdown();
		}
	}

}
