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

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of the locks of a connection, all of them daemons that start when they are
 * needed.
 *
 * @author The etcd-spring authors
 */
final class LockThreads {

	private final ScheduledThreadPoolExecutor timer;

	private final @Nullable ExecutorService ownListeners;

	private final Executor listeners;

	LockThreads(@Nullable Executor listeners) {
		this.timer = new ScheduledThreadPoolExecutor(1, threads("etcd-lock-timer-"),
				new ThreadPoolExecutor.DiscardPolicy());
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		if (listeners != null) {
			this.ownListeners = null;
			this.listeners = listeners;
		}
		else {
			this.ownListeners = Executors.newCachedThreadPool(threads("etcd-lock-"));
			this.listeners = this.ownListeners;
		}
	}

	private static CustomizableThreadFactory threads(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	void execute(Runnable task) {
		try {
			this.listeners.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The connection is closed: whoever noticed the loss must tell of it
			task.run();
		}
	}

	void later(long millis, Runnable task) {
		this.timer.schedule(task, millis, TimeUnit.MILLISECONDS);
	}

	void shutdown() {
		this.timer.shutdown();
		if (this.ownListeners != null) {
			this.ownListeners.shutdown();
		}
	}

}
