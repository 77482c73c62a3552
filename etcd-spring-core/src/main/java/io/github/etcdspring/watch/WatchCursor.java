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

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;

/**
 * What the engine knows of the cursor of a watch, if it has one. Belongs to the engine's
 * thread.
 *
 * @author The etcd-spring authors
 */
final class WatchCursor {

	/**
	 * No cursor, for all watches that have none.
	 */
	static final WatchCursor NONE = new WatchCursor(null, null);

	private final @Nullable String name;

	private final EtcdWatchCursor.@Nullable Session session;

	private boolean loaded;

	private boolean claimed;

	/**
	 * The position from which the watch goes on, until its events have been delivered.
	 */
	private @Nullable Position start;

	WatchCursor(@Nullable String name, EtcdWatchCursor.@Nullable Session session) {
		this.name = name;
		this.session = session;
	}

	// Forget where the watch stands: others may move on from there.
	void forget() {
		this.loaded = false;
		this.claimed = false;
		this.start = null;
	}

	@Nullable String name() {
		return this.name;
	}

	boolean isPresent() {
		return this.session != null;
	}

	EtcdWatchCursor.Session session() {
		if (this.session == null) {
			throw new IllegalStateException("There is no cursor");
		}
		return this.session;
	}

	// Whether the stored position must be read.
	boolean needsLoading() {
		return this.session != null && !this.loaded;
	}

	// Whether the position from which the watch goes on must be stored.
	boolean needsClaim() {
		return this.session != null && !this.claimed;
	}

	void loaded(@Nullable Position start) {
		this.loaded = true;
		this.start = start;
	}

	// claimed: whether the cursor was not moved by somebody else
	void claimed(boolean claimed) {
		this.loaded = claimed;
		this.claimed = claimed;
	}

	// Return the revision of a snapshot of which a part has been delivered, or 0.
	long snapshotRevision() {
		return (this.start != null && this.start.phase() == Phase.SNAPSHOT) ? this.start.revision() : 0;
	}

	// History does not go on from there.
	void forgetStart() {
		this.start = null;
	}

	// Return the position to claim.
	// resume: from which revision on the watch goes, or 0 if that is not known yet
	Position claim(long resume) {
		Position start = this.start;
		if (start != null && (start.phase() == Phase.SNAPSHOT || start.revision() == resume)) {
			return start;
		}
		return (resume > 0) ? Position.live(resume) : new Position(0, Phase.BEGINNING, 0);
	}

	// Return how many events of a revision have been handled by an earlier process.
	int handled(long revision, Phase phase) {
		Position start = this.start;
		if (start == null || start.revision() != revision || start.phase() != phase) {
			return 0;
		}
		return start.ordinal();
	}

	// Whether an earlier process has begun to deliver a listing, which can go on.
	boolean isWithin(long revision, Phase phase) {
		return this.start != null && this.start.revision() == revision && this.start.phase() == phase;
	}

	// Whether the watch goes on where an earlier process stopped.
	boolean isContinued() {
		return this.start != null;
	}

	boolean isOwner() {
		return this.session != null && this.session.isOwner();
	}

	CompletableFuture<?> leave() {
		return (this.session != null) ? this.session.leave() : CompletableFuture.completedFuture(null);
	}

	CompletableFuture<?> save() {
		return (this.session != null) ? this.session.save() : CompletableFuture.completedFuture(null);
	}

}
