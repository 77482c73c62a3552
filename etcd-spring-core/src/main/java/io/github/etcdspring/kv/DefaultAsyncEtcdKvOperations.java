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

package io.github.etcdspring.kv;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Makes each call and returns a future of its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdKvOperations implements AsyncEtcdKvOperations {

	private final EtcdCalls calls;

	private final KvCalls kv;

	DefaultAsyncEtcdKvOperations(EtcdCalls calls, KvCalls kv) {
		this.calls = calls;
		this.kv = kv;
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(String key, ParameterizedTypeReference<T> type) {
		return this.kv.get(key, type).executeAsync(this.calls);
	}

	@Override
	public <T> CompletableFuture<@Nullable EtcdEntry<T>> getEntry(String key, ParameterizedTypeReference<T> type) {
		return this.kv.getEntry(key, type).executeAsync(this.calls);
	}

	@Override
	public <T> CompletableFuture<RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return this.kv.range(range, type, spec).executeAsync(this.calls);
	}

	@Override
	public <T> Flow.Publisher<EtcdEntry<T>> stream(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return this.kv.publish(this.calls, range, type, spec);
	}

	@Override
	public CompletableFuture<List<String>> keys(KeyRange range) {
		return this.kv.keys(range).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<Long> count(KeyRange range) {
		return this.kv.count(range).executeAsync(this.calls);
	}

	@Override
	public <P> CompletableFuture<PutResult<P>> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec).executeAsync(this.calls);
	}

	@Override
	public <P> CompletableFuture<PutResult<P>> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec).executeAsync(this.calls);
	}

	@Override
	public <P> CompletableFuture<PutResult<P>> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.touch(key, spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<Boolean> delete(String key) {
		return this.kv.delete(key).executeAsync(this.calls);
	}

	@Override
	public <P> CompletableFuture<DeleteResult<P>> delete(KeyRange range,
			Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return this.kv.delete(range, spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<TxnResult> txn(Consumer<TxnSpec> spec) {
		return this.kv.txn(spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<BulkResult> bulk(Consumer<BulkSpec> spec) {
		return this.kv.bulk(spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<Boolean> putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.putIfAbsent(key, value, spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<Boolean> replace(String key, Object value, long expectedModRevision,
			UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.replace(key, value, expectedModRevision, spec).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<Boolean> deleteIf(String key, long expectedModRevision) {
		return this.kv.deleteIf(key, expectedModRevision).executeAsync(this.calls);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> update(String key, ParameterizedTypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return this.kv.update(key, type, function).executeAsync(this.calls);
	}

	@Override
	public CompletableFuture<ResponseHeader> compact(long revision, boolean physical) {
		return this.kv.compact(revision, physical).executeAsync(this.calls);
	}

}
