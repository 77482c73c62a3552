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
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * Watches. All of them belong to the container of the template, and run while it runs.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdWatchOperations {

	/**
	 * Watch keys whose values are text, from now on.
	 * @param range the keys
	 * @param listener hears of the changes
	 * @return the registration, which does not wait for etcd:
	 * {@link EtcdWatchRegistration#awaitCreated} does
	 */
	default EtcdWatchRegistration watch(KeyRange range, EtcdWatchListener<String> listener) {
		return watch(range, String.class, listener);
	}

	/**
	 * Watch keys whose values are text.
	 * @param range the keys
	 * @param listener hears of the changes
	 * @param spec says how, such as {@code (watch) -> watch.startRevision(revision)}
	 * @return the registration, which does not wait for etcd:
	 * {@link EtcdWatchRegistration#awaitCreated} does
	 * @throws IllegalArgumentException if another registration has the same id
	 */
	default EtcdWatchRegistration watch(KeyRange range, EtcdWatchListener<String> listener,
			Consumer<EtcdWatchSpec> spec) {
		return watch(range, String.class, listener, spec);
	}

	/**
	 * Watch keys from now on.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param listener hears of the changes, such as
	 * {@code EtcdWatchListener.each((event) -> ..)}
	 * @return the registration, which does not wait for etcd:
	 * {@link EtcdWatchRegistration#awaitCreated} does
	 */
	default <T> EtcdWatchRegistration watch(KeyRange range, Class<T> type, EtcdWatchListener<T> listener) {
		return watch(range, type, listener, (spec) -> {
		});
	}

	/**
	 * Watch keys in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param listener hears of the changes, such as
	 * {@code EtcdWatchListener.each((event) -> ..)}
	 * @param spec says how, such as {@code (watch) -> watch.startRevision(revision)}
	 * @return the registration, which does not wait for etcd:
	 * {@link EtcdWatchRegistration#awaitCreated} does
	 * @throws IllegalArgumentException if another registration has the same id
	 */
	default <T> EtcdWatchRegistration watch(KeyRange range, Class<T> type, EtcdWatchListener<T> listener,
			Consumer<EtcdWatchSpec> spec) {
		Assert.notNull(type, "'type' must not be null");
		return watch(range, ParameterizedTypeReference.<T>forType(type), listener, spec);
	}

	/**
	 * Watch keys from now on.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param listener hears of the changes, such as
	 * {@code EtcdWatchListener.each((event) -> ..)}
	 * @return the registration, which does not wait for etcd:
	 * {@link EtcdWatchRegistration#awaitCreated} does
	 */
	default <T> EtcdWatchRegistration watch(KeyRange range, ParameterizedTypeReference<T> type,
			EtcdWatchListener<T> listener) {
		return watch(range, type, listener, (spec) -> {
		});
	}

	/**
	 * Watch keys in a way that the specification says.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param listener hears of the changes, such as
	 * {@code EtcdWatchListener.each((event) -> ..)}
	 * @param spec says how, such as {@code (watch) -> watch.startRevision(revision)}
	 * @return the registration, which does not wait for etcd:
	 * {@link EtcdWatchRegistration#awaitCreated} does
	 * @throws IllegalArgumentException if another registration has the same id
	 */
	<T> EtcdWatchRegistration watch(KeyRange range, ParameterizedTypeReference<T> type, EtcdWatchListener<T> listener,
			Consumer<EtcdWatchSpec> spec);

	/**
	 * Watch keys from now on and take the changes one after another, for scripts and
	 * tests.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @return the changes, to be closed; every change from the return of this method on
	 * is among them
	 * @throws io.github.etcdspring.EtcdException if the watch is refused, or not
	 * confirmed within the request timeout
	 */
	default <T> EtcdWatchIterator<T> watchIterator(KeyRange range, Class<T> type) {
		return watchIterator(range, type, (spec) -> {
		});
	}

	/**
	 * Watch keys in a way that the specification says and take the changes one after
	 * another, for scripts and tests.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec says how, such as {@code (watch) -> watch.startRevision(revision)}
	 * @return the changes, to be closed
	 * @throws io.github.etcdspring.EtcdException if the watch is refused, or not
	 * confirmed within the request timeout
	 */
	default <T> EtcdWatchIterator<T> watchIterator(KeyRange range, Class<T> type, Consumer<EtcdWatchSpec> spec) {
		Assert.notNull(type, "'type' must not be null");
		return watchIterator(range, ParameterizedTypeReference.<T>forType(type), spec);
	}

	/**
	 * Watch keys in a way that the specification says and take the changes one after
	 * another, for scripts and tests.
	 * @param <T> the type of the values
	 * @param range the keys
	 * @param type the type of the values
	 * @param spec says how, such as {@code (watch) -> watch.startRevision(revision)}
	 * @return the changes, to be closed
	 * @throws io.github.etcdspring.EtcdException if the watch is refused, or not
	 * confirmed within the request timeout
	 */
	<T> EtcdWatchIterator<T> watchIterator(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<EtcdWatchSpec> spec);

	/**
	 * Return the container of the watches, which lists, finds and cancels them.
	 * @return the container
	 * @throws IllegalStateException if there is none for the connection of the template
	 */
	EtcdWatchContainer watches();

	/**
	 * Create operations.
	 * @param container tells the container, which is asked for with every call
	 * @param converter converts the values
	 * @param timeout how long {@link #watchIterator} waits for etcd
	 * @return the operations
	 */
	static EtcdWatchOperations create(Supplier<EtcdWatchContainer> container, EtcdValueConverter converter,
			Duration timeout) {
		return new DefaultEtcdWatchOperations(container, converter, timeout);
	}

}
