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

package io.github.etcdspring.benchmarks.subject;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.AsyncEtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdCondition;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.kv.TxnSpec;

/**
 * This project.
 *
 * @author The etcd-spring authors
 */
final class EtcdSpringSubject implements Subject {

	private final EtcdConnection connection;

	private final EtcdTemplate etcd;

	private final AsyncEtcdOperations async;

	EtcdSpringSubject(String endpoint, @Nullable Executor callbacks) {
		this.connection = BenchmarkConnection.open(endpoint, callbacks);
		this.etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());
		this.async = this.etcd.async();
	}

	@Override
	public void call(Workload workload, String key, byte[] value) {
		switch (workload) {
			case GET -> this.etcd.get(key, byte[].class);
			case SERIALIZABLE_GET -> this.etcd.range(KeyRange.key(key), byte[].class, RangeSpec::serializable);
			case PUT -> this.etcd.put(key, value);
			case TXN -> this.etcd.txn((txn) -> putIfPresent(txn, key, value));
		}
	}

	@Override
	public void callAsync(Workload workload, String key, byte[] value, Consumer<@Nullable Throwable> done) {
		CompletableFuture<?> call = switch (workload) {
			case GET -> this.async.get(key, byte[].class);
			case SERIALIZABLE_GET -> this.async.range(KeyRange.key(key), byte[].class, RangeSpec::serializable);
			case PUT -> this.async.put(key, value);
			case TXN -> this.async.txn((txn) -> putIfPresent(txn, key, value));
		};
		call.whenComplete((result, failure) -> done.accept(failure));
	}

	private static void putIfPresent(TxnSpec txn, String key, byte[] value) {
		txn.when(EtcdCondition.exists(key)).then(TxnOperation.put(key, value));
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
