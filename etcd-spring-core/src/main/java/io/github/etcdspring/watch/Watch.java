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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.etcd.jetcd.api.WatchRequest;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.KeyRange;

/**
 * A watch: its state, its place in history and its lane. Everything but the methods of
 * the registration belongs to the engine's thread.
 *
 * @author The etcd-spring authors
 */
final class Watch implements EtcdWatchRegistration, WatchLane.Owner {

	private final WatchEngine engine;

	private final String id;

	private final WatchPlan plan;

	private final @Nullable Object owner;

	private final WatchHandler<?> handler;

	private final WatchLane lane;

	private final WatchFeed feed;

	private final WatchListings listings;

	/**
	 * Begins anew with each ownership of the group; anybody may look.
	 */
	private volatile WatchHistory history;

	private final WatchCursor cursor;

	private final WatchMembership membership;

	private final WatchNews news;

	private final WatchCondition condition;

	private final WatchParking parking = new WatchParking();

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
	 * Whether the stream has broken since the watch was confirmed last.
	 */
	private boolean broken;

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

	private volatile boolean cancelRequested;

	/**
	 * How many pauses were asked for that the engine has not carried out.
	 */
	private final AtomicInteger pausing = new AtomicInteger();

	private final WatchCreation created;

	Watch(WatchEngine engine, String id, WatchPlan plan, EtcdWatchSpec spec, WatchHandler<?> handler,
			WatchCursor cursor, EtcdWatchSettings settings) {
		this.engine = engine;
		this.id = id;
		this.plan = plan;
		this.enabled = spec.isAutoStartup();
		this.owner = EtcdWatchContainer.target(spec.owner());
		this.handler = handler;
		this.cursor = cursor;
		this.lane = engine.newLane(this, handler, spec.executor());
		EtcdWatchMetrics metrics = SafeWatchMetrics.of(settings.metrics());
		this.feed = new WatchFeed(id, plan.eachEvent(), this.lane, metrics, cursor);
		this.news = new WatchNews(this, this.feed, metrics, engine.events());
		this.listings = new WatchListings(this.feed, this.news, cursor);
		this.condition = new WatchCondition(this.news);
		this.membership = WatchMembership.of(spec.group(), this.news);
		this.created = new WatchCreation(spec.group() != null);
		this.history = new WatchHistory(plan, cursor, engine.generations(), settings.maxRevisionBytes());
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
	public @Nullable String group() {
		return this.membership.group();
	}

	@Override
	public boolean isGroupOwner() {
		return this.cursor.isOwner();
	}

	@Override
	public State state() {
		if (this.cancelRequested) {
			return State.CANCELLED;
		}
		if (this.pausing.get() > 0 && this.condition.state() != State.FAILED) {
			return State.PAUSED;
		}
		State state = this.condition.state();
		boolean queues = this.membership.isOusted() && state != State.PAUSED && state != State.FAILED;
		return (queues) ? State.STANDBY : state;
	}

	@Override
	public long revision() {
		// Read before the backlog: what arrives in between can only make the answer older
		long arrived = this.history.arrivedRevision();
		return (this.lane.backlog() == 0) ? arrived
				: Math.max(this.history.firstRevision() - 1, this.lane.handledRevision());
	}

	@Override
	public Duration lag() {
		long now = System.nanoTime();
		return this.condition.lag(this.lane.oldestArrival(now), now);
	}

	@Override
	public int backlog() {
		return this.lane.backlog();
	}

	@Override
	public @Nullable EtcdException failure() {
		return this.condition.failure();
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
		return this.created.await(timeout, this.id);
	}

	@Override
	public void requestProgress() {
		this.engine.execute(() -> this.engine.requestProgress(this));
	}

	@Override
	public void pause() {
		this.pausing.incrementAndGet();
		this.lane.pause();
		this.engine.execute(() -> {
			this.enabled = false;
			try {
				this.engine.disconnect(this);
			}
			finally {
				// Not sooner: the state would be the one before for a moment
				this.pausing.decrementAndGet();
			}
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
		whenSaved();
	}

	@Override
	public void relieved() {
		this.engine.execute(() -> this.engine.relieved(this));
	}

	@Override
	public void stopped() {
		this.engine.execute(() -> this.engine.stopped(this));
	}

	// Whether the listener is being called.
	boolean isBusy() {
		return !this.lane.whenIdle().isDone();
	}

	boolean isRunBy(WatchEngine engine) {
		return this.engine == engine;
	}

	boolean isOwnedBy(@Nullable Object target) {
		return this.owner != null && this.owner == target;
	}

	CompletableFuture<?> whenStarted() {
		return this.created.started();
	}

	// Return a future that completes when no call is in progress and the cursor is saved.
	CompletableFuture<?> whenSaved() {
		return this.lane.whenIdle().thenCompose((idle) -> this.cursor.save());
	}

	WatchMembership membership() {
		return this.membership;
	}

	// Somebody else owns the group.
	void standsBy() {
		this.condition.become(State.STANDBY);
		this.created.standsBy();
	}

	// Forget how far the watch has come: it goes on with the stored position.
	void renew() {
		this.lane.reset();
		this.news.dropped();
		this.cursor.forget();
		this.history = this.history.anew();
		this.parking.caughtUp();
		this.refusedCreate = null;
		this.oversized = 0;
		this.broken = false;
	}

	WatchCursor cursor() {
		return this.cursor;
	}

	boolean isEnabled() {
		// What connects it must not wake up a listener that was told to rest
		return this.enabled && this.pausing.get() == 0 && !isOver();
	}

	boolean isOver() {
		return this.ended || this.condition.state() == State.CANCELLED;
	}

	// Whether there may be changes to be sent from long before the watch is created.
	boolean mayBeFarBehind() {
		return this.announced || this.plan.startRevision() != 0 || this.cursor.isContinued();
	}

	WatchParking parking() {
		return this.parking;
	}

	WatchLane lane() {
		return this.lane;
	}

	WatchHistory history() {
		return this.history;
	}

	WatchRequest createRequest(long watchId) {
		return WatchMessages.create(this.plan, watchId, this.history.resume());
	}

	WatchPlan plan() {
		return this.plan;
	}

	// Take over a part of what is there.
	// Returns whether there is no room for more
	boolean listed(WatchListing part) {
		return this.listings.take(part, this.history);
	}

	// What the listener knows is not known any more.
	void reset(long revision) {
		this.history.reset(revision);
		this.news.historyMissing();
	}

	// Go on with a stored revision that cannot be relied on, or begin anew.
	void goOnAnyway(long revision) {
		if (revision > 0) {
			this.history.startAt(revision);
		}
		this.news.skipped(revision, revision);
	}

	// All changes up to a revision have arrived.
	void progress(long revision) {
		this.history.progress(revision);
		this.feed.moveCursor(this.history.resume());
	}

	// History is missing from the position on: the keys will tell what has become of
	// them.
	void resync() {
		this.history.resync();
		this.news.historyMissing();
	}

	// History is missing, and the watch will not be tried again.
	void endWithoutHistory(EtcdException reason) {
		this.news.historyMissing();
		end(reason);
	}

	// Go on with a revision, whatever lies between.
	void skipTo(long revision) {
		long from = this.history.resume();
		this.history.skipTo(revision);
		this.feed.restartCursor(revision, EtcdWatchCursor.Phase.LIVE);
		this.news.skipped(from, revision);
	}

	// The watch is over, and will not be tried again.
	void end(EtcdException reason) {
		this.ended = true;
		this.parking.forgetRest();
		if (group() != null) {
			this.lane.end();
		}
		failed(reason);
		this.engine.groups().rest(this);
	}

	void disconnected(State state) {
		this.condition.become(state);
		if (state != State.PARKED) {
			this.parking.forgetRest();
		}
		this.history.interrupted();
	}

	void connecting() {
		if (!this.condition.isRevisionTooLarge()) {
			this.condition.become((this.announced) ? State.RECONNECTING : State.CONNECTING);
		}
	}

	// The stream has ended.
	void interrupted() {
		this.broken = true;
		this.history.interrupted();
		if (this.condition.state() != State.PARKED) {
			connecting();
		}
	}

	void confirmed() {
		long revision = this.history.next();
		this.refusedCreate = null;
		if (!this.condition.isRevisionTooLarge()) {
			active();
		}
		this.news.confirmed(revision);
		if (!this.announced) {
			this.announced = true;
			this.news.created(revision);
			this.created.confirmed();
		}
		else if (this.broken) {
			this.news.reconnected(revision);
		}
		this.broken = false;
	}

	private void active() {
		if (this.condition.active()) {
			this.engine.refusals().recovered(this);
		}
	}

	// Take note that the server refuses the watch.
	// Returns whether this was not known before
	boolean failed(EtcdException reason) {
		// The end is told whatever was told before
		boolean news = this.condition.failed(reason) || this.ended;
		this.created.refused();
		if (news) {
			this.news.failed(reason);
		}
		return news;
	}

	// Returns how often this has happened since the last event
	int oversized() {
		return ++this.oversized;
	}

	void cancelled() {
		this.parking.forgetRest();
		this.condition.become(State.CANCELLED);
		this.created.refused();
	}

	// Take revisions over into the lane, until there is no room for more. Those that
	// found no room count as not received.
	// Returns whether there is no room
	boolean receive(Queue<WatchRevision> revisions, ResponseHeader header) {
		boolean full = false;
		while (!full && !revisions.isEmpty()) {
			WatchRevision revision = revisions.remove();
			full = this.feed.deliver(this.history.wanted(revision), revision.revision(), header);
			this.history.delivered(revision);
			this.oversized = 0;
			if (this.condition.isRevisionTooLarge()) {
				active();
			}
		}
		return full;
	}

	void parked(BooleanSupplier rest) {
		this.parking.begin(rest);
		disconnected(State.PARKED);
		this.news.parked();
	}

	@Override
	public String toString() {
		return "watch '%s' of %s".formatted(this.id, this.plan.range());
	}

}
