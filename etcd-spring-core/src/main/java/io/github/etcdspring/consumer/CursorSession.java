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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdConflictException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.consumer.CursorStore.Found;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lock.EtcdFence;
import io.github.etcdspring.watch.EtcdWatchCursor;
import io.github.etcdspring.watch.EtcdWatchCursor.Context;
import io.github.etcdspring.watch.EtcdWatchCursor.Outcome;
import io.github.etcdspring.watch.EtcdWatchCursor.Phase;
import io.github.etcdspring.watch.EtcdWatchCursor.Position;
import io.github.etcdspring.watch.EtcdWatchCursor.Stored;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * The position of one watch: how far its events have been handled, and what of this is
 * stored. The lock guards the fields; nothing is called while it is held.
 *
 * @author The etcd-spring authors
 */
final class CursorSession implements EtcdWatchCursor.Session {

	private static final Log logger = LogFactory.getLog(EtcdCursor.class);

	/**
	 * How far or how long a watch without events may be ahead of what is stored.
	 */
	private static final long QUIET_REVISIONS = 1000;

	private static final Duration QUIET_TIME = Duration.ofMinutes(1);

	private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	private static final Duration REFUSED_RETRY_INTERVAL = Duration.ofSeconds(15);

	private final ReentrantLock lock = new ReentrantLock();

	private final String name;

	private final Context context;

	private final CursorStore store;

	private final Duration saveInterval;

	private final @Nullable EtcdFence ownership;

	private final String fingerprint;

	private final CursorReading reading;

	private final String id = "%016x".formatted(ThreadLocalRandom.current().nextLong());

	private @Nullable Found loaded;

	private long epoch;

	/**
	 * Up to where everything has been dealt with.
	 */
	private Position passed = new Position(0, Phase.BEGINNING, 0);

	private Position stored = this.passed;

	private long storedNanos = System.nanoTime();

	/**
	 * The position after the call in progress.
	 */
	private @Nullable Position after;

	/**
	 * The position after the call that took part in a transaction.
	 */
	private @Nullable CursorValue advanced;

	private boolean claimed;

	private boolean scheduled;

	private boolean over;

	/**
	 * Whether it was told that etcd refuses to store the position.
	 */
	private boolean refusalTold;

	/**
	 * Create a session.
	 * @param name the name of the cursor
	 * @param context the watch
	 * @param store where the position is stored
	 * @param saveInterval how long it is kept from being stored
	 * @param ownership the ownership of the group of the watch, or {@code null} if there
	 * is none
	 */
	CursorSession(String name, Context context, CursorStore store, Duration saveInterval,
			@Nullable EtcdFence ownership) {
		this.name = name;
		this.context = context;
		this.store = store;
		this.saveInterval = saveInterval;
		this.ownership = ownership;
		this.fingerprint = CursorValue.fingerprint(context.range(), context.events());
		this.reading = new CursorReading(name, context.watch(), store.positionKey(), this.fingerprint);
	}

	@Override
	public CompletableFuture<Stored> load() {
		return this.store.readAsync().thenCompose((found) -> {
			locked(() -> this.loaded = found);
			// Who was ousted hears of that, and waits for no answer
			return (isFenced(found)) ? new CompletableFuture<>()
					: CompletableFuture.completedFuture(this.reading.stored(found));
		});
	}

	@Override
	public boolean isOwner() {
		return this.ownership != null && this.ownership.isHeld();
	}

	private boolean isOusted() {
		return this.ownership != null && !this.ownership.isHeld();
	}

	// Whether the group belongs to somebody else
	private boolean isFenced(Found found) {
		if (this.ownership != null && !found.held()) {
			this.ownership.markLost();
			return true;
		}
		return false;
	}

	private EtcdFencedException fenced() {
		return new EtcdFencedException(("Cursor '%s' is of a group that this process does not own any more: "
				+ "whoever owns it handles the events of watch '%s' again")
			.formatted(this.name, this.context.watch()), EtcdOutcome.UNSENT, null);
	}

	private String describe(String what) {
		return this.reading.describe(what);
	}

	@Override
	public CompletableFuture<Boolean> claim(Position position) {
		Found found = locked(() -> this.loaded);
		Assert.state(found != null, "The cursor was not loaded");
		CursorValue value = value(found.epoch() + 1, position);
		return this.store.replaceAsync(found, value).thenApply((replaced) -> {
			if (replaced) {
				accept(value);
			}
			return replaced;
		});
	}

