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
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Tells when no server has been reached for the connect timeout since the connection was
 * first used. Only time in which the threads that would hear an answer came to run when
 * they were due counts: a busy machine, or the loading of classes, is no silence of the
 * servers.
 *
 * @author The etcd-spring authors
 */
final class Silence {

	private static final int PARTS = 10;

	/**
	 * A part that takes longer by more than one in this many is none.
	 */
	private static final int TOLERANCE = 4;

	private final ConnectionThreads threads;

	private final Duration connectTimeout;

	private List<Future<?>> heard = List.of();

	private long begin;

	private int parts;

	private @Nullable ScheduledFuture<?> listening;

	private volatile boolean lasting;

	/**
	 * Create what listens once it is started.
	 * @param threads the threads of the connection
	 * @param connectTimeout how long servers may keep silent
	 */
	Silence(ConnectionThreads threads, Duration connectTimeout) {
		this.threads = threads;
		this.connectTimeout = connectTimeout;
	}

	// On the scheduler's thread, as everything else that changes this
	void listen() {
		long nanos = Math.max(1, this.connectTimeout.dividedBy(PARTS).toNanos());
		this.begin = System.nanoTime();
		this.listening = this.threads.scheduler()
			.scheduleWithFixedDelay(() -> part(nanos), nanos, nanos, TimeUnit.NANOSECONDS);
	}

	private void part(long nanos) {
		if (this.heard.stream().allMatch(Future::isDone)) {
			if (System.nanoTime() - this.begin <= nanos + nanos / TOLERANCE) {
				this.parts++;
			}
			this.begin = System.nanoTime();
			this.heard = mark();
			if (this.parts >= PARTS) {
				this.lasting = true;
				stop();
			}
		}
	}

	// What an event loop has to do first comes first
	private List<Future<?>> mark() {
		List<Future<?>> marks = new ArrayList<>();
		this.threads.eventLoops().forEach((loop) -> marks.add(loop.submit(() -> {
		})));
		return marks;
	}

	private void stop() {
		if (this.listening != null) {
			this.listening.cancel(false);
		}
	}

	/**
	 * A server has been reached.
	 */
	void end() {
		this.lasting = false;
		stop();
	}

	/**
	 * Return whether the connect timeout has passed, and no server has been reached.
	 * @return whether it has
	 */
	boolean isLasting() {
		return this.lasting;
	}

}
