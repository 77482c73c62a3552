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
import java.util.function.Consumer;

import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;

/**
 * Grants a lease that the connection keeps alive.
 *
 * @author The etcd-spring authors
 */
final class KeptGrant implements EtcdCall<EtcdLease> {

	private final EtcdConnection connection;

	private final Duration ttl;

	private final EtcdLeaseSpec spec = new EtcdLeaseSpec();

	private final EtcdCall<LeaseGrant> grant;

	KeptGrant(EtcdConnection connection, Duration ttl, Consumer<EtcdLeaseSpec> customizer) {
		Assert.notNull(customizer, "'spec' must not be null");
		this.connection = connection;
		this.ttl = ttl;
		customizer.accept(this.spec);
		this.grant = LeaseCalls.grant(this.spec.id(), ttl);
	}

	@Override
	public EtcdLease execute(EtcdCalls calls) {
		LeaseManager manager = LeaseManager.of(this.connection);
		long sent = System.nanoTime();
		LeaseGrant granted = this.grant.execute(calls);
		while (isStale(granted.ttl(), sent)) {
			sent = System.nanoTime();
			LeaseCalls.keepAliveOnce(granted.id()).execute(calls);
		}
		return manager.keep(granted, this.ttl, sent, this.spec);
	}

	@Override
	public CompletableFuture<EtcdLease> executeAsync(EtcdCalls calls) {
		LeaseManager manager = LeaseManager.of(this.connection);
		long sent = System.nanoTime();
		CompletableFuture<EtcdLease> kept = new CompletableFuture<>();
		CompletableFuture<LeaseGrant> granted = this.grant.executeAsync(calls);
		granted.thenCompose((grant) -> keep(manager, calls, grant, sent)).whenComplete((lease, failure) -> {
			if (failure != null) {
				kept.completeExceptionally(LeaseGranting.unwrap(failure));
			}
			else if (!kept.complete(lease)) {
				// Cancelled meanwhile: nobody else would close it
				lease.close();
			}
		});
		kept.whenComplete((lease, failure) -> {
			if (kept.isCancelled()) {
				granted.cancel(true);
			}
		});
		return kept;
	}

	private CompletableFuture<EtcdLease> keep(LeaseManager manager, EtcdCalls calls, LeaseGrant granted, long sent) {
		if (!isStale(granted.ttl(), sent)) {
			return CompletableFuture.completedFuture(manager.keep(granted, this.ttl, sent, this.spec));
		}
		long renewed = System.nanoTime();
		return LeaseCalls.keepAliveOnce(granted.id())
			.executeAsync(calls)
			.thenCompose((ttl) -> keep(manager, calls, granted, renewed));
	}

	/**
	 * Whether much of the time to live may be over already. A call may have waited for a
	 * connection before it was sent.
	 * @param ttl the time to live that was granted
	 * @param sent when the grant was sent at the earliest
	 * @return whether the lease must be renewed before it is of use
	 */
	static boolean isStale(Duration ttl, long sent) {
		return System.nanoTime() - sent > ttl.toNanos() / 4;
	}

}