	private CursorValue value(long epoch, Position position) {
		return new CursorValue(epoch, position, this.fingerprint, this.id);
	}

	// The position was set, and does not follow from the one before
	private void accept(CursorValue value) {
		locked(() -> {
			this.claimed = true;
			this.epoch = value.epoch();
			this.passed = value.position();
			markStored(value.position());
			return null;
		});
	}

	private void markStored(Position position) {
		this.stored = position;
		this.refusalTold = false;
		this.storedNanos = System.nanoTime();
	}

	@Override
	public boolean calling(Position after) {
		locked(() -> this.after = after);
		return !isOusted();
	}

	Consumer<TxnSpec> advance() {
		if (isOusted()) {
			throw fenced();
		}
		return this.store.moving(locked(() -> {
			Position after = this.after;
			Assert.state(after != null, () -> ("Cursor '%s' can be advanced only while the listener of its watch is "
					+ "being called, behind the events of the call")
				.formatted(this.name));
			CursorValue value = value(this.epoch, after);
			this.advanced = value;
			return value;
		}));
	}

	@Override
	public Outcome called() {
		CursorValue target = locked(() -> {
			this.after = null;
			return this.advanced;
		});
		if (target == null && !isOusted()) {
			return Outcome.NOT_STORED;
		}
		Outcome outcome = (target != null && !isOusted()) ? settle(target) : Outcome.REPEAT;
		locked(() -> this.advanced = null);
		return outcome;
	}

	private Outcome settle(CursorValue target) {
		Found found = this.store.read();
		if (isFenced(found)) {
			return Outcome.REPEAT;
		}
		if (isOver(found)) {
			return Outcome.OVER;
		}
		if (found.isOf(this.id)) {
			found(found);
			if (found.isAtLeast(target.position())) {
				return Outcome.STORED;
			}
			// The transaction could not succeed if the position was lost and stored again
			return (found.epoch() > target.epoch()) ? Outcome.REPEAT : Outcome.NOT_STORED;
		}
		return (repair(found, locked(() -> this.passed))) ? Outcome.REPEAT : Outcome.OVER;
	}

	// Whether the watch has to end because the cursor belongs to somebody else
	private boolean isOver(Found found) {
		boolean taken = found.value() != null && !found.isOf(this.id) && found.epoch() > locked(() -> this.epoch);
		if (taken) {
			end(new EtcdException(("Cursor '%s' of watch '%s' was taken over by another watch, which began later. "
					+ "A cursor is for one watch of one running application: give each one a name of its own, "
					+ "or a 'group' to instances of one application that take turns. This watch has ended")
				.formatted(this.name, this.context.watch()), EtcdOutcome.REFUSED, null));
		}
		return taken;
	}

	private void end(EtcdException reason) {
		locked(() -> this.over = true);
		this.context.onEnd().accept(reason);
	}

	private void found(Found found) {
		CursorValue value = found.value();
		if (value != null) {
			locked(() -> {
				this.epoch = Math.max(this.epoch, value.epoch());
				markStored(value.position());
				return null;
			});
		}
	}

	// Store a position that somebody has deleted or put back.
	// Returns whether the watch goes on
	private boolean repair(Found found, Position position) {
		if (isLossFinal()) {
			return false;
		}
		CursorValue value = value(nextEpoch(found), position);
		if (!this.store.replace(found, value)) {
			throw conflict();
		}
		repaired(value);
		return true;
	}

	private long nextEpoch(Found found) {
		return Math.max(found.epoch(), locked(() -> this.epoch)) + 1;
	}

	private void repaired(CursorValue value) {
		logger.warn(describe("was deleted or changed by somebody else; watch '%s' has stored it again and goes on"
			.formatted(this.context.watch())));
		locked(() -> {
			this.epoch = Math.max(this.epoch, value.epoch());
			markStored(value.position());
			return null;
		});
	}

	private boolean isLossFinal() {
		boolean last = this.context.onCompaction() == EtcdWatchSpec.OnCompaction.STOP;
		if (last) {
			end(new EtcdCompactedException("Watch '%s' has ended: %s".formatted(this.context.watch(),
					describe("was deleted or changed by somebody else")), 0, null));
		}
		return last;
	}

