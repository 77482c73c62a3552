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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.etcd.jetcd.api.WatchRequest;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.KeyRange;

/**
 * A watch: its position, its lane and its state. Everything but the methods of the
 * registration belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class Watch implements EtcdWatchRegistration {

	private final WatchEngine engine;

	private final String id;

	private final WatchPlan plan;

	private final @Nullable Object owner;

	private final WatchHandler<?> handler;

	private final WatchLane lane;

	private final EtcdWatchMetrics metrics;

	private final WatchPosition position = new WatchPosition();

	private final WatchKeys keys = new WatchKeys();

	/**
	 * Whether the keys are those at the position.
	 */
	private boolean keysKnown;

	/**
	 * The first revision that the server could not send any more, or 0.
	 */
	private long missing;

	/**
	 * How often the cluster had been replaced when the position was found out.
	 */
	private int generation;

	/**
	 * Whether the watch is over although it was not cancelled.
	 */
	private boolean ended;

	/**
	 * Whether somebody wants the watch to run.
	 */
	private boolean enabled;

	/**
	 * Whether the listener knows that the watch was created.
	 */
	private boolean announced;

	/**
	 * Where the watch is or shall be created.
	 */
	@Nullable WatchPlace place;

	/**
	 * When the create was sent that was refused, in nanoseconds, if it was.
	 */
	@Nullable Long refusedCreate;

	/**
	 * How often a stream with nothing but this watch has got a message above the limit.
	 */
	private int oversized;

	private volatile State state = State.PAUSED;

	private volatile boolean cancelRequested;

	private volatile @Nullable EtcdException failure;

	private volatile long firstRevision = 1;

	private volatile long resumeRevision;

	private volatile CompletableFuture<Boolean> created = new CompletableFuture<>();

	Watch(WatchEngine engine, String id, WatchPlan plan, EtcdWatchSpec spec, WatchHandler<?> handler,
			EtcdWatchSettings settings) {
		this.engine = engine;
		this.id = id;
		this.plan = plan;
		this.enabled = spec.isAutoStartup();
		this.owner = spec.owner();
		this.handler = handler;
		this.metrics = SafeWatchMetrics.of(settings.metrics());
		this.lane = engine.newLane(this, handler, settings);
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public KeyRange range() {
		return this.plan.range();
	}

	@Override
	public State state() {
		return this.cancelRequested ? State.CANCELLED : this.state;
	}

	@Override
	public long revision() {
		// Read before the backlog: what arrives in between can only make the answer older
		long arrived = this.resumeRevision - 1;
		return (this.lane.backlog() == 0) ? Math.max(0, arrived)
				: Math.max(this.firstRevision - 1, this.lane.handledRevision());
	}

	@Override
	public int backlog() {
		return this.lane.backlog();
	}

	@Override
	public @Nullable EtcdException failure() {
		return (this.state == State.FAILED) ? this.failure : null;
	}

	@Override
	public long handledEvents() {
		return this.handler.handledEvents();
	}

	@Override
	public long skippedEvents() {
		return this.handler.skippedEvents();
	}

	@Override
	public boolean awaitCreated(Duration timeout) {
		try {
			return this.created.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("Interrupted while waiting for watch '%s'".formatted(this.id),
					EtcdOutcome.UNSENT, ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void pause() {
		this.lane.pause();
		this.engine.execute(() -> {
			this.enabled = false;
			this.engine.disconnect(this);
		});
	}

	@Override
	public void resume() {
		this.engine.execute(() -> {
			this.enabled = true;
			this.engine.connect(this);
		});
	}

	@Override
	public void cancel() {
		this.cancelRequested = true;
		this.lane.close();
		this.engine.remove(this);
	}

	boolean isOwnedBy(Object owner) {
		return this.owner == owner;
	}

	CompletableFuture<Boolean> whenCreated() {
		return this.created;
	}

	CompletableFuture<@Nullable Void> whenIdle() {
		return this.lane.whenIdle();
	}

	boolean isEnabled() {
		return this.enabled && !isOver();
	}

	boolean isOver() {
		return this.ended || this.state == State.CANCELLED;
	}

	WatchLane lane() {
		return this.lane;
	}

	WatchPosition position() {
		return this.position;
	}

	WatchRequest createRequest(long watchId) {
		return WatchMessages.create(this.plan, watchId, this.position.resume());
	}

	WatchPlan plan() {
		return this.plan;
	}

	// Begin where the plan says, if it says so.
	void begin() {
		if (this.position.isKnown() || this.plan.startRevision() == 0) {
			return;
		}
		if (this.plan.startRevision() == WatchPlan.EARLIEST) {
			startAtEarliest();
		}
		else {
			startAt(this.plan.startRevision());
		}
	}

	// Begin with the first revision of all, or with the one that the server says is left.
	void startAtEarliest() {
		startAt(1);
		this.keysKnown = true;
	}

	// Begin with the changes of a revision, of which the keys are not known yet.
	void startAt(long revision) {
		this.position.startAt(revision);
		this.generation = this.engine.cluster().generation();
		this.firstRevision = revision;
		this.resumeRevision = revision;
		this.keysKnown = false;
		if (this.plan.range().isSingleKey()) {
			this.keys.unknown(this.plan.range());
		}
	}

	// Whether all that matters is from which revision on.
	boolean needsAnchor() {
		return !this.position.isKnown() && !this.plan.snapshot() && !this.plan.remembersKeys();
	}

	// Whether the keys must be read before the watch is created.
	boolean needsListing() {
		if (this.missing > 0) {
			return true;
		}
		return (this.position.isKnown()) ? this.plan.remembersKeys() && !this.keysKnown : !needsAnchor();
	}

	// Whether values are read, too.
	boolean needsValues() {
		return this.missing > 0 || (!this.position.isKnown() && this.plan.snapshot());
	}

	EtcdEvent.Origin listingOrigin() {
		return (this.missing > 0) ? EtcdEvent.Origin.RESYNC : EtcdEvent.Origin.SNAPSHOT;
	}

	// At which revision the keys are read, or 0 for now.
	long listingRevision() {
		return (this.missing > 0) ? 0 : this.position.resume();
	}

	void listed(WatchListing listing) {
		long from = this.missing;
		List<RawEvent> different = this.keys.replace(listing, from);
		this.keysKnown = true;
		this.missing = 0;
		if (from == 0 && this.position.isKnown()) {
			return;
		}
		boolean told = from > 0 || this.plan.snapshot();
		this.position.startAt(listing.revision() + 1);
		this.generation = this.engine.cluster().generation();
		if (told) {
			deliver(this.plan.wanted(different), listing.revision(), listing.header());
			tell((listener) -> {
				if (from > 0) {
					listener.onResync(from, listing.revision());
				}
				else {
					listener.onSnapshot(listing.revision());
				}
			});
		}
		this.resumeRevision = this.position.resume();
	}

	// The keys are not needed as of the position: nothing has happened there yet.
	void keysAreOfTheFuture() {
		this.keysKnown = true;
	}

	// Whether the position was found out and not just asked for.
	boolean hasMoved() {
		return this.position.isKnown() && this.position.resume() != this.plan.startRevision();
	}

	// Return how often the cluster had been replaced when the position was found out.
	int generation() {
		return this.generation;
	}

	boolean seeksEarliest() {
		return this.plan.startRevision() == WatchPlan.EARLIEST && this.position.resume() == 1;
	}

	// History is missing from the position on: the keys will tell what has become of
	// them.
	void resync() {
		this.missing = this.position.resume();
		this.generation = this.engine.cluster().generation();
		this.position.interrupted();
		this.metrics.compacted(this.id);
	}

	// The position is one of a cluster that was replaced.
	void clusterReplaced() {
		this.keys.doubt();
	}

	void historyMissing() {
		this.metrics.compacted(this.id);
	}

	// The watch is over, and will not be tried again.
	void end(EtcdException reason) {
		this.ended = true;
		failed(reason);
	}

	void disconnected(State state) {
		this.state = state;
		this.position.interrupted();
	}

	void connecting() {
		this.state = (this.announced) ? State.RECONNECTING : State.CONNECTING;
	}

	void confirmed() {
		long revision = this.position.resume();
		this.state = State.ACTIVE;
		this.failure = null;
		this.refusedCreate = null;
		if (this.announced) {
			this.metrics.reconnected(this.id);
			tell((listener) -> listener.onReconnected(revision));
		}
		else {
			this.announced = true;
			tell((listener) -> listener.onCreated(revision));
			if (!this.created.complete(true)) {
				this.created = CompletableFuture.completedFuture(true);
			}
		}
	}

	// Take note that the server refuses the watch.
	// Returns whether this was not known before
	boolean failed(EtcdException reason) {
		boolean news = this.failure == null;
		this.state = State.FAILED;
		this.failure = reason;
		this.created.complete(false);
		if (news) {
			this.metrics.failed(this.id);
			tell((listener) -> listener.onFailed(reason));
		}
		return news;
	}

	// Returns how often this has happened since the last event
	int oversized() {
		return ++this.oversized;
	}

	void cancelled() {
		this.state = State.CANCELLED;
		this.created.complete(false);
	}

	// Take events over into the lane, whole revisions only.
	// Returns whether there is no room for more; what found no room counts as not
	// received
	boolean receive(WatchReply reply) {
		for (WatchRevision revision : this.position.accept(reply.events(), reply.fragment())) {
			this.oversized = 0;
			if (this.plan.resyncs()) {
				this.keys.changed(revision.events());
			}
			boolean full = deliver(this.plan.wanted(revision.events()), revision.revision(), reply.header());
			this.position.delivered(revision);
			this.resumeRevision = this.position.resume();
			if (full) {
				return true;
			}
		}
		return false;
	}

	void progress(long revision) {
		this.position.progress(revision);
		this.resumeRevision = this.position.resume();
	}

	// Go on with a revision, whatever lies between.
	void skipTo(long revision) {
		long from = this.position.resume();
		this.position.interrupted();
		this.position.startAt(revision);
		this.generation = this.engine.cluster().generation();
		this.resumeRevision = revision;
		this.metrics.compacted(this.id);
		tell((listener) -> listener.onSkipped(from, revision));
	}

	void parked() {
		disconnected(State.PARKED);
		this.metrics.parked(this.id);
	}

	private void tell(Consumer<EtcdWatchListener<?>> notice) {
		this.lane.add(List.of(new WatchUnit.Notice(notice)));
	}

	// Returns whether there is no room for more
	private boolean deliver(List<RawEvent> events, long revision, ResponseHeader header) {
		if (events.isEmpty()) {
			return false;
		}
		this.metrics.received(this.id, events.size());
		List<WatchUnit> units = new ArrayList<>();
		if (this.plan.eachEvent()) {
			for (int i = 0; i < events.size(); i++) {
				units.add(new WatchUnit.Changes(header, revision, List.of(events.get(i)), i == events.size() - 1));
			}
		}
		else {
			units.add(new WatchUnit.Changes(header, revision, events, true));
		}
		return this.lane.add(units);
	}

	@Override
	public String toString() {
		return "watch '%s' of %s".formatted(this.id, this.plan.range());
	}

}
