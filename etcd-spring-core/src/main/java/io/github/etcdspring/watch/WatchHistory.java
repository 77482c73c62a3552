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
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

/**
 * Where a watch stands in the history of its keys, which keys its listener knows, and
 * what must be found out before the watch can be created. Belongs to the engine's thread,
 * apart from {@link #arrivedRevision()} and {@link #firstRevision()}.
 *
 * @author The etcd-spring authors
 */
final class WatchHistory {

	private final WatchPlan plan;

	private final IntSupplier generations;

	private final long maxRevisionBytes;

	private final WatchPosition position;

	private final WatchKeys keys = new WatchKeys();

	private final WatchCursor cursor;

	/**
	 * Whether the keys are those at the position.
	 */
	private boolean keysKnown;

	/**
	 * Whether the listener knows a part of a listing that has not ended.
	 */
	private boolean partlyTold;

	/**
	 * The first revision that the server could not send any more, or 0.
	 */
	private long missing;

	/**
	 * Whether what the listener knows is not known here.
	 */
	private boolean reset;

	/**
	 * The revision of the future with which the listener wants to begin, or 0.
	 */
	private long wantedFrom;

	/**
	 * How often the cluster had been replaced when the position was found out.
	 */
	private int generation;

	private volatile long firstRevision = 1;

	private volatile long resumeRevision;

	/**
	 * Create a history.
	 * @param plan what is asked of the watch
	 * @param cursor tells where an earlier process has stopped
	 * @param generations tells how often the cluster has been replaced
	 * @param maxRevisionBytes how many bytes of events one revision may have
	 */
	WatchHistory(WatchPlan plan, WatchCursor cursor, IntSupplier generations, long maxRevisionBytes) {
		this.plan = plan;
		this.cursor = cursor;
		this.generations = generations;
		this.maxRevisionBytes = maxRevisionBytes;
		this.position = new WatchPosition(maxRevisionBytes);
	}

	// Return a history of the same watch of which nothing is known yet.
	WatchHistory anew() {
		return new WatchHistory(this.plan, this.cursor, this.generations, this.maxRevisionBytes);
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
		moveTo(revision);
		this.firstRevision = revision;
		this.resumeRevision = revision;
		this.keysKnown = false;
		KeyRange range = this.plan.range();
		if (this.plan.resyncs() && range.isSingleKey()) {
			this.keys.unknown(range);
		}
	}

	// Go on where an earlier process stopped, if it did.
	void goOn(@Nullable Position start) {
		this.cursor.loaded(start);
		if (start != null && start.phase() == Phase.LIVE) {
			startAt(start.revision());
		}
	}

	// Return what the cursor must say before the watch goes on.
	Position claim() {
		return (this.missing > 0) ? new Position(this.missing, Phase.DOUBTFUL, 0)
				: this.cursor.claim(this.position.resume());
	}

	// Whether the cursor must be taken over before the watch goes on.
	boolean needsClaim() {
		return this.cursor.needsClaim() && (this.position.isKnown() || isListingTold());
	}

	private void moveTo(long revision) {
		this.firstRevision = Math.min(this.firstRevision, revision);
		this.position.startAt(revision);
		this.generation = this.generations.getAsInt();
	}

	boolean isKnown() {
		return this.position.isKnown();
	}

	// Return the revision to ask the server for.
	long resume() {
		return this.position.resume();
	}

	// Return the first revision of which the listener will hear.
	long next() {
		return Math.max(this.position.resume(), this.wantedFrom);
	}

	long firstRevision() {
		return this.firstRevision;
	}

	// Return the last revision that has arrived, or 0.
	long arrivedRevision() {
		return Math.max(0, this.resumeRevision - 1);
	}

	// Whether the position was found out and not just asked for.
	boolean hasMoved() {
		return this.position.isKnown() && this.position.resume() != this.plan.startRevision();
	}

	// Whether the watch goes on where an earlier process had come to.
	boolean isContinued() {
		return this.cursor.isContinued() && (hasMoved() || this.cursor.snapshotRevision() > 0);
	}

	// Return how often the cluster had been replaced when the position was found out.
	int generation() {
		return this.generation;
	}

	boolean seeksEarliest() {
		return this.plan.startRevision() == WatchPlan.EARLIEST && this.position.resume() == 1;
	}

	// Whether all that matters is from which revision on.
	boolean needsAnchor() {
		return !this.position.isKnown() && !isListingTold() && !this.plan.remembersKeys();
	}

	// Whether the keys must be read before the watch is created.
	boolean needsListing() {
		if (this.missing > 0) {
			return true;
		}
		return (this.position.isKnown()) ? this.plan.remembersKeys() && !this.keysKnown : !needsAnchor();
	}

