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

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdOutcome;

/**
 * jetcd's own client, made when it is asked for the first time.
 *
 * @author The etcd-spring authors
 */
final class LazyClient {

	private final ReentrantLock lock = new ReentrantLock();

	private final ClientBuilder builder;

	private @Nullable Client client;

	private boolean closed;

	LazyClient(ClientBuilder builder) {
		this.builder = builder;
	}

	Client get() {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new EtcdClosedException("There is no client: the connection to etcd is closed",
						EtcdOutcome.UNSENT, null);
			}
			Client existing = this.client;
			if (existing == null) {
				existing = this.builder.copy().build();
				this.client = existing;
			}
			return existing;
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		Client existing;
		this.lock.lock();
		try {
			this.closed = true;
			existing = this.client;
			this.client = null;
		}
		finally {
			this.lock.unlock();
		}
		if (existing != null) {
			existing.close();
		}
	}

}
