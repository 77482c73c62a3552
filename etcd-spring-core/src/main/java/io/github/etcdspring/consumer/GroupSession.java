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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
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

	private static final Log logger = LogFactory.getLog(EtcdCursor.class);

	private static final long FIRST_RETRY_MILLIS = 100;

	private static final int MOST_DOUBLINGS = 5;

	private final String cursor;

	private final EtcdWatchCursor.Group group;

	private final GroupOwnerships ownerships;

	private final String ownershipKey;

	private final String fingerprint;

	private final CursorStore store;

	private final CursorSession.Factory sessions;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable GroupMember member;

	private volatile @Nullable CursorSession session;

	/**
	 * Create a session.
	 * @param cursor the name of the cursor
	 * @param group the group
	 * @param ownerships the ownerships of groups
	 * @param ownershipKey the key of the one of this group
	 * @param fingerprint what tells the watch from others
	 * @param store where the owner stores the position
	 * @param sessions makes a session for each ownership
	 */
	GroupSession(String cursor, EtcdWatchCursor.Group group, GroupOwnerships ownerships, String ownershipKey,
			String fingerprint, CursorStore store, CursorSession.Factory sessions) {
		this.cursor = cursor;
		this.group = group;
		this.ownerships = ownerships;
		this.ownershipKey = ownershipKey;
		this.fingerprint = fingerprint;
		this.store = store;
		this.sessions = sessions;
	}

	@Override
	public CompletableFuture<Stored> load() {
		CursorSession current = this.session;
		if (current != null && current.isOwner()) {
			return current.load();
		}
		GroupMember joining = new GroupMember(this.cursor, (waiting) -> queued(waiting, 0), this::ousted);
		leave();
		become(joining, null);
		this.ownerships.join(this.ownershipKey, this.group.name(), joining);
		return joining.granted().thenCompose((owned) -> begin(joining, owned));
	}

	// The watch need not wait for the owner once it is certain that whoever has the group
	// tells what changes from now on. The owner may have no such watch
	private void queued(GroupMember waiting, int failures) {
		CompletableFuture<?> beginning = (this.group.fromNow())
				? this.store.readAsync().thenCompose(this::ensureBeginning) : CompletableFuture.completedFuture(null);
		beginning.whenComplete((begun, ex) -> {
			if (waiting != member() || waiting.granted().isDone()) {
				return;
			}
			if (ex == null) {
				this.group.onStandBy().run();
				return;
			}
			EtcdException reason = unwrap(ex);
			logger.debug("It cannot be found out yet where cursor '%s' begins".formatted(this.cursor), reason);
			if (reason.isTransient()) {
				long delay = FIRST_RETRY_MILLIS << Math.min(failures, MOST_DOUBLINGS);
				CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS)
					.execute(() -> queued(waiting, failures + 1));
			}
			else {
				this.ownerships.leave(this.ownershipKey, waiting);
				waiting.refuse(reason);
			}
		});
	}

	// Somebody else may take over, before this instance does or after it has gone
	private CompletableFuture<?> ensureBeginning(Found found) {
		return (found.isNew()) ? this.store.createAsync(CursorValue.beginning(found.revision() + 1, this.fingerprint))
				: CompletableFuture.completedFuture(null);
	}

	private static EtcdException unwrap(Throwable ex) {
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		return (cause instanceof EtcdException etcd) ? etcd
				: new EtcdException("Waiting for a group failed", EtcdOutcome.UNKNOWN, cause);
	}

	// Not of one that has left already. No lock is held while the watch is told: if it
	// leaves just then, it queues once more in vain
	private void ousted(GroupMember ousted) {
		if (ousted == member()) {
			this.group.onLost().run();
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
		return current.claim(position);
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
		return (leaving != null) ? this.ownerships.leave(this.ownershipKey, leaving)
				: CompletableFuture.completedFuture(null);
	}

}
