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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

/**
 * Owns every watch from its start to its end: finds its first revision, puts it on a
 * stream, and takes it from there when it is paused, cancelled, or slower than the
 * changes. All of it happens in tasks of one serial executor, which callbacks of the
 * transport and calls of the application only submit.
 *
 * @author The etcd-spring authors
 */
final class WatchEngine {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	private final WatchThreads threads;

	private final EtcdWatchSettings settings;

	private final WatchLog log;

	private final WatchStreams streams;

	private final WatchAnchors anchors;

	private final WatchLists lists;

	private final WatchCursors cursors;

	private final WatchGroups groups;

	private final WatchCluster cluster;

	private final IntSupplier generations;

	private final WatchProgress progress;

	private final WatchRefusals refusals;

	private final WatchEvents events;

	private final WatchLosses losses;

	private final Consumer<Watch> onRemoved;

	private boolean running;

	private @Nullable ScheduledFuture<?> progressTask;

	/**
	 * Create an engine that does nothing until it is started.
	 * @param calls makes calls and opens streams
	 * @param endpoints tells the endpoints as they stand now
	 * @param settings the settings
	 * @param events tell the application
	 * @param onRemoved hears of watches that were cancelled
	 */
	WatchEngine(EtcdCalls calls, Supplier<List<EtcdEndpoint>> endpoints, EtcdWatchSettings settings, WatchEvents events,
			Consumer<Watch> onRemoved) {
		this.settings = settings;
		this.events = events;
		this.onRemoved = onRemoved;
		this.threads = new WatchThreads(settings.executor());
		this.log = new WatchLog(this);
		this.streams = new WatchStreams(this, calls, endpoints, settings);
		this.anchors = new WatchAnchors(this, calls);
		this.lists = new WatchLists(this, calls, settings);
		this.cursors = new WatchCursors(this);
		this.groups = new WatchGroups(this);
		this.cluster = new WatchCluster(this, calls);
		this.generations = this.cluster::generation;
		this.progress = new WatchProgress(this, calls);
		this.refusals = new WatchRefusals(this, this.log, settings.maxRevisionBytes());
		this.losses = new WatchLosses(this, this.log);
	}

	// Submit a task. What it touches belongs to the engine's thread.
	void execute(Runnable task) {
		this.threads.execute(task);
	}

	// Submit a task after a delay.
	void later(long millis, Runnable task) {
		this.threads.later(millis, task);
	}

	WatchLane newLane(Watch watch, WatchHandler<?> handler, @Nullable Executor executor) {
		return new WatchLane(handler, (executor != null) ? executor : executor(), this.threads.timer(), this.settings,
				watch);
	}

	Executor executor() {
		return this.threads.listeners();
	}

	WatchEvents events() {
		return this.events;
	}

	WatchStreams streams() {
		return this.streams;
	}

	WatchCluster cluster() {
		return this.cluster;
	}

	// Tells how often the cluster was replaced so far.
	IntSupplier generations() {
		return this.generations;
	}

	WatchRefusals refusals() {
		return this.refusals;
	}

	WatchGroups groups() {
		return this.groups;
	}

	WatchLosses losses() {
		return this.losses;
	}

	boolean isRunning() {
		return this.running;
	}

	// Start watches.
	// all: tells which ones there are. Asked on the engine's thread: a watch that comes
	// later finds the engine running
	// Returns a future that completes once all that shall run are created, refused, or
	// stand by
	CompletableFuture<Void> start(Supplier<List<Watch>> all) {
		return submit(() -> {
			this.running = true;
			List<Watch> watches = all.get();
			cancelProgress();
			this.progressTask = this.threads.each(this.settings.progressInterval().toMillis(),
					() -> this.streams.requestProgress(this.progress));
			watches.forEach(this::connect);
			return watches.stream().filter(Watch::isEnabled).map(Watch::whenStarted);
		});
	}

	// Stop watches.
	// all: tells which ones there are, as for the start
	// Returns a future that completes once no listener is being called, and no group is
	// owned
	CompletableFuture<Void> stop(Supplier<List<Watch>> all) {
		return submit(() -> {
			this.running = false;
			List<Watch> watches = all.get();
			cancelProgress();
			this.log.flush();
			this.streams.closeAll();
			watches.forEach(this::disconnect);
			return watches.stream().map(this.groups::whenRested);
		});
	}

	private void cancelProgress() {
		ScheduledFuture<?> task = this.progressTask;
		if (task != null) {
			task.cancel(false);
		}
	}

	private CompletableFuture<Void> submit(Supplier<Stream<? extends CompletableFuture<?>>> task) {
		CompletableFuture<CompletableFuture<?>[]> submitted = new CompletableFuture<>();
		execute(() -> submitted.complete(task.get().toArray(CompletableFuture<?>[]::new)));
		return submitted.thenCompose(CompletableFuture::allOf);
	}

	/**
	 * Let the threads go. The engine can't be started again.
	 */
	void shutdown() {
		this.threads.shutdown();
	}

