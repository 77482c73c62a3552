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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.kv.KeyRange;

/**
 * The changes of a watch, taken one after another by the thread that wants them. For
 * scripts and tests; an application has listeners.
 *
 * <pre class="code">
 * try (EtcdWatchIterator&lt;Flag&gt; changes = etcd.watchIterator(KeyRange.prefix("/flags/"), Flag.class)) {
 *     etcd.put("/flags/new-ui", new Flag(true));
 *     EtcdEvent&lt;Flag&gt; change = changes.next(Duration.ofSeconds(5));
 * }
 * </pre>
 *
 * Changes that nobody takes wait on the server once those that wait here have reached the
 * container's bounds. The watch runs until it is closed, whether or not its container
 * runs. To be used by one thread at a time; only {@link #close()} may come from any.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdWatchOperations#watchIterator
 */
public final class EtcdWatchIterator<T> implements Iterator<EtcdEvent<T>>, AutoCloseable {

	/**
	 * After what time at the latest it is noticed that the watch was cancelled.
	 */
	private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

	/**
	 * What the lane of the watch wants to run: this thread is its executor.
	 */
	private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();

	private final Queue<EtcdEvent<T>> events = new ArrayDeque<>();

	private final EtcdWatchRegistration registration;

	private boolean startsItself = true;

	private @Nullable EtcdException failure;

	private volatile boolean closed;

	private EtcdWatchIterator(EtcdWatchContainer container, KeyRange range, ResolvableType type,
			Consumer<EtcdWatchSpec> spec) {
		this.registration = container.register(range, type, new Collector(), (watch) -> {
			watch.errorHandler(EtcdWatchErrorHandler.STOP);
			spec.accept(watch);
			this.startsItself = watch.isAutoStartup();
			watch.independent().executor(this.turns::add).errorHandler(recording(watch.errorHandler()));
		});
	}

	static <T> EtcdWatchIterator<T> open(EtcdWatchContainer container, KeyRange range, ResolvableType type,
			Consumer<EtcdWatchSpec> spec, Duration timeout) {
		EtcdWatchIterator<T> iterator = new EtcdWatchIterator<>(container, range, type, spec);
		try {
			iterator.awaitCreated(timeout);
			return iterator;
		}
		catch (RuntimeException ex) {
			iterator.close();
			throw ex;
		}
	}

	private void awaitCreated(Duration timeout) {
		EtcdWatchRegistration watch = this.registration;
		if (this.startsItself && !watch.awaitCreated(timeout)) {
			EtcdException refused = watch.failure();
			throw (refused != null) ? refused : new EtcdTimeoutException(
					"%s was not confirmed within %d ms. Check 'etcd.endpoints'".formatted(watch, timeout.toMillis()),
					EtcdOutcome.UNSENT, null);
		}
	}

	// The error handler decides about the watch; whoever takes changes must hear of its
	// end
	private EtcdWatchErrorHandler recording(EtcdWatchErrorHandler errorHandler) {
		return (failed) -> {
			EtcdWatchErrorHandler.Decision decision = errorHandler.onError(failed);
			if (decision == EtcdWatchErrorHandler.Decision.STOP) {
				this.failure = (failed.error() instanceof EtcdException known) ? known
						: new EtcdException("A change of %s at revision %d could not be handled"
							.formatted(this.registration, failed.revision()), EtcdOutcome.REFUSED, failed.error());
			}
			return decision;
		};
	}

	/**
	 * Return the registration of the watch.
	 * @return the registration
	 */
	public EtcdWatchRegistration registration() {
		return this.registration;
	}

	/**
	 * Wait until there is a change or the iterator is closed.
	 * @return whether there is one
	 * @throws EtcdException if the watch has ended or was refused
	 * @throws EtcdInterruptedException if the thread is interrupted; nothing is lost
	 */
	@Override
	public boolean hasNext() {
		return !this.closed && (!this.events.isEmpty() || awaitEvent(FOREVER));
	}

	/**
	 * Wait for the next change.
	 * @return the change
	 * @throws EtcdException if the watch has ended or was refused
	 * @throws EtcdInterruptedException if the thread is interrupted; nothing is lost
	 * @throws NoSuchElementException if the iterator is closed
	 */
	@Override
	public EtcdEvent<T> next() {
		if (!hasNext()) {
			throw new NoSuchElementException("The iterator is closed");
		}
		return this.events.remove();
	}

	/**
	 * Wait for the next change.
	 * @param timeout how long to wait; zero for not to wait
	 * @return the change, or {@code null} if there was none in that time
	 * @throws EtcdException if the watch has ended or was refused
	 * @throws EtcdClosedException if the iterator is closed
	 * @throws EtcdInterruptedException if the thread is interrupted; nothing is lost
	 */
	public @Nullable EtcdEvent<T> next(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative(), () -> "'timeout' must not be negative, but is " + timeout);
		if (this.closed) {
			throw closed("The iterator is closed");
		}
		if (this.events.isEmpty() && !awaitEvent((timeout.compareTo(FOREVER) < 0) ? timeout : FOREVER)) {
			if (this.closed) {
				throw closed("The iterator was closed");
			}
			return null;
		}
		return this.events.remove();
	}

	private boolean awaitEvent(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (this.events.isEmpty()) {
			if (this.closed) {
				return false;
			}
			throwFailure();
			long left = deadline - System.nanoTime();
			Runnable turn = take(Math.max(0, Math.min(left, CHECK_NANOS)));
			if (turn != null) {
				turn.run();
			}
			else if (left <= 0) {
				return false;
			}
		}
		return true;
	}

	private void throwFailure() {
		EtcdException failure = this.failure;
		if (failure != null) {
			this.registration.cancel();
			throw failure;
		}
		if (this.registration.state() == EtcdWatchRegistration.State.CANCELLED && !this.closed) {
			throw closed("%s was cancelled".formatted(this.registration));
		}
	}

	private @Nullable Runnable take(long nanos) {
		try {
			return this.turns.poll(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdInterruptedException("Interrupted while waiting for a change of " + this.registration,
					EtcdOutcome.UNSENT, ex);
		}
	}

	private static EtcdClosedException closed(String message) {
		return new EtcdClosedException(message, EtcdOutcome.UNSENT, null);
	}

	/**
	 * End the watch. A thread that waits for a change goes on within a tenth of a second.
	 * Closing twice does nothing.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.registration.cancel();
	}

	/**
	 * Collects what the lane hands over.
	 */
	private final class Collector implements EtcdEventListener<T> {

		@Override
		public void onEvent(EtcdEvent<T> event) {
			EtcdWatchIterator.this.events.add(event);
		}

		@Override
		public void onFailed(EtcdException reason) {
			// The first reason is the one that the others follow from
			if (EtcdWatchIterator.this.failure == null) {
				EtcdWatchIterator.this.failure = reason;
			}
		}

	}

}
