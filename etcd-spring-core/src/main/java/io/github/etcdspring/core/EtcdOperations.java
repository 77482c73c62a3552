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

package io.github.etcdspring.core;

import java.time.Duration;

import io.github.etcdspring.auth.EtcdAuthOperations;
import io.github.etcdspring.cluster.EtcdClusterOperations;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lock.EtcdLockOperations;
import io.github.etcdspring.maintenance.EtcdMaintenanceOperations;

/**
 * Everything that etcd offers: operations on keys and values directly, others in groups.
 * Blocking; {@link #async()} is the same without waiting.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdTemplate
 */
public interface EtcdOperations extends EtcdKvOperations {

	/**
	 * Return the operations on leases.
	 * @return the operations
	 */
	EtcdLeaseOperations leases();

	/**
	 * Return the operations on locks.
	 * @return the operations
	 */
	EtcdLockOperations locks();

	/**
	 * Return the operations on the members of the cluster.
	 * @return the operations
	 */
	EtcdClusterOperations cluster();

	/**
	 * Return the operations on single members and on the database.
	 * @return the operations
	 */
	EtcdMaintenanceOperations maintenance();

	/**
	 * Return the administration of authentication.
	 * @return the operations
	 */
	EtcdAuthOperations auth();

	/**
	 * Return the same operations without waiting.
	 * @return the operations
	 */
	AsyncEtcdOperations async();

	/**
	 * Return a view whose calls have another timeout.
	 * @param timeout the time for a whole call, retries included, positive
	 * @return the view; this object is not changed
	 */
	EtcdOperations withTimeout(Duration timeout);

}
