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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;

/**
 * Operations on leases that do not wait. Futures complete on the callback executor of the
 * connection and fail with what {@link EtcdLeaseOperations} throws; cancelling one
 * cancels the call on the server.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface AsyncEtcdLeaseOperations {

	/**
	 * Grant a lease and keep it alive until it is closed.
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more ({@link EtcdLease#ttl()}): at least one and a half times its election
	 * timeout, 2 seconds by default
	 * @return a future of the lease, to be closed
	 */
	default CompletableFuture<EtcdLease> grant(Duration ttl) {
		return grant(ttl, (spec) -> {
		});
	}

	/**
	 * Grant a lease in a way that the specification says, and keep it alive until it is
	 * closed.
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more ({@link EtcdLease#ttl()}): at least one and a half times its election
	 * timeout, 2 seconds by default
	 * @param spec says how, such as {@code EtcdLeaseSpec::regrant}
	 * @return a future of the lease, to be closed
	 */
	CompletableFuture<EtcdLease> grant(Duration ttl, Consumer<EtcdLeaseSpec> spec);

	/**
	 * Grant a lease and leave the rest to the caller: nothing renews it. Not repeated
	 * once it may have been granted.
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more: at least one and a half times its election timeout, 2 seconds by
	 * default
	 * @return a future of the lease
	 */
	CompletableFuture<LeaseGrant> grantOnly(Duration ttl);

	/**
	 * Grant a lease with an id of the caller's choice and leave the rest to him: nothing
	 * renews it. Not repeated once it may have been granted.
	 * @param id the id, not 0
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more: at least one and a half times its election timeout, 2 seconds by
	 * default
	 * @return a future of the lease
	 */
	CompletableFuture<LeaseGrant> grantOnly(long id, Duration ttl);

	/**
	 * End a lease. The keys that are attached to it are deleted at one revision, and
	 * watchers see each of them.
	 * @param id the id of the lease
	 * @return a future of the header of the answer
	 */
	CompletableFuture<ResponseHeader> revoke(long id);

	/**
	 * Renew a lease once.
	 * @param id the id of the lease
	 * @return a future of its new time to live
	 */
	CompletableFuture<Duration> keepAliveOnce(long id);

	/**
	 * Tell how long a lease lives on.
	 * @param id the id of the lease
	 * @return a future of the lease without its keys, or {@code null} if there is none
	 */
	default CompletableFuture<@Nullable LeaseInfo> timeToLive(long id) {
		return timeToLive(id, false);
	}

	/**
	 * Tell how long a lease lives on, and what ends with it.
	 * @param id the id of the lease
	 * @param withKeys whether to list the keys that are attached to it
	 * @return a future of the lease, or {@code null} if there is none
	 */
	CompletableFuture<@Nullable LeaseInfo> timeToLive(long id, boolean withKeys);

	/**
	 * List all leases.
	 * @return a future of their ids, unmodifiable
	 */
	CompletableFuture<List<Long>> list();

	/**
	 * Create the operations. Internal to the library.
	 * @param connection the connection that keeps leases alive
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static AsyncEtcdLeaseOperations create(EtcdConnection connection, EtcdCalls calls) {
		return new DefaultAsyncEtcdLeaseOperations(connection, calls);
	}

}
