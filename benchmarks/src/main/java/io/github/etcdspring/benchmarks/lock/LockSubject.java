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

package io.github.etcdspring.benchmarks.lock;

import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * One process that takes locks, as far as etcd can tell: it has a connection and a lease
 * of its own.
 *
 * @author The etcd-spring authors
 */
interface LockSubject extends AutoCloseable {

	/**
	 * Take a lock, however long that takes, and give it back.
	 * @param name the name of the lock
	 * @throws Exception if that fails
	 */
	void lockAndUnlock(String name) throws Exception;

	@Override
	void close();

	/**
	 * Connect to a server.
	 * @param kind the client
	 * @param endpoint the server
	 * @return the client
	 */
	static LockSubject connect(SubjectKind kind, String endpoint) {
		return switch (kind) {
			case JETCD -> new JetcdLocks(endpoint);
			case ETCD_JAVA -> new EtcdJavaLocks(endpoint);
			case ETCD_SPRING -> new EtcdSpringLocks(endpoint);
			case GRPC_STUB -> new GrpcStubLocks(endpoint);
			default -> throw kind.unsuitedTo("locks");
		};
	}

}
