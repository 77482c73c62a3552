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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.connection.EtcdTaskThreads;

/**
 * The leases that a connection keeps alive, one of which is its session.
 *
 * @author The etcd-spring authors
 */
final class LeaseManager implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdLease.class);

	/**
	 * How long closing the connection waits for leases to be revoked.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	private final EtcdTaskThreads threads;

	private final LeaseCounters counters = new LeaseCounters();

	private final LeaseKeeper keeper;

	private final LeaseGranting granting;

	private final Set<KeptLease> leases = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable KeptLease session;

	private volatile boolean closed;

	private LeaseManager(EtcdConnection connection) {
		this.connection = connection;
		this.calls = connection.calls();
		this.threads = new EtcdTaskThreads("lease", connection.settings().callbackExecutor());
		this.keeper = new LeaseKeeper(this.calls.unobserved(), connection::endpoints, this.threads, System::nanoTime,
				this.counters, this::ended);
		this.granting = new LeaseGranting(this.keeper, this::granted);
	}

	static LeaseManager of(EtcdConnection connection) {
		return connection.part(LeaseManager.class, LeaseManager::new);
	}

	/**
	 * Keep a lease that was granted.
	 * @param grant the grant
	 * @param wanted the time to live that was asked for
	 * @param sent when the grant was sent
	 * @param spec what to do with it
	 * @return the lease, which is active
	 */
	KeptLease keep(LeaseGrant grant, Duration wanted, long sent, EtcdLeaseSpec spec) {
		KeptLease lease = newLease(wanted, spec.isRegrant(), spec.listeners());
		EtcdLeaseTerm term = new EtcdLeaseTerm(grant.id(), grant.ttl(), sent, System::nanoTime,
				() -> this.threads.execute(() -> ended(lease)));
		sayTtl(lease, term);
		lease.granted(term);
		this.threads.execute(() -> keep(lease, term));
		if (this.closed) {
			close(lease);
			throw new EtcdClosedException("The connection to etcd was closed meanwhile", EtcdOutcome.UNKNOWN, null);
		}
		return lease;
	}

	private KeptLease newLease(Duration ttl, boolean regrant, List<EtcdLeaseListener> listeners) {
		LeaseEvents events = new LeaseEvents(this.threads);
		listeners.forEach(events::add);
		KeptLease lease = new KeptLease(this, ttl, regrant, events);
		this.leases.add(lease);
		return lease;
	}

	/**
	 * Return the session lease, which is granted in the background.
	 * @return the lease, the same until somebody closes it
	 */
	KeptLease session() {
		this.lock.lock();
		try {
			KeptLease current = this.session;
			if (current == null || current.isClosing()) {
				if (this.closed) {
					throw new EtcdClosedException("The connection to etcd is closed", EtcdOutcome.UNSENT, null);
				}
				KeptLease created = newLease(this.connection.settings().sessionTtl(), true, List.of());
				this.session = created;
				this.threads.execute(() -> this.granting.begin(created));
				return created;
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	List<EtcdLease> leases() {
		return List.copyOf(this.leases);
	}

	EtcdTaskThreads threads() {
		return this.threads;
	}

	EtcdLeaseStatistics statistics() {
		return this.counters.snapshot();
	}

	private void keep(KeptLease lease, EtcdLeaseTerm term) {
		if (!lease.isClosing() && term.isAlive()) {
			this.keeper.keep(lease, term);
		}
	}

	private static void sayTtl(KeptLease lease, EtcdLeaseTerm term) {
		Duration wanted = lease.wantedTtl();
		if (!term.ttl().equals(Duration.ofSeconds(LeaseCalls.seconds(wanted)))) {
			logger.info("Lease %s was granted for %s, as the server does not grant %s"
				.formatted(Long.toHexString(term.id()), term.ttl(), wanted));
		}
	}

	private void granted(KeptLease lease, EtcdLeaseTerm term) {
		if (lease.isClosing()) {
			this.granting.revoke(term.id(), term.ttl());
			return;
		}
		if (lease.term() != null) {
			this.counters.regranted();
			logger.info("A lease that was lost is granted again, as %s".formatted(Long.toHexString(term.id())));
		}
		else {
			sayTtl(lease, term);
		}
		lease.granted(term);
		if (lease.isClosing()) {
			// Meanwhile, and perhaps without having seen this term
			this.granting.revoke(term.id(), term.ttl());
			term.lose();
		}
		keep(lease, term);
	}

	// Tell that a term is over, once.
	private void ended(KeptLease lease) {
		EtcdLeaseTerm term = lease.term();
		if (term == null || term.isAlive()) {
			return;
		}
		this.keeper.forget(lease, term);
		if (lease.isClosing() || !lease.expire()) {
			return;
		}
		this.counters.expired();
		logger.warn("Lease %s has expired: what depended on it is lost".formatted(Long.toHexString(term.id())));
		this.granting.revoke(term.id(), term.ttl().multipliedBy(2));
		if (lease.isRegrant()) {
			lease.change(EtcdLease.State.PENDING);
			this.granting.begin(lease);
		}
		else {
			this.leases.remove(lease);
		}
	}

	void close(KeptLease lease) {
		EtcdLeaseTerm term = lease.term();
		EtcdLeaseTerm alive = (term != null && term.isAlive()) ? term : null;
		if (!lease.beginClose()) {
			return;
		}
		end(lease);
		if (alive != null) {
			try {
				LeaseCalls.revoke(alive.id()).execute(this.calls);
			}
			catch (EtcdLeaseNotFoundException ex) {
				logger.debug("Lease %s is gone already".formatted(Long.toHexString(alive.id())), ex);
			}
			catch (EtcdException ex) {
				logger.warn("Lease %s could not be revoked, and ends by itself: %s"
					.formatted(Long.toHexString(alive.id()), ex.getMessage()));
			}
		}
	}

	private void end(KeptLease lease) {
		EtcdLeaseTerm term = lease.term();
		if (term != null) {
			term.lose();
		}
		this.leases.remove(lease);
		this.threads.execute(() -> {
			if (term != null) {
				this.keeper.forget(lease, term);
			}
			lease.change(EtcdLease.State.CLOSED);
		});
	}

	/**
	 * Revoke all leases, as far as that is possible in short time.
	 */
	@Override
	public void close() {
		List<KeptLease> all;
		this.lock.lock();
		try {
			this.closed = true;
			all = new ArrayList<>(this.leases);
		}
		finally {
			this.lock.unlock();
		}
		boolean connected = this.connection.endpoints()
			.stream()
			.anyMatch((endpoint) -> endpoint.state() == EtcdEndpoint.State.CONNECTED);
		List<CompletableFuture<?>> revoked = new ArrayList<>();
		for (KeptLease lease : all) {
			EtcdLeaseTerm term = lease.term();
			if (lease.beginClose()) {
				if (connected && term != null && term.isAlive()) {
					revoked.add(LeaseCalls.revoke(term.id()).executeAsync(this.calls.unobserved()));
				}
				end(lease);
			}
		}
		await(revoked);
		this.threads.execute(() -> {
			this.keeper.closeAll();
			this.threads.shutdown();
		});
	}

	private static void await(Collection<CompletableFuture<?>> futures) {
		try {
			CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
				.get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Not all leases were revoked; they end by themselves", ex);
		}
	}

}
