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

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Ends what takes too long. Nearly everything ends before, so that coming and going must
 * cost next to nothing: what ends at about the same time shares one timer, which is not
 * touched when something goes. The price is that the end may come one percent late, or
 * four milliseconds.
 *
 * @author The etcd-spring authors
 */
final class Deadlines {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final long FINEST_TICK = Long.highestOneBit(TimeUnit.MILLISECONDS.toNanos(5));

	/**
	 * How many ticks a timeout has at the most, as a power of two: a longer one has
	 * longer ticks, not more of them.
	 */
	private static final int TICKS_BITS = 7;

	private final ScheduledExecutorService timer;

	private final Map<Long, Tick> ticks = new ConcurrentHashMap<>();

	Deadlines(ScheduledExecutorService timer) {
		this.timer = timer;
	}

	/**
	 * Run something at a deadline, unless it leaves before.
	 * @param task what to run, on the scheduler's thread; it may run although it leaves
	 * at the same moment
	 * @param nanos the time until then
	 * @return what to leave
	 */
	Tick enter(Runnable task, long nanos) {
		long length = Math.max(FINEST_TICK, Long.highestOneBit(nanos) >> TICKS_BITS);
		long end = (System.nanoTime() + nanos + length) & -length;
		Tick tick = this.ticks.get(end);
		if (tick == null) {
			tick = this.ticks.computeIfAbsent(end, this::schedule);
		}
		tick.tasks.add(task);
		if (tick.over) {
			this.timer.execute(tick::end);
		}
		return tick;
	}

	private Tick schedule(long end) {
		Tick tick = new Tick();
		this.timer.schedule(() -> {
			this.ticks.remove(end);
			tick.end();
		}, end - System.nanoTime(), TimeUnit.NANOSECONDS);
		return tick;
	}

	/**
	 * A moment at which something ends.
	 */
	static final class Tick {

		private final Set<Runnable> tasks = ConcurrentHashMap.newKeySet();

		private volatile boolean over;

		private Tick() {
		}

		void leave(Runnable task) {
			this.tasks.remove(task);
		}

		private void end() {
			this.over = true;
			for (Runnable task : this.tasks) {
				if (this.tasks.remove(task)) {
					run(task);
				}
			}
		}

		// The others at the same moment must not suffer
		private static void run(Runnable task) {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A deadline could not be kept", ex);
			}
		}

	}

}