	private EtcdException conflict() {
		return new EtcdConflictException(describe("was changed by somebody else at the same time"), EtcdOutcome.REFUSED,
				null);
	}

	@Override
	public void passed(Position position, boolean events) {
		boolean schedule = locked(() -> {
			if (position.compareTo(this.passed) > 0) {
				this.passed = position;
			}
			boolean wanted = this.claimed && !this.over && !this.scheduled && this.passed.compareTo(this.stored) > 0
					&& (events || isFarAhead());
			this.scheduled = this.scheduled || wanted;
			return wanted;
		});
		if (schedule) {
			saveAfter(this.saveInterval);
		}
	}

	private boolean isFarAhead() {
		return this.passed.revision() - this.stored.revision() >= QUIET_REVISIONS
				|| System.nanoTime() - this.storedNanos >= QUIET_TIME.toNanos();
	}

	private void saveAfter(Duration delay) {
		CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
			locked(() -> this.scheduled = false);
			save();
		});
	}

	@Override
	public Outcome restart(Position position) {
		Found found = this.store.read();
		if (isFenced(found)) {
			throw fenced();
		}
		if (isOver(found)) {
			return Outcome.OVER;
		}
		if (!found.isOf(this.id)) {
			if (!repair(found, position)) {
				return Outcome.OVER;
			}
			locked(() -> this.passed = position);
			return Outcome.STORED;
		}
		CursorValue value = value(nextEpoch(found), position);
		if (!this.store.replace(found, value)) {
			throw conflict();
		}
		accept(value);
		return Outcome.STORED;
	}

	@Override
	public CompletableFuture<?> leave() {
		return CompletableFuture.completedFuture(null);
	}

	// Store nothing any more.
	void close() {
		locked(() -> this.over = true);
	}

	@Override
	public CompletableFuture<?> save() {
		CursorValue value = locked(
				() -> (this.claimed && !this.over && !isOusted() && this.passed.compareTo(this.stored) > 0)
						? value(this.epoch, this.passed) : null);
		if (value == null) {
			return CompletableFuture.completedFuture(null);
		}
		return this.store.moveAsync(value).thenCompose((found) -> saved(value, found)).handle((saved, ex) -> {
			if (ex != null) {
				notSaved((ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex);
			}
			return null;
		}).completeOnTimeout(null, SAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	private CompletableFuture<?> saved(CursorValue value, @Nullable Found found) {
		if (found == null) {
			locked(() -> {
				if (value.epoch() == this.epoch) {
					markStored(value.position());
				}
				return null;
			});
		}
		else if (locked(() -> this.over) || isFenced(found)) {
			logger.debug("The position of cursor '%s' belongs to another owner".formatted(this.name));
		}
		else if (found.isOf(this.id)) {
			found(found);
		}
		else if (!isOver(found) && !isLossFinal()) {
			CursorValue again = value(nextEpoch(found), value.position());
			return this.store.replaceAsync(found, again).thenAccept((replaced) -> {
				if (replaced) {
					repaired(again);
				}
			});
		}
		return CompletableFuture.completedFuture(null);
	}

	private void notSaved(Throwable ex) {
		boolean refused = !(ex instanceof EtcdException failure && failure.isTransient())
				&& !(ex instanceof EtcdClosedException);
		if (refused && !locked(this::tellRefusal)) {
			logger.warn(describe("cannot be stored, so that events will be told again after a restart: ")
					+ ex.getMessage());
		}
		logger.debug("The position of cursor '%s' could not be stored".formatted(this.name), ex);
		boolean again = locked(() -> {
			boolean wanted = !this.over && !this.scheduled && !(ex instanceof EtcdClosedException);
			this.scheduled = this.scheduled || wanted;
			return wanted;
		});
		if (again) {
			Duration interval = (refused) ? REFUSED_RETRY_INTERVAL : RETRY_INTERVAL;
			saveAfter((this.saveInterval.compareTo(interval) > 0) ? this.saveInterval : interval);
		}
	}

	// Returns whether it was told before
	private boolean tellRefusal() {
		boolean before = this.refusalTold;
		this.refusalTold = true;
		return before;
	}

	private <T extends @Nullable Object> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Makes sessions of one watch.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Make a session.
		 * @param ownership the ownership of the group, or {@code null} if there is none
		 * @return the session
		 */
		CursorSession create(@Nullable EtcdFence ownership);

	}

}
