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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchErrorHandler;
import io.github.etcdspring.watch.EtcdWatchOperations;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * A mirror that is fed by a watch which begins with a snapshot.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class DefaultEtcdMirror<T> implements EtcdMirror<T>, BeanNameAware {

	private static final Log logger = LogFactory.getLog(EtcdMirror.class);

	private static final ParameterizedTypeReference<byte[]> BYTES = ParameterizedTypeReference.forType(byte[].class);

	private static final EtcdValueConverter RAW = EtcdValueConverter.create();

	private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	/**
	 * How long to wait before everything is read again, and at least for a listener that
	 * is busy.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final KeyRange range;

	private final EtcdMirrorSpec spec;

	private final MirrorContent<T> content;

	private final MirrorCurrency currency;

	private final EtcdWatchOperations watches;

	private final MirrorStarts starts;

	private final ReentrantLock lifecycle = new ReentrantLock();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/**
	 * How often there was something new.
	 */
	private final AtomicLong changes = new AtomicLong();

	private @Nullable String beanName;

	private volatile @Nullable EtcdWatchRegistration registration;

	private volatile boolean running;

	private volatile boolean closed;

	DefaultEtcdMirror(KeyRange range, EtcdMirrorSpec spec, MirrorContent<T> content, EtcdWatchOperations watches,
			AsyncEtcdKvOperations kv, MirrorStarts starts) {
		this.range = range;
		this.spec = spec;
		this.content = content;
		this.watches = watches;
		this.starts = starts;
		this.currency = new MirrorCurrency(range, content, kv, () -> this.registration, spec.checkInterval());
		content.onChange(this::signal);
		content.onFailure(this::beginAnew);
	}

	@Override
	public void setBeanName(String name) {
		this.beanName = name;
	}

	@Override
	public KeyRange range() {
		return this.range;
	}

	@Override
	public @Nullable T get(String key) {
		MirrorNode<T> node = state().find(key);
		return (node != null) ? node.value() : null;
	}

	@Override
	public @Nullable EtcdEntry<T> getEntry(String key) {
		MirrorNode<T> node = state().find(key);
		return (node != null) ? node.toEntry() : null;
	}

	@Override
	public int size() {
		return state().table().size();
	}

	@Override
	public EtcdMirrorSnapshot<T> snapshot() {
		while (true) {
			MirrorState<T> state = state();
			long revision = this.currency.revision(state);
			if (revision > 0) {
				return new EtcdMirrorSnapshot<>(state, revision);
			}
		}
	}

	private MirrorState<T> state() {
		MirrorState<T> state = this.content.state();
		if (state == null) {
			throw notFilled();
		}
		return state;
	}

	private EtcdUnavailableException notFilled() {
		EtcdException failure = failure();
		String reason = (this.running) ? "etcd has not answered so far" : "it is not started";
		return new EtcdUnavailableException("The mirror of %s is not filled yet: %s".formatted(this.range,
				(failure != null) ? failure.getMessage() : reason), EtcdOutcome.UNSENT, failure);
	}

	private @Nullable EtcdException failure() {
		EtcdWatchRegistration registration = this.registration;
		return (registration != null) ? registration.failure() : null;
	}

	@Override
	public long revision() {
		return this.currency.revision();
	}

	@Override
	public boolean awaitRevision(long revision, Duration timeout) {
		long since = System.nanoTime();
		return await(() -> {
			if (revision() >= revision) {
				return true;
			}
			// The event of a write that has just been made comes without being asked for
			if (System.nanoTime() - since > LOOK_NANOS) {
				this.currency.ask(since);
			}
			return false;
		}, timeout);
	}

	@Override
	public boolean awaitReady(Duration timeout) {
		return await(this::isReady, timeout);
	}

	@Override
	public boolean isReady() {
		return this.content.state() != null;
	}

	private boolean await(BooleanSupplier condition, Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative(), () -> "'timeout' must not be negative, but is " + timeout);
		long deadline = System.nanoTime() + atMostLongest(timeout).toNanos();
		try {
			while (true) {
				long before = this.changes.get();
				// Not under the lock: what it calls may run anything
				if (condition.getAsBoolean()) {
					return true;
				}
				long left = deadline - System.nanoTime();
				if (left <= 0 || this.closed) {
					return false;
				}
				// What moves the watch without changing anything here does not signal
				awaitChange(before, Math.min(left, LOOK_NANOS));
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private EtcdInterruptedException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new EtcdInterruptedException("Interrupted while waiting for the mirror of " + this.range,
				EtcdOutcome.UNSENT, ex);
	}

	private static Duration atMostLongest(Duration timeout) {
		return (timeout.compareTo(LONGEST_WAIT) < 0) ? timeout : LONGEST_WAIT;
	}

	private void awaitChange(long before, long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (this.changes.get() == before) {
				this.changed.awaitNanos(nanos);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void signal() {
		this.changes.incrementAndGet();
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Duration staleness() {
		return this.currency.staleness();
	}

	@Override
	public Map<String, EtcdConversionException> undecodable() {
		return snapshot().undecodable();
	}

	@Override
	public void addListener(EtcdMirrorListener<T> listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.content.addListener(listener);
	}

	@Override
	public void removeListener(EtcdMirrorListener<T> listener) {
		this.content.removeListener(listener);
	}

	@Override
	public @Nullable EtcdWatchRegistration registration() {
		return this.registration;
	}

	@Override
	public void start() {
		Duration timeout = this.starts.timeout(this.spec.startTimeout());
		long begun = System.nanoTime();
		if (!this.running) {
			startQuietly((timeout.compareTo(PATIENCE) > 0) ? atMostLongest(timeout) : PATIENCE);
		}
		Duration left = timeout.minusNanos(System.nanoTime() - begun);
		await(() -> isReady() || failure() != null || this.starts.isInVain(),
				(left.isNegative()) ? Duration.ZERO : left);
		if (!timeout.isZero() && !isReady()) {
			this.starts.late(this);
			logger.warn("%s; the application starts without it".formatted(notFilled().getMessage()));
		}
	}

	private void startQuietly(Duration patience) {
		boolean started = quietly(patience, this::run);
		Assert.state(started, () -> ("The mirror of %s cannot be started: one of its listeners has been busy for %d ms "
				+ "and must return first")
			.formatted(this.range, patience.toMillis()));
	}

	private boolean quietly(Duration patience, Runnable task) {
		try {
			return this.content.quietly(patience, task);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private void run() {
		this.lifecycle.lock();
		try {
			Assert.state(!this.closed, () -> "The mirror of %s is closed".formatted(this.range));
			if (this.running) {
				return;
			}
			EtcdWatchRegistration registration = this.registration;
			if (registration != null) {
				registration.resume();
			}
			else {
				register();
			}
			this.running = true;
			this.currency.start();
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void register() {
		this.content.begin();
		this.registration = this.watches.watch(this.range, BYTES, this.content, (watch) -> {
			watch.independent()
				.converter(RAW)
				.initial(EtcdWatchSpec.Initial.SNAPSHOT)
				.onCompaction(EtcdWatchSpec.OnCompaction.RESET)
				.errorHandler(this::failed);
			String id = (this.spec.id() != null) ? this.spec.id() : this.beanName;
			if (id != null) {
				watch.id(id);
			}
		});
	}

	private EtcdWatchErrorHandler.Decision failed(EtcdWatchErrorHandler.FailedEvents failed) {
		beginAnew();
		return EtcdWatchErrorHandler.Decision.STOP;
	}

	// Such as for want of memory: what was not taken in must be read again
	private void beginAnew() {
		EtcdWatchRegistration broken = this.registration;
		if (broken != null) {
			broken.cancel();
		}
		this.registration = null;
		restartLater();
	}

	private void restartLater() {
		CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
			if (!quietly(PATIENCE, this::restart) && this.running) {
				restartLater();
			}
		});
	}

	private void restart() {
		this.lifecycle.lock();
		try {
			if (this.running && this.registration == null) {
				register();
			}
		}
		catch (RuntimeException ex) {
			logger.error("The mirror of %s cannot go on".formatted(this.range), ex);
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public void stop() {
		EtcdWatchRegistration registration;
		this.lifecycle.lock();
		try {
			this.running = false;
			this.currency.stop();
			registration = this.registration;
		}
		finally {
			this.lifecycle.unlock();
		}
		if (registration != null) {
			registration.pause();
			if (this.running) {
				// Somebody has started it meanwhile
				registration.resume();
			}
		}
	}

	@Override
	public void close() {
		EtcdWatchRegistration registration;
		this.lifecycle.lock();
		try {
			this.closed = true;
			this.running = false;
			this.currency.stop();
			registration = this.registration;
			this.registration = null;
		}
		finally {
			this.lifecycle.unlock();
		}
		if (registration != null) {
			registration.cancel();
		}
		signal();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.spec.isAutoStartup();
	}

	@Override
	public int getPhase() {
		return this.spec.phase();
	}

	/**
	 * Return nothing that may be a secret.
	 */
	@Override
	public String toString() {
		return "EtcdMirror of " + this.range;
	}

}
