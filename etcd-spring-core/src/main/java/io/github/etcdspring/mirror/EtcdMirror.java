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

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import io.github.etcdspring.EtcdConversionException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * A live, read-only copy of a range of keys in the memory of the application. Readers
 * never wait and never see a part of a transaction: each read is of one revision, and
 * {@link #snapshot()} keeps one for several reads. The copy goes on where it stood after
 * an outage, and is compared with the server where history is missing.
 *
 * <pre class="code">
 * &#64;Bean
 * EtcdMirror&lt;Flag&gt; flags(EtcdOperations etcd) {
 *     return etcd.mirror(KeyRange.prefix("/flags/"), Flag.class);
 * }
 * </pre>
 *
 * As a bean it starts before the web server answers and is closed with its context.
 * Otherwise call {@link #start()} and {@link #close()}. Before it is filled for the first
 * time, reads throw {@link EtcdUnavailableException}: nothing known is not the same as
 * nothing there. Values are converted once, when they arrive. Safe for use by several
 * threads at once.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdMirrorOperations#mirror
 */
public interface EtcdMirror<T> extends SmartLifecycle, AutoCloseable {

	/**
	 * The phase in which mirrors start and stop: before and after Spring Boot's web
	 * server.
	 */
	int DEFAULT_PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	/**
	 * Return the mirrored keys.
	 * @return the range
	 */
	KeyRange range();

	/**
	 * Return the value of a key.
	 * @param key the key
	 * @return the value, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of the type of the mirror
	 * @throws EtcdUnavailableException if the mirror is not filled yet
	 */
	@Nullable T get(String key);

	/**
	 * Return a key with its value and revisions.
	 * @param key the key
	 * @return the entry, or {@code null} if there is no such key
	 * @throws EtcdConversionException if the value is not of the type of the mirror
	 * @throws EtcdUnavailableException if the mirror is not filled yet
	 */
	@Nullable EtcdEntry<T> getEntry(String key);

	/**
	 * Return how many keys there are, those that cannot be converted not included.
	 * @return the number of keys
	 * @throws EtcdUnavailableException if the mirror is not filled yet
	 */
	int size();

	/**
	 * Return everything at one revision. Costs next to nothing.
	 * @return the keys as they are now; does not change
	 * @throws EtcdUnavailableException if the mirror is not filled yet
	 */
	EtcdMirrorSnapshot<T> snapshot();

	/**
	 * Return how far the mirror has come: it holds the keys as they were at this revision
	 * of the store, or at a later one.
	 * @return the revision, or 0 if the mirror is not filled yet
	 */
	long revision();

	/**
	 * Wait until the mirror has come to a revision, such as that of a write which shall
	 * be seen, even if that revision has changed nothing here.
	 * @param revision the revision
	 * @param timeout how long to wait; zero for not to wait
	 * @return whether it has; {@code false} after the timeout and when the mirror is
	 * closed
	 * @throws io.github.etcdspring.EtcdInterruptedException if the thread is interrupted
	 */
	boolean awaitRevision(long revision, Duration timeout);

	/**
	 * Wait until the mirror is filled for the first time.
	 * @param timeout how long to wait; zero for not to wait
	 * @return whether it is
	 * @throws io.github.etcdspring.EtcdInterruptedException if the thread is interrupted
	 */
	boolean awaitReady(Duration timeout);

	/**
	 * Return whether the mirror is filled.
	 * @return whether it can be read
	 */
	boolean isReady();

	/**
	 * Return for how long it has not been certain that the mirror is current: everything
	 * that was committed before that time is in it. Grows from the moment at which etcd
	 * cannot be reached.
	 * @return the time since the mirror was current for certain;
	 * {@link java.time.temporal.ChronoUnit#FOREVER} if it is not filled yet
	 */
	Duration staleness();

	/**
	 * Return whether everything that was committed longer than some time ago is in the
	 * mirror.
	 * @param bound the time
	 * @return whether the {@linkplain #staleness() staleness} is not greater than that
	 */
	default boolean isFresh(Duration bound) {
		return staleness().compareTo(bound) <= 0;
	}

	/**
	 * Return the keys whose values are not of the type of the mirror. Reading one of them
	 * throws; {@link #size()} and iteration leave them out.
	 * @return the keys, as text, with the reasons
	 */
	Map<String, EtcdConversionException> undecodable();

	/**
	 * Add a listener. It is told first, by the calling thread, what is there.
	 * @param listener the listener
	 */
	void addListener(EtcdMirrorListener<T> listener);

	/**
	 * Remove a listener. It is not called again after a call that is in progress.
	 * @param listener the listener
	 */
	void removeListener(EtcdMirrorListener<T> listener);

	/**
	 * Return the watch behind the mirror.
	 * @return the registration, or {@code null} before the start and after the end
	 */
	@Nullable EtcdWatchRegistration registration();

	/**
	 * Fill the mirror and keep it up to date from now on. Waits until it is filled, but
	 * no longer than the start timeout. Does nothing if it is started.
	 * @throws IllegalStateException if the mirror is closed, or a listener that it calls
	 * does not return within the start timeout, but at least a second
	 */
	@Override
	void start();

	/**
	 * Leave the mirror as it is. It can be started again, and goes on from there.
	 */
	@Override
	void stop();

	/**
	 * Stop for good. What was read last can still be read. Closing twice does nothing.
	 */
	@Override
	void close();

}