	// Bring a watch to the server, if it shall run and is not there.
	void connect(Watch watch) {
		if (!isMissing(watch) || this.cursors.isBusy(watch)) {
			return;
		}
		watch.lane().resume();
		if (watch.lane().isFull() || watch.parking().receiveRest()) {
			watch.disconnected(State.PARKED);
			return;
		}
		if (!watch.parking().isOverflowed()) {
			watch.connecting();
		}
		if (!prepare(watch)) {
			this.streams.place(watch);
		}
	}

	// Whether a watch shall run and is on no stream, nor about to be put on one.
	boolean isMissing(Watch watch) {
		return this.running && watch.isEnabled() && watch.place == null && !this.streams.isWaiting(watch)
				&& watch.membership().whenLeft() == null;
	}

	// Find out what must be known before a watch can be created.
	// Returns whether something must
	boolean prepare(Watch watch) {
		WatchHistory history = watch.history();
		if (watch.cursor().needsLoading()) {
			this.cursors.load(watch);
			return true;
		}
		history.begin();
		if (history.needsClaim()) {
			this.cursors.claim(watch);
			return true;
		}
		if (history.hasMoved() && history.generation() != this.cluster.generation()) {
			this.losses.replaced(watch);
			return true;
		}
		if (history.needsAnchor()) {
			this.anchors.add(watch);
			return true;
		}
		if (history.needsListing()) {
			this.lists.add(watch);
			return true;
		}
		return false;
	}

	// The keys of a watch have been read.
	void listed(Watch watch) {
		connect(watch);
	}

	// The keys of a watch cannot be read.
	void notListed(Watch watch, EtcdException reason) {
		if (reason instanceof EtcdFutureRevisionException && watch.history().isContinued()) {
			this.losses.positionNotReached(watch);
		}
		else if (reason instanceof EtcdFutureRevisionException) {
			watch.history().beginsInFuture();
			connect(watch);
		}
		else if (reason instanceof EtcdCompactedException && watch.cursor().snapshotRevision() > 0) {
			this.losses.snapshotCompacted(watch);
		}
		else if (reason instanceof EtcdCompactedException && watch.plan().startRevision() == WatchPlan.EARLIEST
				&& !watch.cursor().isContinued()) {
			watch.history().startAtEarliest();
			connect(watch);
		}
		else if (reason instanceof EtcdCompactedException) {
			this.losses.startCompacted(watch);
		}
		else {
			this.refusals.fail(List.of(watch), reason);
		}
	}

	// Ask how far a watch is.
	void requestProgress(Watch watch) {
		WatchPlace place = watch.place;
		if (place != null) {
			requestProgress(place.stream);
		}
	}

	// Ask how far the watches of a stream are, if the answer can be trusted.
	void requestProgress(WatchStream stream) {
		this.progress.request(stream);
	}

	// Whether the server tells how far the watches of a stream are.
	boolean isProgressAnsweredOn(WatchStream stream) {
		return this.progress.isAnsweredOn(stream);
	}

	// Take a watch from the server and leave its position and its lane as they are.
	void disconnect(Watch watch) {
		watch.lane().pause();
		leave(watch);
		if (!watch.isOver()) {
			watch.disconnected(State.PAUSED);
		}
		this.groups.rest(watch);
	}

	void remove(Watch watch) {
		// At once, so that the id can be used again
		this.onRemoved.accept(watch);
		execute(() -> {
			leave(watch);
			watch.cancelled();
			this.groups.rest(watch);
		});
	}

	// Take a watch from wherever it is waiting or watching.
	void leave(Watch watch) {
		this.cursors.remove(watch);
		this.anchors.remove(watch);
		this.lists.remove(watch);
		this.refusals.remove(watch);
		this.streams.remove(watch);
	}

	// Take a watch from the server until its listener has caught up with what arrived.
	// rest: receives what has found no room so far, and tells whether there still is none
	void park(Watch watch, BooleanSupplier rest) {
		watch.parked(rest);
		this.streams.park(watch);
		logger.debug("%s is parked: its listener is slower than the changes".formatted(watch));
	}

	// The lane of a watch has room again.
	void relieved(Watch watch) {
		WatchPlace place = watch.place;
		if (place != null) {
			place.stream.proceed(place);
		}
		else {
			this.lists.proceed(watch);
			if (watch.state() == State.PARKED) {
				connect(watch);
			}
		}
	}

	// The error handler of a watch wants no more.
	void stopped(Watch watch) {
		end(watch,
				new EtcdException("The error handler of %s has ended it".formatted(watch), EtcdOutcome.REFUSED, null));
	}

	// A watch can't go on.
	void end(Watch watch, EtcdException reason) {
		if (!watch.isOver()) {
			logger.warn("%s has failed: %s".formatted(watch, reason.getMessage()));
			watch.lane().end();
			leave(watch);
			watch.end(reason);
		}
	}

	// Where the watches stand that have changes to lose.
	Map<Watch, Long> positions() {
		Map<Watch, Long> positions = new HashMap<>();
		this.streams.watches()
			.stream()
			.filter((watch) -> watch.history().hasMoved())
			.forEach((watch) -> positions.put(watch, watch.history().resume()));
		return positions;
	}

	// The cluster is not what it was when the position of a watch was found out.
	void restored(Watch watch) {
		if (watch.place != null) {
			this.streams.remove(watch);
			watch.interrupted();
			this.losses.replaced(watch);
		}
	}

}
