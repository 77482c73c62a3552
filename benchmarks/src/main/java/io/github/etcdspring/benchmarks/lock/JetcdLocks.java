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

import java.nio.charset.StandardCharsets;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Lock;

/**
 * jetcd's lock client.
 *
 * @author The etcd-spring authors
 */
final class JetcdLocks implements LockSubject {

	private final Client client;

	private final Lock locks;

	private final long lease;

	JetcdLocks(String endpoint) {
		this.client = Client.builder().endpoints(endpoint).build();
		this.locks = this.client.getLockClient();
		this.lease = this.client.getLeaseClient().grant(LockBenchmark.TTL_SECONDS).join().getID();
	}

	@Override
	public void lockAndUnlock(String name) throws Exception {
		ByteSequence key = this.locks.lock(ByteSequence.from(name, StandardCharsets.UTF_8), this.lease).get().getKey();
		this.locks.unlock(key).get();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
