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

package io.github.etcdspring.consumer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.consumer.CursorStore.Found;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.watch.EtcdWatchCursor;
import io.github.etcdspring.watch.EtcdWatchCursor.Outcome;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;
import io.github.etcdspring.watch.EtcdWatchCursor.Stored;

/**
 * The position of a watch of a group: loading it takes until the group is owned, and with
 * each ownership begins another {@link CursorSession}, whose writes depend on it.
 *
 * @author The etcd-spring authors
 */
final class GroupSession implements EtcdWatchCursor.Session {

	/**
	 * How often, and how many times, it is looked whether the owner has stored a position
	 * at all.
	 */
	private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

	private static final int LOOKS = 20;

	private final String cursor;

	private final EtcdWatchCursor.Group group;

	private final GroupOwnership ownership;

	private final CursorStore store;

	private final CursorSession.Factory sessions;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable GroupMember member;

	private volatile @Nullable CursorSession session;

	/**
	 * The first revision that must not be missed although no position was stored when the
	 * watch began to wait for the group, or 0.
	 */
	private volatile long since;

	/**
	 * Create a session.
	 * @param cursor the name of the cursor
	 * @param group the group
	 * @param ownership the ownership of the group
	 * @param store where the owner stores the position
	 * @param sessions makes a session for each ownership
	 */
	GroupSession(String cursor, EtcdWatchCursor.Group group, GroupOwnership ownership, CursorStore store,
			CursorSession.Factory sessions) {
		this.cursor = cursor;
		this.group = group;
		this.ownership = ownership;
		this.store = store;
		this.sessions = sessions;
	}

	@Override
	public CompletableFuture<Stored> load() {
		CursorSession current = this.session;
		if (current != null && current.isOwner()) {
			return current.load().thenApply(this::since);
		}
		GroupMember joining = new GroupMember(this.cursor, (waiting) -> queued(waiting, LOOKS), this.group.onLost());
		leave();
		become(joining, null);
		this.ownership.join(joining);
		return joining.granted().thenCompose((owned) -> begin(joining, owned)).thenApply(this::since);
	}

	private Stored since(Stored stored) {
		return new Stored(stored.position(), stored.doubt(), this.since);
	}

	// The watch need not wait for the owner if it will be told what changes from now on.
	// An owner that has just begun needs a moment to say where; one that never does has
	// no such watch
	private void queued(GroupMember waiting, int looks) {
		this.store.readAsync().whenComplete((found, ex) -> {
			if (waiting != member() || waiting.granted().isDone()) {
				return;
			}
			if (found != null) {
				looked(found);
			}
			if ((found != null && found.modRevision() > 0) || looks == 0) {
				this.group.onStandBy().run();
			}
			else {
				CompletableFuture.delayedExecutor(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
					.execute(() -> queued(waiting, looks - 1));
			}
		});
	}

	// The owner may have no such watch, or never store a position: whoever takes over
	// would begin too late
	private void looked(Found found) {
		if (!found.isBeginning()) {
			this.since = 0;
		}
		else if (this.since == 0) {
			this.since = found.revision() + 1;
		}
	}

	private @Nullable GroupMember member() {
		this.lock.lock();
		try {
			return this.member;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void become(@Nullable GroupMember member, @Nullable CursorSession session) {
		this.lock.lock();
		try {
			this.member = member;
			this.session = session;
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableFuture<Stored> begin(GroupMember granted, EtcdLock owned) {
		CursorSession begun = this.sessions.create(owned);
		this.lock.lock();
		try {
			if (this.member != granted) {
				// Whoever has left waits for no answer
				return new CompletableFuture<>();
			}
			this.session = begun;
		}
		finally {
			this.lock.unlock();
		}
		return begun.load();
	}

	@Override
	public boolean isOwner() {
		CursorSession current = this.session;
		return current != null && current.isOwner();
	}

	@Override
	public CompletableFuture<Boolean> claim(Position position) {
		CursorSession current = this.session;
		if (current == null) {
			return CompletableFuture.completedFuture(false);
		}
		return current.claim(position).whenComplete((claimed, ex) -> {
			if (Boolean.TRUE.equals(claimed)) {
				this.since = 0;
			}
		});
	}

	@Override
	public boolean calling(Position after) {
		CursorSession current = this.session;
		return current != null && current.calling(after);
	}

	Consumer<TxnSpec> advance() {
		CursorSession current = this.session;
		if (current == null) {
			throw fenced();
		}
		return current.advance();
	}

	private EtcdFencedException fenced() {
		return new EtcdFencedException("This process does not own the group '%s'".formatted(this.group.name()),
				EtcdOutcome.UNSENT, null);
	}

	@Override
	public Outcome called() {
		CursorSession current = this.session;
		return (current != null) ? current.called() : Outcome.REPEAT;
	}

	@Override
	public void passed(Position position, boolean events) {
		CursorSession current = this.session;
		if (current != null) {
			current.passed(position, events);
		}
	}

	@Override
	public Outcome restart(Position position) {
		CursorSession current = this.session;
		if (current == null) {
			throw fenced();
		}
		return current.restart(position);
	}

	@Override
	public CompletableFuture<?> save() {
		CursorSession current = this.session;
		return (current != null) ? current.save() : CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<?> leave() {
		GroupMember leaving = member();
		CursorSession current = this.session;
		become(null, null);
		if (current != null) {
			current.close();
		}
		return (leaving != null) ? this.ownership.leave(leaving) : CompletableFuture.completedFuture(null);
	}

}
