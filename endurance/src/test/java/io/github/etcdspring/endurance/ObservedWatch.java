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

package io.github.etcdspring.endurance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.consumer.EtcdCursor;
import io.github.etcdspring.consumer.EtcdCursors;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.oracle.Deliveries;
import io.github.etcdspring.test.oracle.Deviation;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchChecker;
import io.github.etcdspring.test.oracle.WatchedEvent;
import io.github.etcdspring.watch.EtcdEvent.Type;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * A watch, what it was told, and up to which revision it said at which time to have been
 * told everything.
 *
 * @author The etcd-spring authors
 */
final class ObservedWatch implements EtcdWatchListener<String> {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final Application application;

	private final KeyRange range;

	private final Set<Type> types;

	private final @Nullable EtcdCursor cursor;

	private final Deliveries deliveries = new Deliveries();

	private final AtomicLong told = new AtomicLong();

	private final Queue<Bookmark> bookmarks = new ConcurrentLinkedQueue<>();

	private final Queue<String> notices = new ConcurrentLinkedQueue<>();

	private volatile EtcdWatchRegistration registration;

	private ObservedWatch(Application application, KeyRange range, Set<Type> types, @Nullable EtcdCursor cursor) {
		this.application = application;
		this.range = range;
		this.types = types;
		this.cursor = cursor;
		this.registration = register();
	}

	static ObservedWatch of(Application application, KeyRange range, Type... types) {
		return new ObservedWatch(application, range, EnumSet.of(types[0], types), null);
	}

	static ObservedWatch withCursor(Application application, KeyRange range) {
		EtcdCursor cursor = EtcdCursors.create().named(application.name());
		return new ObservedWatch(application, range, EnumSet.allOf(Type.class), cursor);
	}

	private EtcdWatchRegistration register() {
		EtcdWatchRegistration registered = this.application.template()
			.watch(this.range, String.class, this, this::specify);
		registered.awaitCreated(TIMEOUT);
		return registered;
	}

	private void specify(EtcdWatchSpec spec) {
		spec.events(this.types.iterator().next(), this.types.toArray(Type[]::new));
		if (this.cursor != null) {
			spec.cursor(this.cursor);
		}
	}

	/**
	 * Cancel the watch, and go on from the position that its cursor has stored.
	 */
	void restart() {
		this.registration.cancel();
		this.registration = register();
	}

	@Override
	public void onEvents(EtcdWatchBatch<String> batch) {
		this.deliveries.add(batch.events()
			.stream()
			.map((event) -> new WatchedEvent(event.key(), event.value(), event.revision()))
			.toList());
		this.told.addAndGet(batch.events().size());
	}

	@Override
	public void onReset(long fromRevision, long toRevision) {
		this.notices.add("reset from %d to %d".formatted(fromRevision, toRevision));
	}

	@Override
	public void onResync(long fromRevision, long toRevision) {
		this.notices.add("resync from %d to %d".formatted(fromRevision, toRevision));
	}

	void noteBookmark() {
		long revision = this.registration.revision();
		this.bookmarks.add(new Bookmark(revision, this.told.get()));
	}

	boolean awaitRevision(long revision, long timeout) {
		long reached = 0;
		long deadline = System.nanoTime() + Duration.ofMillis(timeout).toNanos();
		while (this.registration.revision() < revision) {
			if (this.registration.revision() > reached) {
				reached = this.registration.revision();
				deadline = System.nanoTime() + Duration.ofMillis(timeout).toNanos();
			}
			if (System.nanoTime() > deadline) {
				return false;
			}
			this.registration.requestProgress();
			Load.pause(100);
		}
		return true;
	}

	List<String> check(EtcdHistory all) {
		EtcdHistory history = Histories.of(all, (event) -> this.range.contains(event.key())
				&& this.types.contains((event.value() != null) ? Type.PUT : Type.DELETE));
		List<String> findings = new ArrayList<>(this.notices);
		WatchChecker.of(history)
			.check(this.deliveries)
			.stream()
			.filter((deviation) -> this.cursor == null || !isRepetition(deviation))
			.map(Deviation::toString)
			.forEach(findings::add);
		if (this.cursor == null) {
			checkBookmarks(history, findings);
		}
		return findings;
	}

	/**
	 * Whether a deviation is one that a watch may show that was cancelled and goes on
	 * from where its cursor was stored last.
	 */
	private static boolean isRepetition(Deviation deviation) {
		return switch (deviation.kind()) {
			case REPEATED, OUT_OF_ORDER, SPLIT -> true;
			default -> false;
		};
	}

	private void checkBookmarks(EtcdHistory history, List<String> findings) {
		NavigableMap<Long, Long> counts = new TreeMap<>();
		counts.put(0L, 0L);
		long count = 0;
		for (WatchedEvent event : history.events()) {
			counts.put(event.modRevision(), ++count);
		}
		for (Bookmark bookmark : this.bookmarks) {
			long due = counts.floorEntry(bookmark.revision).getValue();
			if (due > bookmark.told) {
				findings.add("%s was early: %d events were due".formatted(bookmark, due));
			}
		}
	}

	@Override
	public String toString() {
		return "watch of %s %s in %s".formatted(this.range, this.types, this.application.name());
	}

	/**
	 * A revision that a watch said to have come to.
	 */
	private record Bookmark(long revision, long told) {

	}

}
