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

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of one connection, all of them daemons: event loops that read and write, a
 * scheduler for delays, and an executor on which user code may block.
 *
 * @author The etcd-spring authors
 */
final class ConnectionThreads implements AutoCloseable {

	private final Lazy<EventLoopGroup> eventLoops;

	private final ScheduledThreadPoolExecutor scheduler;

	private final ThreadFactory blocking = threadFactory("etcd-dns-");

	private final Executor callbacks;

	private final @Nullable CallbackExecutor ownCallbacks;

	ConnectionThreads(int eventLoops, @Nullable Executor callbacks) {
		this.eventLoops = new Lazy<>(
				() -> new MultiThreadIoEventLoopGroup(eventLoops, threadFactory("etcd-io-"), NioIoHandler.newFactory()),
				(loops) -> loops.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS));
		this.scheduler = new ScheduledThreadPoolExecutor(1, threadFactory("etcd-timer-"));
		this.scheduler.setRemoveOnCancelPolicy(true);
		this.scheduler.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		this.scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		if (callbacks != null) {
			this.ownCallbacks = null;
			this.callbacks = callbacks;
		}
		else {
			this.ownCallbacks = new CallbackExecutor(threadFactory("etcd-callback-"), this.scheduler);
			this.callbacks = this.ownCallbacks;
		}
	}

	EventLoopGroup eventLoops() {
		return this.eventLoops.get();
	}

	ScheduledExecutorService scheduler() {
		return this.scheduler;
	}

	Executor callbacks() {
		return this.callbacks;
	}

	/**
	 * Run something seldom that blocks for a while, and ends by itself.
	 * @param task what to run
	 */
	void startBlocking(Runnable task) {
		this.blocking.newThread(task).start();
	}

	/**
	 * End all threads; those of the event loops within the given time.
	 */
	@Override
	public void close() {
		this.scheduler.shutdownNow();
		this.eventLoops.close();
		this.eventLoops.ifMade((loops) -> loops.terminationFuture().awaitUninterruptibly(1, TimeUnit.SECONDS));
		if (this.ownCallbacks != null) {
			this.ownCallbacks.close();
		}
	}

	private static CustomizableThreadFactory threadFactory(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

}
