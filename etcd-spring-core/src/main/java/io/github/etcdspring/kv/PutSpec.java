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

package io.github.etcdspring.kv;

import java.time.Duration;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * How to put. By default the key is attached to no lease, whatever it was attached to
 * before, and the previous entry is not returned.
 *
 * @param <P> the type of the previous value, {@link Void} if it is not asked for
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#put">Put</a>
 */
public interface PutSpec<P> {

	/**
	 * Attach the key to a lease, with which it ends.
	 * @param leaseId the id of the lease, or 0 for none
	 * @return this specification
	 * @see io.github.etcdspring.EtcdLeaseNotFoundException
	 */
	PutSpec<P> lease(long leaseId);

	/**
	 * Attach the key to a lease, with which it ends.
	 * @param lease the lease, such as an {@code EtcdLease}, which must not have ended
	 * @return this specification
	 * @throws io.github.etcdspring.EtcdLeaseNotFoundException if the lease has ended
	 */
	default PutSpec<P> lease(LeaseReference lease) {
		Assert.notNull(lease, "'lease' must not be null");
		return lease(lease.id());
	}

	/**
	 * Let the key end by itself: it is attached to a lease of its own, which is granted
	 * first. Nothing renews the lease; putting the key again without it keeps the key. If
	 * the put certainly had no effect, the lease is revoked. Not available inside a
	 * transaction.
	 * @param ttl the time to live, positive, rounded up to whole seconds; the server
	 * grants at least one and a half times its election timeout, 2 seconds by default
	 * @return this specification
	 */
	PutSpec<P> ttl(Duration ttl);

	/**
	 * Keep the lease that the key is attached to. The key must exist.
	 * @return this specification
	 * @see io.github.etcdspring.EtcdKeyNotFoundException
	 */
	PutSpec<P> keepLease();

	/**
	 * Return the entry that was there before.
	 * @param <V> the type of the previous value
	 * @param type the type of the previous value
	 * @return this specification
	 */
	<V> PutSpec<V> returnPrevious(Class<V> type);

	/**
	 * Return the entry that was there before.
	 * @param <V> the type of the previous value
	 * @param type the type of the previous value
	 * @return this specification
	 */
	<V> PutSpec<V> returnPrevious(ParameterizedTypeReference<V> type);

	/**
	 * Give this call its own time, retries included. Not available inside a transaction,
	 * which has a timeout of its own.
	 * @param timeout the timeout, positive
	 * @return this specification
	 */
	PutSpec<P> timeout(Duration timeout);

}