	// Whether what is read is told, so that values are read, too.
	boolean isListingTold() {
		return this.missing > 0 || (!this.position.isKnown() && tellsSnapshot());
	}

	private boolean tellsSnapshot() {
		return this.plan.snapshot() || this.cursor.snapshotRevision() > 0;
	}

	// Whether the listener must forget what it knows.
	boolean isReset() {
		return this.reset;
	}

	EtcdEvent.Origin listingOrigin() {
		if (this.reset && !this.partlyTold) {
			return EtcdEvent.Origin.RESET;
		}
		return (this.missing > 0 || this.partlyTold) ? EtcdEvent.Origin.RESYNC : EtcdEvent.Origin.SNAPSHOT;
	}

	// At which revision the keys are read, or 0 for now.
	long listingRevision() {
		if (this.missing > 0 || this.wantedFrom > 0) {
			return 0;
		}
		if (!this.position.isKnown()) {
			return this.cursor.snapshotRevision();
		}
		// What a cursor says is mostly still to come
		return (this.cursor.isPresent()) ? Math.max(1, this.position.resume() - 1) : this.position.resume();
	}

	// The revision to begin with lies in the future. The keys of now are needed, and all
	// changes until then, to know the keys of then.
	void beginsInFuture() {
		this.wantedFrom = this.position.resume();
	}

	// Take over what is there.
	// Returns what the listener must be told, which may be nothing
	List<RawEvent> listed(WatchListing part) {
		boolean told = isListingTold() && part.revision() >= this.wantedFrom;
		List<RawEvent> different = this.keys.replace(part, this.missing);
		this.partlyTold = told && !part.last() && (this.partlyTold || !different.isEmpty());
		if (part.last()) {
			listingEnded(part.revision());
		}
		return (told) ? this.plan.wanted(different) : List.of();
	}

	/**
	 * What was listed has been delivered, so that it may be said that it has arrived.
	 */
	void listingDelivered() {
		this.resumeRevision = this.position.resume();
	}

	private void listingEnded(long revision) {
		boolean arrivedInFuture = this.wantedFrom > 0 && revision >= this.wantedFrom && this.missing == 0;
		if (arrivedInFuture) {
			// The keys as they were are to be had again
			moveTo(this.wantedFrom);
			this.wantedFrom = 0;
			return;
		}
		if (this.missing > 0 || this.wantedFrom > 0 || !this.position.isKnown()) {
			moveTo(revision + 1);
		}
		this.missing = 0;
		this.reset = false;
		this.keysKnown = true;
		if (!this.plan.resyncs()) {
			this.keys.forget();
		}
	}

	// Return the first revision that is missing, or 0.
	long missing() {
		return this.missing;
	}

	// History is missing from the position on: the keys will tell what has become of
	// them.
	void resync() {
		if (this.cursor.isPresent() && this.plan.remembersKeys() && !this.keysKnown) {
			reset(this.position.resume());
			return;
		}
		this.missing = this.position.resume();
		this.generation = this.generations.getAsInt();
		this.cursor.forgetStart();
		this.position.interrupted();
	}

	// The listener shall forget what it knows, and be told what is there.
	void reset(long revision) {
		this.reset = true;
		this.partlyTold = false;
		this.missing = Math.max(1, revision);
		this.generation = this.generations.getAsInt();
		this.keys.forget();
		this.cursor.forgetStart();
		this.position.interrupted();
	}

	// The position is one of a cluster that was replaced.
	void clusterReplaced() {
		this.keys.doubt();
	}

	// Go on with a revision, whatever lies between.
	void skipTo(long revision) {
		this.cursor.forgetStart();
		this.position.interrupted();
		moveTo(revision);
		this.resumeRevision = revision;
	}

	// What has arrived of an incomplete revision will arrive again.
	void interrupted() {
		this.position.interrupted();
	}

	List<WatchRevision> accept(WatchReply reply) {
		return this.position.accept(reply.events(), reply.fragment());
	}

	// Whether a revision has arrived that is larger than allowed.
	boolean isExceeded() {
		return this.position.isExceeded();
	}

	// Return what the listener is told of a revision.
	List<RawEvent> wanted(WatchRevision revision) {
		if (this.plan.resyncs()) {
			this.keys.changed(revision.events());
		}
		return (revision.revision() >= this.wantedFrom) ? this.plan.wanted(revision.events()) : List.of();
	}

	void delivered(WatchRevision revision) {
		this.position.delivered(revision);
		this.resumeRevision = this.position.resume();
	}

	void progress(long revision) {
		this.position.progress(revision);
		this.resumeRevision = this.position.resume();
	}

}
