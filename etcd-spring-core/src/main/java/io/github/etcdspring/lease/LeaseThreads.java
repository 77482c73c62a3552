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

package io.github.etcdspring.lease;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * One thread that owns the state of all leases of a connection, and those that call
 * listeners. All are daemons and start when they are needed.
 *
 * @author The etcd-spring authors
 */
final class LeaseThreads {

	private static final Log logger = LogFactory.getLog(EtcdLease.class);

	private final ScheduledThreadPoolExecutor owner;

	private final @Nullable ExecutorService ownListeners;

	private final Executor listeners;

	/**
	 * Create threads.
	 * @param listeners where listeners are called, or {@code null} for an executor of
	 * their own
	 */
	LeaseThreads(@Nullable Executor listeners) {
		this.owner = new ScheduledThreadPoolExecutor(1, threads("etcd-lease-timer-"),
				new ThreadPoolExecutor.DiscardPolicy());
		this.owner.setRemoveOnCancelPolicy(true);
		this.owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		if (listeners != null) {
			this.ownListeners = null;
			this.listeners = listeners;
		}
		else {
			this.ownListeners = Executors.newCachedThreadPool(threads("etcd-lease-"));
			this.listeners = this.ownListeners;
		}
	}

	private static CustomizableThreadFactory threads(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	// Run a task on the thread that owns the state.
	void execute(Runnable task) {
		this.owner.execute(() -> run(task));
	}

	ScheduledFuture<?> later(long nanos, Runnable task) {
		return this.owner.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A task of the leases failed; please report this", ex);
		}
	}

	Executor listeners() {
		return this.listeners;
	}

	void shutdown() {
		this.owner.shutdown();
		if (this.ownListeners != null) {
			this.ownListeners.shutdown();
		}
	}

}
