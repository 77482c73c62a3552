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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lease.EtcdLeaseTerm;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * The locks of a connection, all of which depend on its session lease.
 *
 * @author The etcd-spring authors
 */
final class LockManager implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdLock.class);

	/**
	 * How long giving a lock back waits for etcd.
	 */
	private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(1);

	private final EtcdConnection connection;

	private final EtcdValueConverter converter = EtcdValueConverter.create();

	private final EtcdCalls calls;

	private final EtcdLeaseOperations leases;

	private final EtcdKvOperations releases;

	private final AsyncEtcdKvOperations asyncKv;

	private final LockThreads threads;

	private final LockCounters counters = new LockCounters();

	private final LockGhosts ghosts = new LockGhosts(this);

	private final Map<String, LockQueue> queues = new ConcurrentHashMap<>();

	private final Set<HeldLock> held = ConcurrentHashMap.newKeySet();

	private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final List<LockSession> listeners = Stream.of(LockRequest.Kind.values())
		.map((kind) -> new LockSession(kind.order(), () -> sessionLost(kind)))
		.toList();

	private @Nullable EtcdWatchContainer container;

	private volatile boolean closed;

	private LockManager(EtcdConnection connection) {
		this.connection = connection;
		this.calls = connection.calls();
		this.leases = EtcdLeaseOperations.create(connection, this.calls, this.converter);
		Duration timeout = this.calls.timeout();
		this.releases = EtcdKvOperations.create(
				this.calls.withTimeout((timeout.compareTo(RELEASE_TIMEOUT) < 0) ? timeout : RELEASE_TIMEOUT),
				this.converter);
		this.asyncKv = AsyncEtcdKvOperations.create(this.calls.unobserved(), this.converter);
		this.threads = new LockThreads(connection.settings().callbackExecutor());
		// Made now, so that it is closed after the locks
		this.leases.kept();
	}

	static LockManager of(EtcdConnection connection) {
		return connection.part(LockManager.class, LockManager::new);
	}

	/**
	 * Take a lock.
	 * @param calls makes the calls
	 * @param request what to take
	 * @param wait how long to wait
	 * @return the lock, or {@code null} if others held it all the time
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable HeldLock acquire(EtcdCalls calls, LockRequest request, LockWait wait) throws InterruptedException {
		long begin = System.nanoTime();
		String outcome = "failed";
		Observation observation = EtcdLockObservation.ACQUIRE.start(this.connection.settings().observationRegistry())
			.lowCardinalityKeyValue(EtcdLockObservation.LowCardinality.KIND.withValue(request.kind().toString()))
			.highCardinalityKeyValue(EtcdLockObservation.HighCardinality.NAME.withValue(request.name()));
		Observation.Scope scope = observation.openScope();
		try {
			HeldLock taken = acquireInTurn(calls, request, wait);
			outcome = (taken != null) ? "acquired" : "timeout";
			return taken;
		}
		catch (InterruptedException | RuntimeException ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			this.counters.waited(outcome.equals("acquired"), System.nanoTime() - begin);
			observation.lowCardinalityKeyValue(EtcdLockObservation.LowCardinality.OUTCOME.withValue(outcome)).stop();
		}
	}

	private @Nullable HeldLock acquireInTurn(EtcdCalls calls, LockRequest request, LockWait wait)
			throws InterruptedException {
		checkOpen();
		LockQueue queue = join(request.name());
		boolean turn = false;
		try {
			turn = queue.take(wait);
		}
		finally {
			if (!turn) {
				leave(queue);
			}
		}
		if (!turn) {
			return null;
		}
		LockAcquisition acquisition = new LockAcquisition(this, calls, queue, request, wait);
		HeldLock taken = null;
		try {
			taken = acquisition.run();
			return taken;
		}
		finally {
			if (taken == null) {
				passAfter(queue, acquisition.leftover());
			}
		}
	}

	private LockQueue join(String name) {
		return this.queues.compute(name, (key, present) -> ((present != null) ? present : new LockQueue(key)).join());
	}

	private void leave(LockQueue queue) {
		this.queues.computeIfPresent(queue.name(), (key, present) -> present.leave() ? present : null);
	}

	// The next of this connection may try when a key is certainly gone.
	private void passAfter(LockQueue queue, CompletableFuture<Boolean> removal) {
		removal.whenComplete((removed, failure) -> pass(queue));
	}

	private void pass(LockQueue queue) {
		EtcdLeaseTerm suspect = queue.clearSuspicion();
		if (suspect != null && suspect.isAlive() && !this.closed) {
			passAfter(queue, new LockRemoval(this, queue.name(), 0, suspect).start());
			return;
		}
		queue.pass();
		if (queue.isSuspect() && queue.takeNow()) {
			pass(queue);
			return;
		}
		leave(queue);
	}

	// Returns the session lease, whose loss is heard of from now on.
	EtcdLease session() {
		EtcdLease session = this.leases.session();
		this.listeners.forEach((listener) -> listener.attach(session));
		return session;
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

	LockGhosts ghosts() {
		return this.ghosts;
	}

	EtcdWatchContainer container() {
		this.lock.lock();
		try {
			EtcdWatchContainer current = this.container;
			if (current == null) {
				checkOpen();
				current = new EtcdWatchContainer(this.connection, this.converter,
						EtcdWatchSettings.builder().streams(1).build());
				current.start();
				this.container = current;
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	void waiting(Semaphore signal) {
		this.waiting.add(signal);
	}

	void notWaiting(Semaphore signal) {
		this.waiting.remove(signal);
	}

	void execute(Runnable task) {
		this.threads.execute(task);
	}

	void later(long millis, Runnable task) {
		this.threads.later(millis, task);
	}

	// A place has become the first. Returns null if its lease was lost meanwhile.
	@Nullable HeldLock taken(LockQueue queue, LockRequest request, LockPlace place, EtcdLeaseTerm term) {
		HeldLock taken = new HeldLock(this, queue, request, place, term);
		this.held.add(taken);
		if (request.kind() == LockRequest.Kind.GROUP) {
			taken.keyWatch().begin(container(), taken);
		}
		if (term.isAlive() && !this.closed) {
			return taken;
		}
		taken.keyWatch().end();
		this.held.remove(taken);
		return null;
	}

	boolean release(HeldLock lock) {
		this.held.remove(lock);
		lock.keyWatch().end();
		this.counters.ended(lock.heldNanos());
		if (!Thread.currentThread().isInterrupted()) {
			try {
				boolean there = this.releases.txn((txn) -> txn.when(lock.held()).then(TxnOperation.delete(lock.key())))
					.succeeded();
				pass(lock.queue());
				if (!there) {
					logger.warn("The %s was not held any more when it was given back: others deleted its key"
						.formatted(lock));
				}
				return there;
			}
			catch (EtcdException ex) {
				logger.debug("The %s is given back later".formatted(lock), ex);
			}
		}
		passAfter(lock.queue(), new LockRemoval(this, lock.name(), lock.fencingToken(), lock.term()).start());
		return true;
	}

	// Whether the server knows a lease no more, which will be told.
	boolean isGone(EtcdLeaseTerm term) {
		try {
			return this.leases.timeToLive(term.id()) == null;
		}
		catch (EtcdException ex) {
			logger.debug("Whether a lease is alive cannot be found out", ex);
			return false;
		}
	}

	void lost(HeldLock lock) {
		this.held.remove(lock);
		lock.keyWatch().end();
		this.counters.ended(lock.heldNanos());
		this.counters.lost();
		passAfter(lock.queue(), new LockRemoval(this, lock.name(), lock.fencingToken(), lock.term()).start());
	}

	private void sessionLost(LockRequest.Kind kind) {
		this.ghosts.clear();
		this.waiting.forEach(Semaphore::release);
		for (HeldLock each : this.held) {
			if (each.kind() == kind && !each.term().isAlive()) {
				each.leaseLost();
			}
		}
	}

	// A key has appeared. Delete it, unless somebody has to do with it who does so.
	void sweep(String name, EtcdLeaseTerm term) {
		LockQueue queue = join(name);
		queue.suspect(term);
		if (queue.takeNow()) {
			pass(queue);
		}
		else {
			leave(queue);
		}
	}

	List<EtcdLock> held() {
		return this.held.stream()
			.filter((each) -> each.kind() == LockRequest.Kind.LOCK && each.isHeld())
			.map(EtcdLock.class::cast)
			.toList();
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
		this.waiting.forEach(Semaphore::release);
		if (open != null) {
			open.close();
		}
		this.threads.shutdown();
	}

}
