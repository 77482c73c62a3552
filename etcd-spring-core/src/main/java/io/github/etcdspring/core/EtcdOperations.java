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

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.auth.EtcdAuthOperations;
import io.github.etcdspring.cluster.EtcdClusterOperations;
import io.github.etcdspring.connection.EtcdClientCallback;
import io.github.etcdspring.election.EtcdElectionOperations;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.lease.EtcdLeaseOperations;
import io.github.etcdspring.lock.EtcdFence;
import io.github.etcdspring.lock.EtcdLockOperations;
import io.github.etcdspring.maintenance.EtcdMaintenanceOperations;
import io.github.etcdspring.mirror.EtcdMirrorOperations;
import io.github.etcdspring.watch.EtcdWatchOperations;

/**
 * Everything that etcd offers: operations on keys and values, watches and mirrors
 * directly, others in groups. Blocking; {@link #async()} is the same without waiting.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdTemplate
 */
public interface EtcdOperations extends EtcdKvOperations, EtcdWatchOperations, EtcdMirrorOperations {

	/**
	 * Return the operations on leases.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/learning/api/#lease-api">Lease API</a>
	 */
	EtcdLeaseOperations leases();

	/**
	 * Return the operations on locks.
	 * @return the operations
	 * @see <a href=
	 * "https://etcd.io/docs/latest/dev-guide/api_concurrency_reference_v3/">Concurrency
	 * API</a>
	 */
	EtcdLockOperations locks();

	/**
	 * Return the operations on elections.
	 * @return the operations
	 */
	EtcdElectionOperations elections();

	/**
	 * Return a view whose writes and transactions succeed only while something is held,
	 * such as a lock: each of them checks that on the server, in one step with the write.
	 * What would be written afterwards is refused with an
	 * {@link io.github.etcdspring.EtcdFencedException}, and the lock is marked as lost.
	 * Reads are not affected.
	 * @param fence what must be held
	 * @return the view; this object is not changed
	 */
	EtcdKvOperations guardedBy(EtcdFence fence);

	/**
	 * Return the operations on the members of the cluster.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/op-guide/runtime-configuration/">Runtime
	 * reconfiguration</a>
	 */
	EtcdClusterOperations cluster();

	/**
	 * Return the operations on single members and on the database.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/op-guide/maintenance/">Maintenance</a>
	 */
	EtcdMaintenanceOperations maintenance();

	/**
	 * Return the administration of authentication.
	 * @return the operations
	 * @see <a href="https://etcd.io/docs/latest/op-guide/authentication/rbac/">Role-based
	 * access control</a>
	 */
	EtcdAuthOperations auth();

	/**
	 * Do something that this interface does not offer with jetcd's own client: it is made
	 * on first use with channels of its own, knows the namespace and the credentials, and
	 * is closed with the connection. Nothing bounds the time but the callback itself:
	 * neither the request timeout nor {@link #withTimeout(Duration)} applies.
	 *
	 * <pre class="code">
	 * long count = etcd.execute((client) -&gt; client.getKVClient().get(key).get(5, SECONDS).getCount());
	 * </pre>
	 * @param <T> the type of the result
	 * @param callback what to do, on the calling thread; it waits for the futures that
	 * the client gives it
	 * @return what the callback returns
	 * @throws io.github.etcdspring.EtcdException if the client fails, translated like
	 * failures of any other operation; unchecked exceptions that are not the client's are
	 * thrown as they are
	 */
	<T extends @Nullable Object> T execute(EtcdClientCallback<T> callback);

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
