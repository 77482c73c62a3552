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

import io.github.etcdspring.auth.AsyncEtcdAuthOperations;
import io.github.etcdspring.cluster.AsyncEtcdClusterOperations;
import io.github.etcdspring.election.AsyncEtcdElectionOperations;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.lease.AsyncEtcdLeaseOperations;
import io.github.etcdspring.lock.AsyncEtcdLockOperations;
import io.github.etcdspring.maintenance.AsyncEtcdMaintenanceOperations;

/**
 * Everything that etcd offers, without waiting. Futures complete on the callback executor
 * of the connection; cancelling one cancels the call on the server.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdOperations#async()
 */
public interface AsyncEtcdOperations extends AsyncEtcdKvOperations {

	/**
	 * Return the operations on leases.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/learning/api/#lease-api">Lease API</a>
	 */
	AsyncEtcdLeaseOperations leases();

	/**
	 * Return the operations on locks.
	 * @return the operations
	 * @see <a href=
	 * "https://etcd.io/docs/latest/dev-guide/api_concurrency_reference_v3/">Concurrency
	 * API</a>
	 */
	AsyncEtcdLockOperations locks();

	/**
	 * Return the operations on elections.
	 * @return the operations
	 */
	AsyncEtcdElectionOperations elections();

	/**
	 * Return the operations on the members of the cluster.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/op-guide/runtime-configuration/">Runtime
	 * reconfiguration</a>
	 */
	AsyncEtcdClusterOperations cluster();

	/**
	 * Return the operations on single members and on the database.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/op-guide/maintenance/">Maintenance</a>
	 */
	AsyncEtcdMaintenanceOperations maintenance();

	/**
	 * Return the administration of authentication.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/op-guide/authentication/rbac/">Role-based
	 * access control</a>
	 */
	AsyncEtcdAuthOperations auth();

}
