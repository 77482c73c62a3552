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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * Operations on leases, blocking. All of them may fail with an
 * {@link io.github.etcdspring.EtcdException} within the request timeout. Wrong arguments
 * are an {@link IllegalArgumentException} before anything is sent.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdLeaseOperations {

	/**
	 * Grant a lease and keep it alive until it is closed.
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more ({@link EtcdLease#ttl()}): at least one and a half times its election
	 * timeout, 2 seconds by default
	 * @return the lease, to be closed
	 */
	default EtcdLease grant(Duration ttl) {
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
	 * @return the lease, to be closed
	 * @throws EtcdLeaseExistsException if an id was chosen and there is a lease with it
	 */
	EtcdLease grant(Duration ttl, Consumer<EtcdLeaseSpec> spec);

	/**
	 * Return the session lease of the connection, on which locks, leadership and
	 * ephemeral keys depend unless they are given another one. It is granted in the
	 * background when it is asked for first, granted again whenever it was lost, and
	 * revoked when the connection is closed.
	 * @return the lease, which may be {@link EtcdLease.State#PENDING}; the same one every
	 * time, unless somebody closes it
	 * @see io.github.etcdspring.connection.EtcdConnectionSettings#sessionTtl()
	 */
	EtcdLease session();

	/**
	 * Put a key that exists as long as its owner: attached to the session lease, put
	 * again whenever that was lost and granted again, deleted when it is closed.
	 * @param key the key, not empty
	 * @param value the value, which is converted now
	 * @return the key, which is there now, to be closed
	 * @throws io.github.etcdspring.EtcdException if the key could not be put within the
	 * request timeout; nobody tries on then
	 */
	default EtcdEphemeralKey putEphemeral(String key, Object value) {
		return putEphemeral(session(), key, value);
	}

	/**
	 * Put a key that exists as long as its owner: attached to a lease, put again whenever
	 * that was lost and granted again, deleted when it is closed.
	 * @param lease a lease of the same connection; one that is not
	 * {@linkplain EtcdLeaseSpec#regrant() granted again} takes the key with it
	 * @param key the key, not empty
	 * @param value the value, which is converted now
	 * @return the key, which is there now, to be closed
	 * @throws io.github.etcdspring.EtcdException if the key could not be put within the
	 * request timeout; nobody tries on then
	 */
	EtcdEphemeralKey putEphemeral(EtcdLease lease, String key, Object value);

	/**
	 * Return the leases that the connection keeps alive or tries to grant again.
	 * @return a copy, in no particular order
	 */
	List<EtcdLease> kept();

	/**
	 * Tell what has happened to the leases that the connection keeps alive.
	 * @return the numbers as they stand now
	 */
	EtcdLeaseStatistics statistics();

	/**
	 * Grant a lease and leave the rest to the caller: nothing renews it. Not repeated
	 * once it may have been granted.
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more: at least one and a half times its election timeout, 2 seconds by
	 * default
	 * @return the lease
	 */
	LeaseGrant grantOnly(Duration ttl);

	/**
	 * Grant a lease with an id of the caller's choice and leave the rest to him: nothing
	 * renews it. Not repeated once it may have been granted.
	 * @param id the id, not 0
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server may
	 * grant more: at least one and a half times its election timeout, 2 seconds by
	 * default
	 * @return the lease
	 * @throws EtcdLeaseExistsException if there is a lease with this id
	 */
	LeaseGrant grantOnly(long id, Duration ttl);

	/**
	 * End a lease. The keys that are attached to it are deleted at one revision, and
	 * watchers see each of them.
	 * @param id the id of the lease
	 * @return the header of the answer
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 */
	ResponseHeader revoke(long id);

	/**
	 * Renew a lease once.
	 * @param id the id of the lease
	 * @return its new time to live
	 * @throws EtcdLeaseNotFoundException if there is no such lease
	 */
	Duration keepAliveOnce(long id);

	/**
	 * Tell how long a lease lives on.
	 * @param id the id of the lease
	 * @return the lease without its keys, or {@code null} if there is none
	 */
	default @Nullable LeaseInfo timeToLive(long id) {
		return timeToLive(id, false);
	}

	/**
	 * Tell how long a lease lives on, and what ends with it.
	 * @param id the id of the lease
	 * @param withKeys whether to list the keys that are attached to it
	 * @return the lease, or {@code null} if there is none
	 */
	@Nullable LeaseInfo timeToLive(long id, boolean withKeys);

	/**
	 * List all leases.
	 * @return their ids, unmodifiable
	 */
	List<Long> list();

	/**
	 * Create the operations. Internal to the library.
	 * @param connection the connection that keeps leases alive
	 * @param calls the path of the calls
	 * @param converter converts the values of ephemeral keys
	 * @return the operations
	 */
	static EtcdLeaseOperations create(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter) {
		return new DefaultEtcdLeaseOperations(connection, calls, converter);
	}

}
