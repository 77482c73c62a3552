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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;

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
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static EtcdLeaseOperations create(EtcdCalls calls) {
		return new DefaultEtcdLeaseOperations(calls);
	}

}
