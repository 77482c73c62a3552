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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one watch: hands one unit after the other to the handler, on the watch
 * executor, and occupies a thread only while there is something to hand over. The lock
 * guards the fields; nothing is called while it is held.
 *
 * @author The etcd-spring authors
 */
final class WatchLane {

	private static final Log logger = LogFactory.getLog(WatchLane.class);

	/**
	 * How many units are handled before other lanes get their turn in the same thread.
	 */
	private static final int TURN = 64;

	/**
	 * After what time an executor that refused a task is asked again.
	 */
	private static final long REFUSED_MILLIS = 100;

	private final ReentrantLock lock = new ReentrantLock();

	private final WatchHandler<?> handler;

	private final Executor executor;

	private final ScheduledExecutorService timer;

	private final WatchBacklog backlog;

	private final Owner owner;

	private boolean paused = true;

	private boolean closed;

	/**
	 * Whether only notices are taken in any more.
	 */
	private boolean ended;

	private boolean scheduled;

	private volatile boolean refused;

	private boolean calling;

	private @Nullable CompletableFuture<@Nullable Void> idle;

	private volatile long handledRevision;

	/**
	 * Create a lane, paused.
	 * @param handler handles the units
	 * @param executor where the handler is called
	 * @param timer measures the time until a unit is handled again
	 * @param settings tell how much may wait
	 * @param owner hears of what concerns more than the lane
	 */
	WatchLane(WatchHandler<?> handler, Executor executor, ScheduledExecutorService timer, EtcdWatchSettings settings,
			Owner owner) {
		this.handler = handler;
		this.executor = executor;
		this.timer = timer;
		this.backlog = new WatchBacklog(settings.maxBacklogEvents(), settings.maxBacklogBytes());
		this.owner = owner;
	}

	// Append a unit.
	// Returns whether there is no room for more, until the lane calls back
	boolean add(WatchUnit unit) {
		return addAll(List.of(unit));
	}

	boolean addAll(List<WatchUnit> units) {
		boolean dispatch;
		boolean full;
		this.lock.lock();
		try {
			for (WatchUnit unit : units) {
				if (!this.closed && (!this.ended || unit instanceof WatchUnit.Notice)) {
					this.backlog.add(unit, this.calling);
				}
			}
			full = this.backlog.isFull() && !this.closed;
			dispatch = claim();
		}
		finally {
			this.lock.unlock();
		}
		if (dispatch) {
			dispatch();
		}
		return full;
	}

	/**
	 * Hand over nothing more until {@link #resume()}; a call in progress goes on.
	 */
	void pause() {
		this.lock.lock();
		try {
			this.paused = true;
			this.handler.silence(true);
		}
		finally {
			this.lock.unlock();
		}
	}

	void resume() {
		boolean dispatch;
		this.lock.lock();
		try {
			if (!this.closed) {
				this.paused = false;
				this.handler.silence(false);
			}
			dispatch = claim();
		}
		finally {
			this.lock.unlock();
		}
		if (dispatch) {
			dispatch();
		}
	}

	/**
	 * Hand over nothing more, ever; a call in progress goes on.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.handler.silence(true);
			this.backlog.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Forget the changes that wait, and take in no more of them.
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.backlog.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Forget what waits and is only for who owns the group, while no call is in progress
	// and none can begin.
	void reset() {
		this.lock.lock();
		try {
			this.backlog.clearMost();
			this.handledRevision = 0;
			this.handler.reset();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Return a future that completes when no call is in progress.
	CompletableFuture<@Nullable Void> whenIdle() {
		this.lock.lock();
		try {
			if (!this.calling) {
				return CompletableFuture.completedFuture(null);
			}
			if (this.idle == null) {
				this.idle = new CompletableFuture<>();
			}
			return this.idle;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Return whether there is no room for more, until the lane calls back.
	boolean isFull() {
		this.lock.lock();
		try {
			return this.backlog.isFull();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Return whether something more would not take the lane above its bytes.
	boolean hasRoomFor(long bytes) {
		this.lock.lock();
		try {
			return this.backlog.hasRoomFor(bytes);
		}
		finally {
			this.lock.unlock();
		}
	}

	int backlog() {
		this.lock.lock();
		try {
			return this.backlog.events();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Return when the oldest change arrived that waits or is being handled, or else now.
	long oldestArrival(long now) {
		this.lock.lock();
		try {
			return (this.backlog.first() instanceof WatchUnit.Changes changes) ? changes.arrived() : now;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Return the last revision that was handled completely, or 0.
	long handledRevision() {
		return this.handledRevision;
	}

	private boolean claim() {
		if (this.scheduled || this.paused || this.closed || this.backlog.isEmpty()) {
			return false;
		}
		this.scheduled = true;
		return true;
	}

	private void dispatch() {
		try {
			this.executor.execute(this::run);
			this.refused = false;
		}
		catch (Throwable ex) {
			// Full for now, or no thread to be had: what waits must not be forgotten
			if (isWanted()) {
				if (!this.refused) {
					logger.error("The watch executor takes no task; a watch waits until it does", ex);
				}
				this.refused = true;
				this.timer.schedule(this::dispatch, REFUSED_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
	}

	private boolean isWanted() {
		this.lock.lock();
		try {
			this.scheduled = !this.paused && !this.closed;
			return this.scheduled;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		for (int i = 0; i < TURN; i++) {
			WatchUnit unit = begin();
			if (unit == null) {
				return;
			}
			long delay = handle(unit);
			if (delay == WatchHandler.STOP) {
				end();
				this.owner.stopped();
			}
			boolean relieved = end(unit, delay == WatchHandler.DONE);
			if (relieved) {
				this.owner.relieved();
			}
			if (delay >= 0) {
				this.timer.schedule(this::dispatch, delay, TimeUnit.MILLISECONDS);
				return;
			}
			if (Thread.currentThread().isInterrupted()) {
				// Meant for this call or for the executor, not for the calls to come
				break;
			}
		}
		dispatch();
	}

	private long handle(WatchUnit unit) {
		try {
			return this.handler.handle(unit);
		}
		catch (Throwable ex) {
			logger.error("What was to become of events that a listener did not handle is not known: they are skipped",
					ex);
			return WatchHandler.DONE;
		}
	}

	private @Nullable WatchUnit begin() {
		this.lock.lock();
		try {
			WatchUnit unit = (this.paused || this.closed) ? null : this.backlog.first();
			this.scheduled = unit != null;
			this.calling = unit != null;
			return unit;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean end(WatchUnit unit, boolean done) {
		CompletableFuture<@Nullable Void> idle;
		boolean relieved = false;
		this.lock.lock();
		try {
			this.calling = false;
			idle = this.idle;
			this.idle = null;
			if (done && this.backlog.first() == unit) {
				relieved = this.backlog.remove();
				if (unit.completes() > 0) {
					this.handledRevision = unit.completes();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (idle != null) {
			idle.complete(null);
		}
		return relieved;
	}

	/**
	 * Whose lane it is.
	 */
	interface Owner {

		/**
		 * Three quarters of a lane that was full are handled.
		 */
		void relieved();

		/**
		 * The handler wants no more.
		 */
		void stopped();

	}

}
