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

package io.github.etcdspring.mirror;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * Finds out how far a mirror is and since when it is current for certain: a linearizable
 * read tells the revision of the store, and once the mirror has come to that revision, it
 * was current when the read was sent.
 * <p>
 * Where nothing changes in the range, the server is asked how far the watch is. Servers
 * that are not believed are asked instead whether anything in the range is newer than the
 * mirror, and whether the number of keys is the same.
 *
 * @author The etcd-spring authors
 */
final class MirrorCurrency {

	private static final Log logger = LogFactory.getLog(EtcdMirror.class);

	private static final long FIRST_DELAY_MILLIS = 10;

	private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

	/**
	 * How many times as long as a comparison has taken it is not repeated.
	 */
	private static final int COMPARISON_PAUSE = 10;

	private static final long ASK_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final KeyRange range;

	private final MirrorContent<?> content;

	private final AsyncEtcdKvOperations kv;

	private final Supplier<@Nullable EtcdWatchRegistration> registration;

	private final long intervalMillis;

	/**
	 * Which of the rounds of checks is to go on, 0 for none.
	 */
	private final AtomicLong round = new AtomicLong();

	private final AtomicLong asked = new AtomicLong(System.nanoTime() - ASK_INTERVAL_NANOS);

	private final AtomicBoolean comparing = new AtomicBoolean();

	private volatile long compareAgain = System.nanoTime();

	private volatile @Nullable Compared compared;

	private volatile @Nullable Long currentAt;

	private volatile boolean running;

	MirrorCurrency(KeyRange range, MirrorContent<?> content, AsyncEtcdKvOperations kv,
			Supplier<@Nullable EtcdWatchRegistration> registration, Duration interval) {
		this.range = range;
		this.content = content;
		this.kv = kv;
		this.registration = registration;
		this.intervalMillis = Math.max(1, interval.toMillis());
	}

	void start() {
		this.running = true;
		check(this.round.incrementAndGet());
	}

	void stop() {
		this.running = false;
		this.round.incrementAndGet();
	}

	Duration staleness() {
		Long currentAt = this.currentAt;
		return (currentAt != null && this.content.state() != null) ? Duration.ofNanos(System.nanoTime() - currentAt)
				: ChronoUnit.FOREVER.getDuration();
	}

	// The state may have changed between two looks: then look again.
	long revision() {
		while (true) {
			MirrorState<?> state = this.content.state();
			if (state == null) {
				return 0;
			}
			long revision = revision(state);
			if (revision > 0) {
				return revision;
			}
		}
	}

	// Return up to which revision a state holds everything, or 0 if it is not the state
	// any more.
	long revision(MirrorState<?> state) {
		long revision = arrived();
		Compared compared = this.compared;
		if (compared != null && compared.state == state) {
			revision = Math.max(revision, compared.revision);
		}
		if (this.content.state() != state) {
			return 0;
		}
		// What has arrived of a listing is not in the state yet
		return (this.content.isIncomplete()) ? state.revision() : Math.max(state.revision(), revision);
	}

	private long arrived() {
		EtcdWatchRegistration registration = this.registration.get();
		return (registration != null) ? registration.revision() : 0;
	}

	// Ask how far the watch is, as somebody waits since a moment.
	void ask(long since) {
		EtcdWatchRegistration registration = this.registration.get();
		long now = System.nanoTime();
		long before = this.asked.get();
		if (registration == null || now - before < ASK_INTERVAL_NANOS || !this.asked.compareAndSet(before, now)) {
			return;
		}
		registration.requestProgress();
		if (now - since > PATIENCE_NANOS && registration.state() == EtcdWatchRegistration.State.ACTIVE) {
			compare();
		}
	}

	private void check(long round) {
		if (this.round.get() != round) {
			return;
		}
		long sent = System.nanoTime();
		long known = revision();
		this.kv.range(KeyRange.key(this.range.keyBytes()), byte[].class, (range) -> range.countOnly())
			.whenComplete((result, ex) -> {
				if (ex == null && !contradicts(result.header(), known)) {
					settle(round, sent, result.revision(), FIRST_DELAY_MILLIS);
				}
				else if (!isClosed(ex)) {
					logger.trace("Could not check the mirror of %s".formatted(this.range), ex);
					later(this.intervalMillis, () -> check(round));
				}
			});
	}

	private static boolean isClosed(@Nullable Throwable ex) {
		return ex instanceof EtcdClosedException || (ex != null && ex.getCause() instanceof EtcdClosedException);
	}

	// Whether the cluster is not the one that the content comes from.
	private boolean contradicts(ResponseHeader header, long known) {
		ResponseHeader last = this.content.header();
		return header.revision() < known
				|| (last != null && (last.clusterId() != header.clusterId() || last.raftTerm() > header.raftTerm()));
	}

	private void settle(long round, long sent, long revision, long delay) {
		if (this.round.get() != round) {
			return;
		}
		long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent);
		if (revision() >= revision) {
			this.currentAt = sent;
			later(Math.max(1, this.intervalMillis - waited), () -> check(round));
		}
		else if (waited > 10 * this.intervalMillis + 10_000) {
			check(round);
		}
		else {
			ask(sent);
			later(delay, () -> settle(round, sent, revision, Math.min(2 * delay, this.intervalMillis)));
		}
	}

	private void later(long millis, Runnable task) {
		if (this.running) {
			CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run).execute(task);
		}
	}

	private void compare() {
		MirrorState<?> state = this.content.state();
		long sent = System.nanoTime();
		if (state == null || sent - this.compareAgain < 0 || !this.comparing.compareAndSet(false, true)) {
			return;
		}
		this.kv
			.range(this.range, byte[].class, (range) -> range.keysOnly().limit(1).modRevision(state.revision() + 1, 0))
			.whenComplete((result, ex) -> {
				if (ex == null && isSame(state, result)) {
					this.compared = new Compared(state, result.revision());
				}
				long now = System.nanoTime();
				this.compareAgain = now + COMPARISON_PAUSE * (now - sent);
				this.comparing.set(false);
			});
	}

	private boolean isSame(MirrorState<?> state, RangeResult<?> result) {
		return result.entries().isEmpty() && result.count() == state.keys()
				&& !contradicts(result.header(), state.revision());
	}

	/**
	 * A state that was found equal to the range at a revision.
	 *
	 * @param state the state
	 * @param revision the revision
	 */
	private record Compared(MirrorState<?> state, long revision) {
	}

}
