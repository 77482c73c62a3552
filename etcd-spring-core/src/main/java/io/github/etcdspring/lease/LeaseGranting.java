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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Grants a lease in the background, however long that takes, and revokes one that nobody
 * owns any more. Attempts of one grant share an id that was chosen here, so that one
 * whose answer was lost leaves no second lease behind. Belongs to the thread that owns
 * the leases.
 *
 * @author The etcd-spring authors
 */
final class LeaseGranting {

	private static final Log logger = LogFactory.getLog(EtcdLease.class);

	private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

	private final LeaseKeeper keeper;

	private final EtcdCalls calls;

	private final BiConsumer<KeptLease, EtcdLeaseTerm> onGranted;

	LeaseGranting(LeaseKeeper keeper, BiConsumer<KeptLease, EtcdLeaseTerm> onGranted) {
		this.keeper = keeper;
		EtcdCalls calls = keeper.calls();
		this.calls = (calls.timeout().compareTo(ATTEMPT_TIMEOUT) > 0) ? calls.withTimeout(ATTEMPT_TIMEOUT) : calls;
		this.onGranted = onGranted;
	}

	void begin(KeptLease lease) {
		attempt(lease, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), 0);
	}

	private void attempt(KeptLease lease, long id, int failures) {
		if (lease.isClosing()) {
			if (failures > 0) {
				revoke(id, lease.wantedTtl());
			}
			return;
		}
		long sent = this.keeper.now();
		execute(LeaseCalls.grant(id, lease.wantedTtl())).whenComplete((grant, failure) -> this.keeper
			.execute(() -> granted(lease, id, failures, (grant != null) ? grant.ttl() : null, sent, unwrap(failure))));
	}

	private void granted(KeptLease lease, long id, int failures, @Nullable Duration ttl, long sent,
			@Nullable Throwable failure) {
		if (ttl != null && KeptGrant.isStale(ttl, sent)) {
			renew(lease, id, failures);
		}
		else if (ttl != null) {
			this.onGranted.accept(lease, new EtcdLeaseTerm(id, ttl, sent, this.keeper::now,
					() -> this.keeper.execute(() -> this.keeper.ended(lease))));
		}
		else if (failure instanceof EtcdLeaseExistsException && failures > 0) {
			// An attempt before this one came through. Nobody knows when
			renew(lease, id, failures);
		}
		else if (failure instanceof EtcdClosedException) {
			logger.debug("A lease is not granted any more", failure);
		}
		else {
			boolean isTransient = failure instanceof EtcdException exception && exception.isTransient();
			if (failures == 0 && !isTransient) {
				logger.warn("A lease could not be granted: " + ((failure != null) ? failure.getMessage() : "")
						+ "; trying on");
			}
			boolean anotherId = failure instanceof EtcdLeaseExistsException
					|| failure instanceof EtcdLeaseNotFoundException;
			this.keeper.later(LeaseRetryDelay.nanosAfter(failures + 1), () -> {
				if (anotherId) {
					begin(lease);
				}
				else {
					attempt(lease, id, failures + 1);
				}
			});
		}
	}

	private void renew(KeptLease lease, long id, int failures) {
		long sent = this.keeper.now();
		execute(LeaseCalls.keepAliveOnce(id)).whenComplete((renewed, failure) -> this.keeper
			.execute(() -> granted(lease, id, failures, renewed, sent, unwrap(failure))));
	}

	/**
	 * Revoke a lease as soon as the server can be reached, unless it is over by then.
	 * @param id the id
	 * @param ttl the longest time for which the server keeps it
	 */
	void revoke(long id, Duration ttl) {
		revoke(id, this.keeper.now() + ttl.toNanos(), 0);
	}

	private void revoke(long id, long end, int failures) {
		execute(LeaseCalls.revoke(id)).whenComplete((header, failure) -> this.keeper.execute(() -> {
			Throwable reason = unwrap(failure);
			boolean again = reason instanceof EtcdException exception && exception.isTransient();
			if (again && this.keeper.now() - end < 0) {
				this.keeper.later(LeaseRetryDelay.nanosAfter(failures + 1), () -> revoke(id, end, failures + 1));
			}
			else if (reason != null) {
				logger.debug("Lease %s was not revoked".formatted(Long.toHexString(id)), reason);
			}
		}));
	}

	private <T> CompletableFuture<T> execute(EtcdCall<T> call) {
		try {
			return call.executeAsync(this.calls);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
