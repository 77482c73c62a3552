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

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.watch.EtcdWatchCursor.Outcome;
import io.github.etcdspring.watch.EtcdWatchErrorHandler.Decision;
import io.github.etcdspring.watch.EtcdWatchErrorHandler.FailedEvents;

/**
 * Converts events, calls the listener and decides what becomes of events that it could
 * not handle. Called by one thread at a time.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class WatchHandler<T> {

	/**
	 * The unit has been dealt with.
	 */
	static final long DONE = -1;

	/**
	 * The watch shall end.
	 */
	static final long STOP = -2;

	private static final EtcdValueConverter BYTES = EtcdValueConverter.create();

	private static final ResolvableType BYTES_TYPE = ResolvableType.forClass(byte[].class);

	/**
	 * After what time a cursor is read or written again that etcd could not be asked for.
	 */
	private static final long CURSOR_RETRY_MILLIS = 250;

	/**
	 * After what time it is tried again to call a listener that was not to be called.
	 */
	private static final long NOT_NOW_MILLIS = 5;

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	private final String watch;

	private final EtcdWatchListener<T> listener;

	private final ResolvableType type;

	private final EtcdValueConverter converter;

	private final EtcdWatchErrorHandler errorHandler;

	private final BackOff backOff;

	private final @Nullable WatchPrevious previous;

	private final EtcdWatchSettings settings;

	private final EtcdWatchMetrics metrics;

	// Written by one thread at a time
	private volatile long handled;

	private volatile long skipped;

	private final EtcdWatchCursor.@Nullable Session cursor;

	private final boolean grouped;

	private @Nullable BackOffExecution retries;

	/**
	 * A call whose effect on the cursor is not known yet.
	 */
	private @Nullable Call unsettled;

	/**
	 * How often in a row previous values could not be read.
	 */
	private int unread;

	/**
	 * What the listener is called with, until it has been dealt with.
	 */
	private @Nullable EtcdWatchBatch<T> converted;

	private volatile boolean silent;

	WatchHandler(String watch, EtcdWatchListener<T> listener, ResolvableType type, EtcdValueConverter converter,
			EtcdWatchErrorHandler errorHandler, @Nullable WatchPrevious previous,
			EtcdWatchCursor.@Nullable Session cursor, boolean grouped, EtcdWatchSettings settings) {
		this.watch = watch;
		this.listener = listener;
		this.type = type;
		this.converter = converter;
		this.errorHandler = errorHandler;
		this.previous = previous;
		this.cursor = cursor;
		this.grouped = grouped;
		this.backOff = settings.handlerBackOff();
		this.settings = settings;
		this.metrics = SafeWatchMetrics.of(settings.metrics());
	}

	// Handle a unit.
	// Returns DONE, STOP, or the milliseconds after which to handle it again
	long handle(WatchUnit unit) {
		if (unit instanceof WatchUnit.Changes changes) {
			return complete(changes);
		}
		if (unit instanceof WatchUnit.Mark mark) {
			return (this.cursor != null) ? move(this.cursor, mark) : DONE;
		}
		return notify((WatchUnit.Notice) unit);
	}

	// Whether others may be called instead, so that nothing of the application must be
	private boolean isOusted() {
		return this.grouped && this.cursor != null && !this.cursor.isOwner();
	}

	private long move(EtcdWatchCursor.Session cursor, WatchUnit.Mark mark) {
		if (!mark.anew()) {
			cursor.passed(mark.position(), false);
			return DONE;
		}
		try {
			return (cursor.restart(mark.position()) == Outcome.OVER) ? STOP : DONE;
		}
		catch (EtcdException ex) {
			return later(ex);
		}
	}

	private long later(EtcdException ex) {
		logger.debug("The cursor of watch '%s' cannot be read or written; it is tried again".formatted(this.watch), ex);
		return CURSOR_RETRY_MILLIS;
	}

	// Set whether the listener is not to be called any more, for the time being.
	void silence(boolean silent) {
		this.silent = silent;
	}

	// Forget the call whose unit was taken out of the lane.
	void reset() {
		this.unsettled = null;
		this.converted = null;
		this.retries = null;
		this.unread = 0;
	}

	long handledEvents() {
		return this.handled;
	}

	long skippedEvents() {
		return this.skipped;
	}

	private long complete(WatchUnit.Changes changes) {
		List<RawEvent> events;
		try {
			events = (this.previous != null) ? this.previous.complete(changes.events()) : changes.events();
			this.unread = 0;
		}
		catch (EtcdException ex) {
			return RetryDelay.afterFailures(++this.unread);
		}
		boolean same = events == changes.events();
		return handle((same) ? changes : new WatchUnit.Changes(changes.header(), changes.revision(), events,
				changes.ordinal(), changes.last(), changes.arrived()));
	}

	private long handle(WatchUnit.Changes changes) {
		Call call = this.unsettled;
		if (call == null) {
			call = call(changes);
			this.unsettled = call;
		}
		if (call == null) {
			return NOT_NOW_MILLIS;
		}
		Outcome outcome;
		try {
			outcome = (this.cursor != null && call.made) ? this.cursor.called() : Outcome.NOT_STORED;
		}
		catch (EtcdException ex) {
			return later(ex);
		}
		this.unsettled = null;
		return switch (outcome) {
			case OVER -> STOP;
			case REPEAT -> 0;
			case STORED -> handled(changes, call);
			case NOT_STORED -> (call.failure != null) ? failed(changes, call, call.failure) : handled(changes, call);
		};
	}

	private @Nullable Call call(WatchUnit.Changes changes) {
		if (isOusted()) {
			return null;
		}
		long start = System.nanoTime();
		boolean made = false;
		try {
			EtcdWatchBatch<T> batch = converted(changes);
			if (this.silent) {
				// Since it was taken from the lane: handled when the lane goes on, if
				// ever
				return null;
			}
			if (this.cursor != null && !this.cursor.calling(changes.after())) {
				return null;
			}
			made = true;
			call(batch);
			return new Call(true, System.nanoTime() - start, null);
		}
		catch (Throwable ex) {
			return (made || !isOusted()) ? new Call(made, System.nanoTime() - start, ex) : null;
		}
	}

	private void call(EtcdWatchBatch<T> batch) throws Exception {
		WatchObservation observation = WatchObservation.start(this.settings, this.watch, batch);
		Throwable failure = null;
		try {
			this.listener.onEvents(batch);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			observation.stop(failure);
		}
	}

	private long handled(WatchUnit.Changes changes, Call call) {
		this.converted = null;
		this.retries = null;
		this.handled += changes.eventCount();
		this.metrics.handled(this.watch, changes.eventCount(), call.nanos);
		passed(changes);
		return DONE;
	}

	private void passed(WatchUnit.Changes changes) {
		if (this.cursor != null) {
			this.cursor.passed(changes.after(), true);
		}
	}

	private long failed(WatchUnit.Changes changes, Call call, Throwable ex) {
		// Converting the same bytes again would fail again
		return (call.made) ? retryOrSkip(changes, call.nanos, ex) : skip(changes, call.nanos, ex);
	}

	// Once, however often the listener is called
	private EtcdWatchBatch<T> converted(WatchUnit.Changes changes) {
		EtcdWatchBatch<T> batch = this.converted;
		if (batch == null) {
			List<EtcdEvent<T>> events = new ArrayList<>(changes.eventCount());
			for (RawEvent event : changes.events()) {
				events.add(event.convert(this.converter, this.type));
			}
			batch = new EtcdWatchBatch<>(changes.revision(), events, changes.header());
			this.converted = batch;
		}
		return batch;
	}

	private long retryOrSkip(WatchUnit.Changes changes, long nanos, Throwable ex) {
		if (this.retries == null) {
			this.retries = this.backOff.start();
		}
		long delay = this.retries.nextBackOff();
		if (delay == BackOffExecution.STOP) {
			return skip(changes, nanos, ex);
		}
		logger.debug("The listener of watch '%s' failed and is called again after %d ms".formatted(this.watch, delay),
				ex);
		this.metrics.handlerFailed(this.watch, changes.eventCount(), nanos, false);
		return delay;
	}

	private long skip(WatchUnit.Changes changes, long nanos, Throwable ex) {
		this.converted = null;
		this.retries = null;
		int count = changes.eventCount();
		this.skipped += count;
		this.metrics.handlerFailed(this.watch, count, nanos, true);
		logger.error("The listener of watch '%s' failed; %d event(s) of revision %d were not handled"
			.formatted(this.watch, count, changes.revision()), ex);
		if (decide(changes, ex) == Decision.STOP) {
			return STOP;
		}
		passed(changes);
		return DONE;
	}

	private Decision decide(WatchUnit.Changes changes, Throwable ex) {
		try {
			List<EtcdEvent<byte[]>> events = changes.events()
				.stream()
				.map((event) -> event.<byte[]>convert(BYTES, BYTES_TYPE))
				.toList();
			return this.errorHandler.onError(new FailedEvents(this.watch, changes.revision(), events, ex));
		}
		catch (Throwable handlerEx) {
			logger.error("The error handler of watch '%s' failed".formatted(this.watch), handlerEx);
			return Decision.SKIP;
		}
	}

	private long notify(WatchUnit.Notice notice) {
		if (!notice.anyway() && isOusted()) {
			return NOT_NOW_MILLIS;
		}
		try {
			notice.call().accept(this.listener);
		}
		catch (Throwable ex) {
			logger.error("The listener of watch '%s' failed to take a notice".formatted(this.watch), ex);
		}
		return DONE;
	}

	/**
	 * What has become of a call of the listener.
	 *
	 * @param made whether it was called at all: the values could be converted
	 * @param nanos how long it took
	 * @param failure what it threw, or {@code null}
	 */
	private record Call(boolean made, long nanos, @Nullable Throwable failure) {
	}

}
