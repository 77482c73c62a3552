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

package io.github.etcdspring.benchmarks.process;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process that takes much longer than anything does here, so that a client that
 * hangs costs one measurement, not the whole run.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Deadline {

	private static final int MINUTES = 4;

	private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "deadlines");
		thread.setDaemon(true);
		return thread;
	});

	private final Future<?> end;

	private Deadline(Future<?> end) {
		this.end = end;
	}

	/**
	 * Give a process four minutes from now.
	 * @param process the process
	 * @return the deadline
	 */
	public static Deadline of(Process process) {
		return new Deadline(TIMER.schedule(process::destroyForcibly, MINUTES, TimeUnit.MINUTES));
	}

	/**
	 * Let the process live on.
	 */
	public void lift() {
		this.end.cancel(false);
	}

}
