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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.auth.AsyncEtcdAuthOperations;
import io.github.etcdspring.cluster.AsyncEtcdClusterOperations;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.election.AsyncEtcdElectionOperations;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.BulkResult;
import io.github.etcdspring.kv.BulkSpec;
import io.github.etcdspring.kv.DeleteResult;
import io.github.etcdspring.kv.DeleteSpec;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.PutResult;
import io.github.etcdspring.kv.PutSpec;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.TxnResult;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lease.AsyncEtcdLeaseOperations;
import io.github.etcdspring.lock.AsyncEtcdLockOperations;
import io.github.etcdspring.maintenance.AsyncEtcdMaintenanceOperations;

/**
 * The asynchronous side of {@link EtcdTemplate}.
 *
 * @author The etcd-spring authors
 */
final class AsyncEtcdTemplate implements AsyncEtcdOperations {

	private final AsyncEtcdKvOperations kv;

	private final AsyncEtcdLeaseOperations leases;

	private final AsyncEtcdLockOperations locks;

	private final AsyncEtcdElectionOperations elections;

	private final AsyncEtcdClusterOperations cluster;

	private final AsyncEtcdMaintenanceOperations maintenance;

	private final AsyncEtcdAuthOperations auth;

	AsyncEtcdTemplate(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter) {
		this.kv = AsyncEtcdKvOperations.create(calls, converter);
		this.leases = AsyncEtcdLeaseOperations.create(connection, calls);
		this.locks = AsyncEtcdLockOperations.create(connection, calls);
		this.elections = AsyncEtcdElectionOperations.create(connection, calls, converter);
		this.cluster = AsyncEtcdClusterOperations.create(calls);
		this.maintenance = AsyncEtcdMaintenanceOperations.create(calls, connection.serverStreams(),
				() -> EtcdTemplate.uris(connection));
		this.auth = AsyncEtcdAuthOperations.create(calls);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(String key, ParameterizedTypeReference<T> type) {
		return this.kv.get(key, type);
	}

	@Override
	public <T> CompletableFuture<@Nullable EtcdEntry<T>> getEntry(String key, ParameterizedTypeReference<T> type) {
		return this.kv.getEntry(key, type);
	}

	@Override
	public <T> CompletableFuture<RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return this.kv.range(range, type, spec);
	}

	@Override
	public <T> Flow.Publisher<EtcdEntry<T>> stream(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return this.kv.stream(range, type, spec);
	}

	@Override
	public CompletableFuture<List<String>> keys(KeyRange range) {
		return this.kv.keys(range);
	}

	@Override
	public CompletableFuture<Long> count(KeyRange range) {
		return this.kv.count(range);
	}

	@Override
	public <P> CompletableFuture<PutResult<P>> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec);
	}

	@Override
	public <P> CompletableFuture<PutResult<P>> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec);
	}

	@Override
	public <P> CompletableFuture<PutResult<P>> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.touch(key, spec);
	}

	@Override
	public CompletableFuture<Boolean> delete(String key) {
		return this.kv.delete(key);
	}

	@Override
	public <P> CompletableFuture<DeleteResult<P>> delete(KeyRange range,
			Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return this.kv.delete(range, spec);
	}

	@Override
	public CompletableFuture<TxnResult> txn(Consumer<TxnSpec> spec) {
		return this.kv.txn(spec);
	}

	@Override
	public CompletableFuture<BulkResult> bulk(Consumer<BulkSpec> spec) {
		return this.kv.bulk(spec);
	}

	@Override
	public CompletableFuture<Boolean> putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.putIfAbsent(key, value, spec);
	}

	@Override
	public CompletableFuture<Boolean> replace(String key, Object value, long expectedModRevision,
			UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.replace(key, value, expectedModRevision, spec);
	}

	@Override
	public CompletableFuture<Boolean> deleteIf(String key, long expectedModRevision) {
		return this.kv.deleteIf(key, expectedModRevision);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> update(String key, ParameterizedTypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return this.kv.update(key, type, function);
	}

	@Override
	public CompletableFuture<ResponseHeader> compact(long revision, boolean physical) {
		return this.kv.compact(revision, physical);
	}

	@Override
	public AsyncEtcdLeaseOperations leases() {
		return this.leases;
	}

	@Override
	public AsyncEtcdLockOperations locks() {
		return this.locks;
	}

	@Override
	public AsyncEtcdElectionOperations elections() {
		return this.elections;
	}

	@Override
	public AsyncEtcdClusterOperations cluster() {
		return this.cluster;
	}

	@Override
	public AsyncEtcdMaintenanceOperations maintenance() {
		return this.maintenance;
	}

	@Override
	public AsyncEtcdAuthOperations auth() {
		return this.auth;
	}

}
