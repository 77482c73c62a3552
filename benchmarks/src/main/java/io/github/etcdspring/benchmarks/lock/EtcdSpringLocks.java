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

import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * The locks of this project.
 *
 * @author The etcd-spring authors
 */
final class EtcdSpringLocks implements LockSubject {

	private final EtcdConnection connection;

	private final EtcdTemplate template;

	EtcdSpringLocks(String endpoint) {
		this.connection = BenchmarkConnection.open(endpoint);
		this.template = new EtcdTemplate(this.connection, EtcdValueConverter.create());
	}

	@Override
	public void lockAndUnlock(String name) {
		this.template.locks().lock(name).close();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
