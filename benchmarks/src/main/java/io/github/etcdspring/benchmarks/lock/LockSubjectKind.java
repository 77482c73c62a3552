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

import java.util.function.Function;

/**
 * The clients.
 *
 * @author The etcd-spring authors
 */
enum LockSubjectKind {

	/**
	 * jetcd's lock client.
	 */
	JETCD("jetcd", JetcdLocks::new),

	/**
	 * The lock client of etcd-java.
	 */
	ETCD_JAVA("etcd-java", EtcdJavaLocks::new),

	/**
	 * The locks of this project.
	 */
	ETCD_SPRING("etcd-spring", EtcdSpringLocks::new),

	/**
	 * The lock service of etcd with nothing around it but gRPC.
	 */
	GRPC_STUB("lock service, bare stub", GrpcStubLocks::new);

	private final String title;

	private final Function<String, LockSubject> factory;

	LockSubjectKind(String title, Function<String, LockSubject> factory) {
		this.title = title;
		this.factory = factory;
	}

	String title() {
		return this.title;
	}

	LockSubject connect(String endpoint) {
		return this.factory.apply(endpoint);
	}

}
