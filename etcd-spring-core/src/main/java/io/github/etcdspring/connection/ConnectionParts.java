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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdOutcome;

/**
 * What lives as long as a connection and needs it to end: one of each type, made on first
 * use, closed before the connection in the reverse order of their completion.
 *
 * @author The etcd-spring authors
 */
final class ConnectionParts implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private final Map<Class<?>, AutoCloseable> parts = new LinkedHashMap<>();

	/**
	 * Reentrant, as making one may need another one. Not held while parts are closed.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private boolean closed;

	<T extends AutoCloseable> T get(Class<T> type, Supplier<T> factory) {
		this.lock.lock();
		try {
			AutoCloseable part = this.parts.get(type);
			if (part == null) {
				if (this.closed) {
					throw new EtcdClosedException("The connection to etcd is closed", EtcdOutcome.UNSENT, null);
				}
				part = factory.get();
				this.parts.put(type, part);
			}
			return type.cast(part);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		for (AutoCloseable part : end()) {
			try {
				part.close();
			}
			catch (Exception ex) {
				logger.warn("%s could not be closed in order".formatted(part.getClass().getSimpleName()), ex);
			}
		}
	}

	private List<AutoCloseable> end() {
		this.lock.lock();
		try {
			this.closed = true;
			List<AutoCloseable> all = new ArrayList<>(this.parts.values());
			Collections.reverse(all);
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

}
