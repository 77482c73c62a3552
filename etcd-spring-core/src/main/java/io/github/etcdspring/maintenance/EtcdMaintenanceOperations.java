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

package io.github.etcdspring.maintenance;

import io.github.etcdspring.connection.EtcdCalls;

/**
 * Operations on single members, blocking. All of them may fail with an
 * {@link io.github.etcdspring.EtcdException} within the request timeout.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdMaintenanceOperations {

	/**
	 * Ask a member for its state. Works without a leader.
	 * @param endpoint one of the endpoints of the connection, such as
	 * {@code http://localhost:2379}
	 * @return the state
	 */
	EtcdMemberStatus status(String endpoint);

	/**
	 * Create the operations. Internal to the library.
	 * @param calls the path of the calls
	 * @return the operations
	 */
	static EtcdMaintenanceOperations create(EtcdCalls calls) {
		return new DefaultEtcdMaintenanceOperations(calls);
	}

}
