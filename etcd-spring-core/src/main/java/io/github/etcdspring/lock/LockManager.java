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

package io.github.etcdspring.lock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdTaskThreads;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.lease.AsyncEtcdLeaseOperations;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * The locks of a connection, and what all of them need.
 *
 * @author The etcd-spring authors
 */
final class LockManager implements AutoCloseable {

	/**
	 * How long a key that is to go waits for a member that hangs before another one is
	 * asked: until then it keeps everybody out.
	 */
	private static final Duration REMOVAL_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration PREDECESSORS_IDLE = Duration.ofSeconds(5);

	private final EtcdConnection connection;

	private final EtcdValueConverter converter = EtcdValueConverter.create();

	private final AsyncEtcdKvOperations asyncKv;

	private final EtcdTaskThreads threads;

	private final LockCounters counters = new LockCounters();

	private final LockGhosts ghosts = new LockGhosts(this);

	private final LockPredecessors predecessors = new LockPredecessors(this, PREDECESSORS_IDLE);

	private final LockQueues queues = new LockQueues(this);

	private final LockSessions sessions;

	private final HeldLocks held;

	private final LockTaker taker;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable EtcdWatchContainer container;

	private volatile boolean closed;

	private LockManager(EtcdConnection connection) {
		this.connection = connection;
		EtcdCalls calls = connection.calls();
		this.asyncKv = AsyncEtcdKvOperations.create(calls.withTimeout(atMost(calls, REMOVAL_TIMEOUT)).unobserved(),
				this.converter);
		this.threads = new EtcdTaskThreads("lock", connection.settings().callbackExecutor());
		this.sessions = new LockSessions(this, EtcdLeaseOperations.create(connection, calls, this.converter),
				AsyncEtcdLeaseOperations.create(connection, calls));
		this.held = new HeldLocks(this, this.queues, calls, this.counters);
		this.taker = new LockTaker(this, this.counters, connection.settings().observationRegistry());
	}

	static Duration atMost(EtcdCalls calls, Duration timeout) {
		return (calls.timeout().compareTo(timeout) < 0) ? calls.timeout() : timeout;
	}

	static LockManager of(EtcdConnection connection) {
		return connection.part(LockManager.class, LockManager::new);
	}

	void checkOpen() {
		if (this.closed) {
			throw new EtcdClosedException("The connection to etcd is closed", EtcdOutcome.UNSENT, null);
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	EtcdKvOperations kv(EtcdCalls calls, Duration timeout) {
		return EtcdKvOperations.create(calls.withTimeout(timeout), this.converter);
	}

	AsyncEtcdKvOperations asyncKv() {
		return this.asyncKv;
	}

	EtcdTaskThreads threads() {
		return this.threads;
	}

	LockGhosts ghosts() {
		return this.ghosts;
	}

	LockPredecessors predecessors() {
		return this.predecessors;
	}

	LockQueues queues() {
		return this.queues;
	}

	LockSessions sessions() {
		return this.sessions;
	}

	LockTaker taker() {
		return this.taker;
	}

	HeldLocks held() {
		return this.held;
	}

	/**
	 * Watch a key.
	 * @param key the key
	 * @param listener hears of its changes
	 * @param spec says how to watch
	 * @return the watch, to be cancelled
	 * @throws EtcdClosedException if the connection is closed
	 */
	EtcdWatchRegistration watch(String key, EtcdWatchListener<byte[]> listener, Consumer<EtcdWatchSpec> spec) {
		try {
			return container().register(KeyRange.key(key), byte[].class, listener, spec);
		}
		catch (IllegalStateException ex) {
			checkOpen();
			throw ex;
		}
	}

	private EtcdWatchContainer container() {
		EtcdWatchContainer current;
		boolean created = false;
		this.lock.lock();
		try {
			checkOpen();
			current = this.container;
			if (current == null) {
				current = new EtcdWatchContainer(this.connection, this.converter,
						EtcdWatchSettings.builder().streams(1).build());
				this.container = current;
				created = true;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (created) {
			current.start();
		}
		return current;
	}

	// Run code of the user.
	CompletableFuture<?> callback(Runnable task) {
		return EtcdTaskThreads.run(this.threads.callbacks(), task);
	}

	void leaseLost(LockRequest.Kind kind) {
		this.ghosts.clear();
		this.held.leaseLost(kind);
	}

	EtcdLockStatistics statistics() {
		return this.counters.snapshot();
	}

	@Override
	public void close() {
		EtcdWatchContainer open;
		this.lock.lock();
		try {
			this.closed = true;
			open = this.container;
		}
		finally {
			this.lock.unlock();
		}
		this.sessions.wakeAll();
		if (open != null) {
			open.close();
		}
		this.threads.shutdown();
	}

}
