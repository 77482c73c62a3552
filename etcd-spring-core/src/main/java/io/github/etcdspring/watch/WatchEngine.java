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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.CustomizableThreadCreator;

import io.github.etcdspring.EtcdAuthenticationException;
import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdEndpoint;

/**
 * Owns every watch from its start to its end: finds its first revision, puts it on a
 * stream, and decides what follows when the stream breaks, the server refuses it, its
 * history is gone, or its listener is too slow. All of it happens in tasks of one serial
 * executor, which callbacks of the transport and calls of the application only submit.
 *
 * @author The etcd-spring authors
 */
final class WatchEngine {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	/**
	 * How long watches that the server refuses are left alone.
	 */
	private static final long REFUSED_INTERVAL_MILLIS = 15_000;

	private final SerialExecutor serial = new SerialExecutor();

	private final ScheduledThreadPoolExecutor timer;

	private final @Nullable WatchExecutor ownExecutor;

	private final Executor executor;

	private final EtcdWatchSettings settings;

	private final WatchStreams streams;

	private final WatchAnchors anchors;

	private final WatchLists lists;

	private final WatchCluster cluster;

	private final WatchProgress progress;

	private final Consumer<Watch> onRemoved;

	private final Set<Watch> refused = new HashSet<>();

	private boolean running;

	private @Nullable ScheduledFuture<?> progressTask;

