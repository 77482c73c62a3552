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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.lease.AsyncEtcdLeaseOperations;
import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseEvent;
import io.github.etcdspring.lease.EtcdLeaseListener;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lease.EtcdLeaseTerm;

/**
 * The leases on which locks depend, usually the session lease of the connection, and
 * those who must know at once that one of them is over.
 *
 * @author The etcd-spring authors
 */
final class LockSessions {

	private static final Log logger = LogFactory.getLog(EtcdLock.class);

	private final LockManager manager;

	private final EtcdLeaseOperations leases;

	private final AsyncEtcdLeaseOperations asyncLeases;

	private final List<Listener> listeners;

	private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();

	private volatile @Nullable EtcdLease attached;

	LockSessions(LockManager manager, EtcdLeaseOperations leases, AsyncEtcdLeaseOperations asyncLeases) {
		this.manager = manager;
		this.leases = leases;
		this.asyncLeases = asyncLeases;
		this.listeners = Stream.of(LockRequest.Kind.values()).map(Listener::new).toList();
		// Made now, so that it is closed after the locks
		leases.kept();
	}

	/**
	 * Wait until the lease of a request lives.
	 * @param request the request
	 * @param wait how long to wait
	 * @param timeout how long to wait for etcd at a time
	 * @return the term of the lease
	 * @throws InterruptedException if the thread was interrupted
	 */
	EtcdLeaseTerm awaitTerm(LockRequest request, LockWait wait, Duration timeout) throws InterruptedException {
		while (true) {
			this.manager.checkOpen();
			EtcdLease lease = lease(request);
			Duration patience = wait.forCall(timeout);
			boolean active = awaitActive(lease, patience);
			EtcdLeaseTerm term = lease.term();
			if (active && term != null && term.isAlive()) {
				return term;
			}
			this.manager.checkOpen();
			if (!active && request.lease() != null && lease.state() != EtcdLease.State.PENDING) {
				// Fails, unless it has become active meanwhile
				lease.id();
			}
			if (!active && wait.isOver()) {
				throw new EtcdTimeoutException(
						"%s was not taken: the %s was not granted within %d ms. Check that etcd can be reached"
							.formatted(request, (request.lease() != null) ? "lease" : "session lease of the connection",
									patience.toMillis()),
						EtcdOutcome.UNSENT, null);
			}
		}
	}

	private EtcdLease lease(LockRequest request) {
		if (request.lease() != null) {
			return request.lease();
		}
		EtcdLease session = this.leases.session();
		if (this.attached != session) {
			// Hearing of something twice does no harm
			attach(session);
			this.attached = session;
		}
		return session;
	}

	private static boolean awaitActive(EtcdLease lease, Duration patience) throws InterruptedException {
		try {
			return lease.awaitActive(patience);
		}
		catch (EtcdInterruptedException ex) {
			Thread.interrupted();
			throw new InterruptedException();
		}
	}

	// A request begins whose lease is not that of the session.
	void join(LockRequest request) {
		if (request.lease() != null) {
			attach(request.lease());
		}
	}

	void leave(LockRequest request) {
		if (request.lease() != null) {
			this.listeners.forEach(request.lease()::removeListener);
		}
	}

	private void attach(EtcdLease lease) {
		this.listeners.forEach(lease::addListener);
	}

	// Do something unless the server knows a lease no more, which will be told.
	void unlessGone(EtcdLeaseTerm term, Runnable action) {
		this.asyncLeases.timeToLive(term.id()).whenCompleteAsync((lease, failure) -> {
			if (failure != null) {
				logger.debug("Whether a lease is alive cannot be found out", failure);
			}
			if (failure != null || lease != null) {
				action.run();
			}
		}, this.manager.threads().own());
	}

	void waiting(Semaphore signal) {
		this.waiting.add(signal);
	}

	void notWaiting(Semaphore signal) {
		this.waiting.remove(signal);
	}

	void wakeAll() {
		this.waiting.forEach(Semaphore::release);
	}

	/**
	 * Hears of the end of leases before others do.
	 */
	private final class Listener implements EtcdLeaseListener, Ordered {

		private final LockRequest.Kind kind;

		Listener(LockRequest.Kind kind) {
			this.kind = kind;
		}

		@Override
		public int getOrder() {
			return this.kind.order();
		}

		@Override
		public void onStateChange(EtcdLeaseEvent event) {
			if (event.state() == EtcdLease.State.EXPIRED || event.state() == EtcdLease.State.CLOSED) {
				wakeAll();
				LockSessions.this.manager.leaseLost(this.kind);
			}
		}

	}

}
