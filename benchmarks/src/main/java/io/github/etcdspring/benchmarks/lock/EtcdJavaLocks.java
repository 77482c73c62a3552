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

import com.google.protobuf.ByteString;
import com.ibm.etcd.client.EtcdClient;

/**
 * The lock client of etcd-java.
 *
 * @author The etcd-spring authors
 */
final class EtcdJavaLocks implements LockSubject {

	private final EtcdClient client;

	private final long lease;

	EtcdJavaLocks(String endpoint) {
		this.client = EtcdClient.forEndpoints(endpoint).withPlainText().build();
		this.lease = this.client.getLeaseClient().grant(LockBenchmark.TTL_SECONDS).sync().getID();
	}

	@Override
	public void lockAndUnlock(String name) {
		ByteString key = this.client.getLockClient()
			.lock(ByteString.copyFromUtf8(name))
			.withLease(this.lease)
			.sync()
			.getKey();
		this.client.getLockClient().unlock(key).sync();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
