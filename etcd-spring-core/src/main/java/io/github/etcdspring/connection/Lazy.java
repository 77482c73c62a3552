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

package io.github.etcdspring.connection;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Something that is made when it is asked for, once. An application that does not use
 * etcd while it starts need not load gRPC and Netty for it.
 *
 * @param <T> its type
 * @author The etcd-spring authors
 */
final class Lazy<T> {

	private final ReentrantLock lock = new ReentrantLock();

	private final Supplier<T> factory;

	private final Consumer<T> closer;

	private volatile @Nullable T value;

	private boolean closed;

	/**
	 * Create it, and make nothing yet.
	 * @param factory makes it
	 * @param closer closes it
	 */
	Lazy(Supplier<T> factory, Consumer<T> closer) {
		this.factory = factory;
		this.closer = closer;
	}

	/**
	 * Return what there is, made now if need be. Whoever is late gets something closed.
	 * @return always the same
	 */
	T get() {
		T existing = this.value;
		return (existing != null) ? existing : make();
	}

	boolean isMade() {
		return this.value != null;
	}

	/**
	 * Do something with what there is, if it has been made.
	 * @param action what to do
	 */
	void ifMade(Consumer<T> action) {
		T existing = this.value;
		if (existing != null) {
			action.accept(existing);
		}
	}

	/**
	 * Close what there is, and what may still be made. Closing twice does nothing.
	 */
	void close() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				ifMade(this.closer);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private T make() {
		this.lock.lock();
		try {
			T existing = this.value;
			if (existing == null) {
				existing = this.factory.get();
				this.value = existing;
				if (this.closed) {
					this.closer.accept(existing);
				}
			}
			return existing;
		}
		finally {
			this.lock.unlock();
		}
	}

}
