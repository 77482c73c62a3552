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

package io.github.etcdspring.watch.fault;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.Deliveries;
import io.github.etcdspring.test.oracle.Deviation;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchChecker;
import io.github.etcdspring.test.oracle.WatchedEvent;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdEvent.Type;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

/**
 * One watch, what it was told, and what it should have been told.
 *
 * @author The etcd-spring authors
 */
final class Watcher implements EtcdWatchListener<String> {

	/**
	 * Each event once, however many watches hear of it.
	 */
	private static final Map<WatchedEvent, WatchedEvent> shared = new ConcurrentHashMap<>();

	/**
	 * The gaps that the listener was told of.
	 */
	final Queue<Gap> gaps = new ConcurrentLinkedQueue<>();

	final Queue<String> notices = new ConcurrentLinkedQueue<>();

	private final String name;

	private final KeyRange range;

	private final KeySpan span;

	private final Deliveries deliveries = new Deliveries();

	private final Deliveries previous = new Deliveries();

	private final AtomicLong count = new AtomicLong();

	private Set<Type> types = EnumSet.allOf(Type.class);

	private OnCompaction onCompaction = OnCompaction.RESYNC;

	private boolean eachEvent;

	private boolean prevKv;

	private Consumer<EtcdWatchBatch<String>> habit = (batch) -> {
	};

	private Runnable told = () -> {
	};

	private Function<List<WatchedEvent>, List<List<WatchedEvent>>> falsification = List::of;

	private UnaryOperator<WatchedEvent> falsificationOfPrevious = UnaryOperator.identity();

	private EtcdWatchRegistration registration;

	private Watcher(String name, KeyRange range, KeySpan span) {
		this.name = name;
		this.range = range;
		this.span = span;
	}

	static Watcher ofKey(String key) {
		return new Watcher("key " + key, KeyRange.key(key), KeySpan.of(key));
	}

	static Watcher ofPrefix(String prefix) {
		return new Watcher("prefix " + prefix, KeyRange.prefix(prefix), KeySpan.prefix(prefix));
	}

	Watcher only(Type type) {
		this.types = EnumSet.of(type);
		return this;
	}

	Watcher onCompaction(OnCompaction onCompaction) {
		this.onCompaction = onCompaction;
		return this;
	}

	Watcher eachEvent() {
		this.eachEvent = true;
		return this;
	}

	Watcher prevKv() {
		this.prevKv = true;
		return this;
	}

	/**
	 * Let the listener do something before it takes a batch, such as wait, or throw.
	 * @param habit what it does
	 * @return this watcher
	 */
	Watcher who(Consumer<EtcdWatchBatch<String>> habit) {
		this.habit = habit;
		return this;
	}

	/**
	 * Tell somebody when events arrive.
	 * @param told is told
	 */
	void tell(Runnable told) {
		this.told = told;
	}

	/**
	 * Tell something else than what has arrived, to see that it is noticed.
	 * @param falsification returns the batches to tell instead of one
	 */
	void falsify(Function<List<WatchedEvent>, List<List<WatchedEvent>>> falsification) {
		this.falsification = falsification;
	}

	void falsifyPrevious(UnaryOperator<WatchedEvent> falsification) {
		this.falsificationOfPrevious = falsification;
	}

	EtcdWatchRegistration register(EtcdWatchContainer container) {
		this.registration = container.register(this.range, String.class, this, this::specify);
		return this.registration;
	}

	private void specify(EtcdWatchSpec spec) {
		spec.events(this.types.iterator().next(), this.types.toArray(Type[]::new))
			.prevKv(this.prevKv)
			.onCompaction(this.onCompaction);
		if (this.eachEvent) {
			spec.eachEvent();
		}
	}

	EtcdWatchRegistration registration() {
		return this.registration;
	}

	long count() {
		return this.count.get();
	}

	List<WatchedEvent> events() {
		return this.deliveries.batches().stream().flatMap(List::stream).toList();
	}

	EtcdHistory expected(History history) {
		return history.of(this.span, this.types);
	}

	/**
	 * Compare with what happened.
	 * @param history what happened
	 * @return what is wrong
	 */
	List<Deviation> check(History history) {
		Stream<Deviation> wrong = WatchChecker.of(expected(history))
			.check(this.deliveries)
			.stream()
			.filter((deviation) -> !this.eachEvent || deviation.kind() != Deviation.Kind.SPLIT);
		if (this.prevKv) {
			EtcdHistory before = history.previousOf(this.span, this.types);
			wrong = Stream.concat(wrong,
					WatchChecker.of(before)
						.check(this.previous)
						.stream()
						.filter((deviation) -> deviation.kind() == Deviation.Kind.INVENTED));
		}
		return wrong.toList();
	}

	@Override
	public void onEvents(EtcdWatchBatch<String> batch) {
		this.told.run();
		this.habit.accept(batch);
		if (this.prevKv) {
			this.previous
				.add(batch.events().stream().map(Watcher::previous).map(this.falsificationOfPrevious).toList());
		}
		for (List<WatchedEvent> events : this.falsification
			.apply(batch.events().stream().map(Watcher::watched).toList())) {
			this.deliveries.add(events);
			this.count.addAndGet(events.size());
		}
	}

	private static WatchedEvent watched(EtcdEvent<String> event) {
		return shared(new WatchedEvent(event.key(), event.value(), event.revision()));
	}

	private static WatchedEvent previous(EtcdEvent<String> event) {
		String value = (event.previous() != null) ? event.previous().value() : null;
		return shared(new WatchedEvent(event.key(), value, event.revision()));
	}

	private static WatchedEvent shared(WatchedEvent event) {
		WatchedEvent known = shared.putIfAbsent(event, event);
		return (known != null) ? known : event;
	}

	static void forgetShared() {
		shared.clear();
	}

	@Override
	public void onCreated(long revision) {
		this.notices.add("created at " + revision);
	}

	@Override
	public void onReconnected(long revision) {
		this.notices.add("reconnected at " + revision);
	}

	@Override
	public void onResync(long fromRevision, long toRevision) {
		this.gaps.add(new Gap(fromRevision, toRevision));
		this.notices.add("resync from %d to %d".formatted(fromRevision, toRevision));
	}

	@Override
	public void onSkipped(long fromRevision, long toRevision) {
		this.gaps.add(new Gap(fromRevision, toRevision - 1));
		this.notices.add("skipped from %d to %d".formatted(fromRevision, toRevision));
	}

	@Override
	public void onFailed(EtcdException reason) {
		this.notices.add("failed: " + reason.getMessage());
	}

	KeySpan span() {
		return this.span;
	}

	/**
	 * Return what follows from everything that the listener was told.
	 * @return the values by key
	 */
	Map<String, String> replica() {
		Map<String, String> replica = new TreeMap<>();
		for (WatchedEvent event : events()) {
			if (event.value() != null) {
				replica.put(event.key(), event.value());
			}
			else {
				replica.remove(event.key());
			}
		}
		return replica;
	}

	@Override
	public String toString() {
		return "%s%s%s%s".formatted(this.name, (this.types.size() == 1) ? ", only " + this.types : "",
				(this.eachEvent) ? ", each event" : "", (this.prevKv) ? ", with previous values" : "");
	}

	/**
	 * Revisions that were not told one by one.
	 *
	 * @param from the first one
	 * @param to the last one
	 */
	record Gap(long from, long to) {

		boolean contains(WatchedEvent event) {
			return event.modRevision() >= this.from && event.modRevision() <= this.to;
		}

	}

}