	/**
	 * Create an engine that does nothing until it is started.
	 * @param calls makes calls and opens streams
	 * @param endpoints tells the endpoints as they stand now
	 * @param settings the settings
	 * @param onRemoved hears of watches that were cancelled
	 */
	WatchEngine(EtcdCalls calls, Supplier<List<EtcdEndpoint>> endpoints, EtcdWatchSettings settings,
			Consumer<Watch> onRemoved) {
		this.settings = settings;
		this.onRemoved = onRemoved;
		this.timer = newTimer();
		this.ownExecutor = (settings.executor() != null) ? null : new WatchExecutor(this.timer);
		this.executor = (settings.executor() != null) ? settings.executor() : this.ownExecutor;
		this.streams = new WatchStreams(this, calls, endpoints, settings.streams());
		this.anchors = new WatchAnchors(this, calls);
		this.lists = new WatchLists(this, calls);
		this.cluster = new WatchCluster(this, calls);
		this.progress = new WatchProgress(this, calls);
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

	// Submit a task. What it touches belongs to the engine's thread.
	void execute(Runnable task) {
		this.serial.execute(task);
	}

	// Submit a task after a delay.
	void later(long millis, Runnable task) {
		this.timer.schedule(() -> execute(task), millis, TimeUnit.MILLISECONDS);
	}

	WatchLane newLane(Watch watch, WatchHandler<?> handler, EtcdWatchSettings settings) {
		return new WatchLane(handler, this.executor, this.timer, settings, () -> execute(() -> relieved(watch)),
				() -> execute(() -> stopped(watch)));
	}

	WatchStreams streams() {
		return this.streams;
	}

	WatchCluster cluster() {
		return this.cluster;
	}

	// Start watches.
	// Returns a future that completes once all that shall run are created or refused
	CompletableFuture<Void> start(Collection<Watch> watches) {
		return submit(() -> {
			this.running = true;
			long interval = this.settings.progressInterval().toMillis();
			this.progressTask = this.timer.scheduleWithFixedDelay(
					() -> execute(() -> this.streams.requestProgress(this.progress)), interval, interval,
					TimeUnit.MILLISECONDS);
			watches.forEach(this::connect);
			return watches.stream().filter(Watch::isEnabled).map(Watch::whenCreated);
		});
	}

	// Stop watches.
	// Returns a future that completes once no listener is being called
	CompletableFuture<Void> stop(Collection<Watch> watches) {
		return submit(() -> {
			this.running = false;
			ScheduledFuture<?> task = this.progressTask;
			if (task != null) {
				task.cancel(false);
			}
			this.streams.closeAll();
			watches.forEach(this::disconnect);
			return watches.stream().map(Watch::whenIdle);
		});
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
		this.timer.shutdown();
		if (this.ownExecutor != null) {
			this.ownExecutor.shutdown();
		}
	}

	// Bring a watch to the server, if it shall run and is not there.
	void connect(Watch watch) {
		if (!this.running || !watch.isEnabled() || watch.place != null) {
			return;
		}
		watch.lane().resume();
		if (watch.lane().isFull()) {
			watch.disconnected(EtcdWatchRegistration.State.PARKED);
			return;
		}
		watch.connecting();
		watch.begin();
		if (!prepare(watch)) {
			this.streams.place(watch);
		}
	}

	// Find out what must be known before a watch can be created.
	// Returns whether something must
	private boolean prepare(Watch watch) {
		if (watch.hasMoved() && watch.generation() != this.cluster.generation()) {
			withoutHistoryOfCluster(watch);
			return true;
		}
		if (watch.needsAnchor()) {
			this.anchors.add(watch);
			return true;
		}
		if (watch.needsListing()) {
			this.lists.add(watch, !watch.needsValues(), watch.listingOrigin(), watch.listingRevision());
			return true;
		}
		return false;
	}

	// The keys of a watch have been read.
	void listed(Watch watch, WatchListing listing) {
		watch.listed(listing);
		connect(watch);
	}

	// The keys of a watch cannot be read.
	void notListed(Watch watch, EtcdException reason) {
		if (reason instanceof EtcdFutureRevisionException) {
			watch.keysAreOfTheFuture();
			connect(watch);
		}
		else if (reason instanceof EtcdCompactedException && watch.plan().startRevision() == WatchPlan.EARLIEST) {
			watch.startAtEarliest();
			connect(watch);
		}
		else if (reason instanceof EtcdCompactedException) {
			withoutHistory(watch, watch.position().resume(), "its start revision has been compacted away");
		}
		else {
			fail(List.of(watch), reason);
		}
	}

	// Take a watch from the server and leave its position and its lane as they are.
	void disconnect(Watch watch) {
		watch.lane().pause();
		leave(watch);
		if (!watch.isOver()) {
			watch.disconnected(EtcdWatchRegistration.State.PAUSED);
		}
	}

	void remove(Watch watch) {
		// At once, so that the id can be used again
		this.onRemoved.accept(watch);
		execute(() -> {
			leave(watch);
			watch.cancelled();
		});
	}

	private void leave(Watch watch) {
		this.anchors.remove(watch);
		this.lists.remove(watch);
		this.refused.remove(watch);
		this.streams.remove(watch);
	}

	// The stream of a watch has ended, which will be put on another one.
	void interrupted(Watch watch) {
		watch.position().interrupted();
		watch.connecting();
	}

	// Put a watch whose stream has ended on another one.
	void reconnect(Watch watch) {
		interrupted(watch);
		connect(watch);
	}

	void park(Watch watch) {
		watch.parked();
		this.streams.park(watch);
		logger.debug("%s is parked: its listener is slower than the changes".formatted(watch));
	}

	private void relieved(Watch watch) {
		if (watch.state() == EtcdWatchRegistration.State.PARKED) {
			connect(watch);
		}
	}

	// The error handler of a watch wants no more.
	private void stopped(Watch watch) {
		leave(watch);
		watch
			.end(new EtcdException("The error handler of %s has ended it".formatted(watch), EtcdOutcome.REFUSED, null));
	}

	// The server has refused to create a watch.
	void refused(WatchPlace place, WatchReply reply) {
		Watch watch = place.watch;
		EtcdException reason = refusal(watch, reply.reason());
		if (reply.compactRevision() > 0) {
			canceled(place, reply);
		}
		else if (reason instanceof EtcdInvalidRequestException) {
			fail(List.of(watch), reason);
		}
		else if (watch.refusedCreate != null && place.stream.isFresherThan(watch.refusedCreate)) {
			fail(List.of(watch), reason);
		}
		else {
			// The token of a stream is fixed for its life and may be outdated
			watch.refusedCreate = place.sent;
			this.streams.placeOnFresh(watch, place.sent);
			if (reason instanceof EtcdAuthenticationException) {
				this.streams.retire(place.stream);
			}
		}
		this.streams.closeIfEmpty(place.stream);
	}

	private static EtcdException refusal(Watch watch, String reason) {
		String message = "The server refuses %s: %s".formatted(watch, reason);
		if (reason.contains("permission denied")) {
			return new EtcdPermissionDeniedException(
					message + ". Grant the role of the user of 'etcd.username' the permission to read the range",
					EtcdOutcome.REFUSED, null);
		}
		if (reason.contains("token") || reason.contains("auth store") || reason.contains("user name")) {
			return new EtcdAuthenticationException(message + ". Check 'etcd.username' and 'etcd.password'",
					EtcdOutcome.REFUSED, null);
		}
		return new EtcdInvalidRequestException(message, EtcdOutcome.REFUSED, null);
	}

	// The server has ended a watch.
	void canceled(WatchPlace place, WatchReply reply) {
		Watch watch = place.watch;
		long next = watch.position().resume();
		interrupted(watch);
		if (reply.compactRevision() > next) {
			compacted(watch, reply.compactRevision());
		}
		else {
			logger.debug("%s was ended by the server: %s".formatted(watch, reply.reason()));
			later(RetryDelay.afterFailures(5), () -> connect(watch));
		}
		this.streams.closeIfEmpty(place.stream);
	}

	private void compacted(Watch watch, long compactRevision) {
		if (watch.seeksEarliest()) {
			watch.startAt(compactRevision);
			connect(watch);
		}
		else {
			withoutHistory(watch, compactRevision, "revisions from %d to %d were compacted away before they were sent"
				.formatted(watch.position().resume(), compactRevision - 1));
		}
	}

	// Where the watches stand that have changes to lose.
	Map<Watch, Long> positions() {
		Map<Watch, Long> positions = new HashMap<>();
		this.streams.watches()
			.stream()
			.filter(Watch::hasMoved)
			.forEach((watch) -> positions.put(watch, watch.position().resume()));
		return positions;
	}

	// The cluster is not what it was when the position of a watch was found out.
	void restored(Watch watch) {
		if (watch.place != null) {
			this.streams.remove(watch);
			interrupted(watch);
			withoutHistoryOfCluster(watch);
		}
	}

	private void withoutHistoryOfCluster(Watch watch) {
		long revision = this.cluster.revision();
		watch.clusterReplaced();
		withoutHistory(watch, revision + 1,
				"the cluster was replaced or restored from a backup and has revision %d, the watch had come to %d"
					.formatted(revision, watch.position().resume() - 1));
	}

	private void withoutHistory(Watch watch, long nextRevision, String reason) {
		if (watch.plan().resyncs()) {
			logger.info("Reading the keys of %s again: %s".formatted(watch, reason));
			watch.resync();
			connect(watch);
			return;
		}
		String lost = "Changes of %s are lost: %s".formatted(watch, reason);
		logger.warn(lost);
		if (watch.plan().onCompaction() == EtcdWatchSpec.OnCompaction.STOP) {
			watch.historyMissing();
			watch.end(new EtcdCompactedException(lost, nextRevision, null));
			return;
		}
		watch.skipTo(nextRevision);
		connect(watch);
	}

	// Give up on watches until they are tried again, all at the same time.
	void fail(Collection<Watch> watches, EtcdException reason) {
		List<Watch> news = watches.stream().filter((watch) -> watch.failed(reason)).toList();
		if (!news.isEmpty() && this.running) {
			logger.warn("%s failed and will be tried again every %d s: %s".formatted(describe(news),
					REFUSED_INTERVAL_MILLIS / 1000, reason.getMessage()));
		}
		if (!(reason instanceof EtcdClosedException)) {
			if (this.refused.isEmpty() && !watches.isEmpty()) {
				later(REFUSED_INTERVAL_MILLIS, this::retryRefused);
			}
			this.refused.addAll(watches);
		}
	}

	private static String describe(List<Watch> watches) {
		return (watches.size() == 1) ? watches.get(0).toString()
				: "%d watches, among them %s,".formatted(watches.size(), watches.get(0));
	}

	private void retryRefused() {
		List<Watch> watches = List.copyOf(this.refused);
		this.refused.clear();
		long now = System.nanoTime();
		for (Watch watch : watches) {
			if (!this.running || !watch.isEnabled() || watch.place != null) {
				continue;
			}
			if (prepare(watch)) {
				continue;
			}
			if (watch.failure() instanceof EtcdResponseTooLargeException) {
				this.streams.placeAlone(watch);
			}
			else {
				watch.refusedCreate = now;
				this.streams.placeOnFresh(watch, now);
			}
		}
	}

}
