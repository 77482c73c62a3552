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

import org.springframework.util.Assert;

/**
 * Makes cursors and says where and how often they store their positions.
 *
 * <pre class="code">
 * EtcdCursor cursor = EtcdCursors.create().named("billing");
 * container.register(KeyRange.prefix("/orders/"), Order.class, listener, (spec) -&gt; spec.cursor(cursor));
 * </pre>
 *
 * For each cursor there are two keys below the prefix: {@code position/<name>}, and
 * {@code name/<name>}, by which it is noticed that the position was lost. Without both of
 * them a watch begins as it did when it was started for the first time. For each group
 * there is one key for each instance, below {@code group/<name>/}. The user of the
 * connection must be allowed to read and write all of them.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdCursors {

	/**
	 * The prefix of the keys of cursors, unless told otherwise.
	 */
	public static final String DEFAULT_PREFIX = "/etcd-spring/cursors/";

	/**
	 * How long a position is kept from being stored, unless told otherwise.
	 */
	public static final Duration DEFAULT_SAVE_INTERVAL = Duration.ofSeconds(1);

	private final String prefix;

	private final Duration saveInterval;

	private EtcdCursors(String prefix, Duration saveInterval) {
		Assert.hasLength(prefix, "'prefix' must not be empty");
		Assert.notNull(saveInterval, "'saveInterval' must not be null");
		Assert.isTrue(!saveInterval.isNegative(), "'saveInterval' must not be negative");
		this.prefix = prefix;
		this.saveInterval = saveInterval;
	}

	/**
	 * Return a maker of cursors below {@value #DEFAULT_PREFIX} that store their positions
	 * a second after an event was handled.
	 * @return the maker of cursors
	 */
	public static EtcdCursors create() {
		return create(DEFAULT_PREFIX, DEFAULT_SAVE_INTERVAL);
	}

	/**
	 * Return a maker of cursors.
	 * @param prefix the prefix of the keys of the cursors and of the owners of groups,
	 * not empty; within the namespace of the connection, if it has one
	 * @param saveInterval how long a position is kept from being stored after an event
	 * was handled, to store that of later events with it; not negative
	 * @return the maker of cursors
	 */
	public static EtcdCursors create(String prefix, Duration saveInterval) {
		return new EtcdCursors(prefix, saveInterval);
	}

	/**
	 * Return a cursor for one watch.
	 * @param name the name, not empty; the same each time that the application is
	 * started, and different for each watch
	 * @return the cursor
	 */
	public EtcdCursor named(String name) {
		Assert.hasText(name, "'name' must not be empty");
		return new DurableCursor(name, this.prefix, this.saveInterval);
	}

	/**
	 * Return the prefix of the keys of cursors.
	 * @return the prefix
	 */
	public String prefix() {
		return this.prefix;
	}

	/**
	 * Return how long a position is kept from being stored.
	 * @return the interval
	 */
	public Duration saveInterval() {
		return this.saveInterval;
	}

}
