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

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;

/**
 * Turns what the watch tells into one state after another, and tells the listeners what
 * is different.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class MirrorContent<T> implements EtcdWatchListener<byte[]> {

	private static final Log logger = LogFactory.getLog(EtcdMirror.class);

	private final KeyRange range;

	private final EtcdValueConverter converter;

	private final ResolvableType type;

	/**
	 * Keeps the listeners in step with the state: held while they are told.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final List<EtcdMirrorListener<T>> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable MirrorState<T> state;

	/**
	 * What was found by reading the range, as long as that is not everything.
	 */
	private volatile @Nullable Changes<T> found;

	private volatile @Nullable ResponseHeader header;

	private volatile Runnable onChange = () -> {
	};

	private volatile Runnable onFailure = () -> {
	};

	MirrorContent(KeyRange range, EtcdValueConverter converter, ResolvableType type) {
		this.range = range;
		this.converter = converter;
		this.type = type;
	}

	// Set what is called after each new state.
	void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	// Set what is called when everything must be read again.
	void onFailure(Runnable onFailure) {
		this.onFailure = onFailure;
	}

	// Do something while nobody is told anything. Whoever is told may start, stop and
	// close the mirror, so that its locks come after this one.
	// Returns false if somebody was being told something all the time
	boolean quietly(Duration patience, Runnable task) throws InterruptedException {
		if (!this.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
			return false;
		}
		try {
			task.run();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable MirrorState<T> state() {
		return this.state;
	}

	// Return the header of the last message that has brought changes.
	@Nullable ResponseHeader header() {
		return this.header;
	}

	/**
	 * What comes next is everything that is there, whatever was there before.
	 */
	void begin() {
		this.lock.lock();
		try {
			Changes<T> all = new Changes<>();
			all.undecodable = new HashMap<>();
			before().table().forEach((node) -> all.nodes.put(node.key(), null));
			this.found = all;
			this.header = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Return whether a part of what is there is known that is not in the state yet.
	boolean isIncomplete() {
		return this.found != null;
	}

	@Override
	public void onEvents(EtcdWatchBatch<byte[]> batch) {
		this.lock.lock();
		try {
			Changes<T> changes = this.found;
			if (changes == null) {
				changes = new Changes<>();
			}
			if (batch.origin() != EtcdEvent.Origin.CHANGE) {
				// More may follow that belongs to the same revision
				this.found = changes;
			}
			MirrorState<T> before = before();
			for (EtcdEvent<byte[]> event : batch.events()) {
				add(changes, event, before);
			}
			this.header = batch.header();
			if (batch.origin() == EtcdEvent.Origin.CHANGE) {
				apply(changes, batch.revision());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onReset(long fromRevision, long toRevision) {
		takeIn(this::begin);
	}

	@Override
	public void onSnapshot(long revision) {
		takeIn(() -> complete(revision));
	}

	// Nobody repeats a notice that could not be taken in, such as for want of memory
	private void takeIn(Runnable notice) {
		try {
			notice.run();
		}
		catch (Throwable ex) {
			this.onFailure.run();
			throw ex;
		}
	}

	private void complete(long revision) {
		this.lock.lock();
		try {
			Changes<T> found = this.found;
			if (found != null) {
				apply(found, revision);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void apply(Changes<T> changes, long revision) {
		MirrorState<T> before = before();
		this.state = new MirrorState<>(revision, before.table().with(changes.nodes),
				(changes.undecodable != null) ? Map.copyOf(changes.undecodable) : before.undecodable());
		this.found = null;
		this.onChange.run();
		tell(before, changes);
	}

	private MirrorState<T> before() {
		MirrorState<T> state = this.state;
		return (state != null) ? state : new MirrorState<>(0, MirrorTable.empty(), Map.of());
	}

	private void add(Changes<T> changes, EtcdEvent<byte[]> event, MirrorState<T> before) {
		EtcdEntry<byte[]> entry = event.entry();
		byte[] key = entry.keyBytes();
		EtcdConversionException failure = null;
		MirrorNode<T> node = null;
		if (!event.isDelete()) {
			try {
				T value = this.converter.fromBytes((entry.value() != null) ? entry.value() : new byte[0], this.type);
				node = new MirrorNode<>(key, value, entry.version(), entry.createRevision(), entry.modRevision(),
						entry.leaseId());
			}
			catch (Exception | LinkageError | StackOverflowError ex) {
				failure = failure(entry, ex);
			}
		}
		changes.nodes.put(key, node);
		if (failure != null || !before.undecodable().isEmpty() || changes.undecodable != null) {
			changes.undecodable(before).remove(ByteBuffer.wrap(key));
		}
		if (failure != null) {
			logger.warn("A value of the mirror of %s is left out: %s".formatted(this.range, failure.getMessage()));
			changes.undecodable(before).put(ByteBuffer.wrap(key), failure);
			changes.failures.put(entry.key(), failure);
		}
	}

	private static EtcdConversionException failure(EtcdEntry<?> entry, Throwable ex) {
		String where = "key \"%s\" at revision %d".formatted(entry.key(), entry.modRevision());
		return (ex instanceof EtcdConversionException)
				? new EtcdConversionException("%s (%s)".formatted(ex.getMessage(), where), EtcdOutcome.UNSENT,
						ex.getCause())
				: new EtcdConversionException("The value converter failed (%s)".formatted(where), EtcdOutcome.UNSENT,
						ex);
	}

	void addListener(EtcdMirrorListener<T> listener) {
		this.lock.lock();
		try {
			before().table().forEach((node) -> tell(listener, (each) -> each.onAdded(node.toEntry())));
			this.listeners.add(listener);
		}
		finally {
			this.lock.unlock();
		}
	}

	void removeListener(EtcdMirrorListener<T> listener) {
		this.listeners.remove(listener);
	}

	private void tell(MirrorState<T> before, Changes<T> changes) {
		if (this.listeners.isEmpty()) {
			return;
		}
		changes.nodes.forEach((key, node) -> tell(before.table().get(key), node));
		changes.failures.forEach((key, failure) -> tell((listener) -> listener.onUndecodable(key, failure)));
	}

	private void tell(@Nullable MirrorNode<T> before, @Nullable MirrorNode<T> after) {
		if (before == null && after != null) {
			EtcdEntry<T> entry = after.toEntry();
			tell((listener) -> listener.onAdded(entry));
		}
		else if (before != null && after == null) {
			EtcdEntry<T> previous = before.toEntry();
			tell((listener) -> listener.onRemoved(previous));
		}
		else if (before != null && after != null && !isSame(before, after)) {
			EtcdEntry<T> entry = after.toEntry();
			EtcdEntry<T> previous = before.toEntry();
			tell((listener) -> listener.onChanged(entry, previous));
		}
	}

	private static boolean isSame(MirrorNode<?> before, MirrorNode<?> after) {
		return before.modRevision() == after.modRevision() && before.createRevision() == after.createRevision()
				&& before.version() == after.version();
	}

	private void tell(Consumer<EtcdMirrorListener<T>> notice) {
		this.listeners.forEach((listener) -> tell(listener, notice));
	}

	private void tell(EtcdMirrorListener<T> listener, Consumer<EtcdMirrorListener<T>> notice) {
		try {
			notice.accept(listener);
		}
		catch (Throwable ex) {
			logger.error("A listener of the mirror of %s failed".formatted(this.range), ex);
		}
	}

	/**
	 * What a revision changes.
	 *
	 * @param <T> the type of the values
	 */
	private static final class Changes<T> {

		private final NavigableMap<byte[], @Nullable MirrorNode<T>> nodes = MirrorTable.changes();

		private final Map<String, EtcdConversionException> failures = new HashMap<>();

		private @Nullable Map<ByteBuffer, EtcdConversionException> undecodable;

		Map<ByteBuffer, EtcdConversionException> undecodable(MirrorState<T> before) {
			if (this.undecodable == null) {
				this.undecodable = new HashMap<>(before.undecodable());
			}
			return this.undecodable;
		}

	}

}
