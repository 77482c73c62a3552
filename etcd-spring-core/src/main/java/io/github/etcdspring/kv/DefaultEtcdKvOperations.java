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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Makes each call and waits for its answer.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdKvOperations implements EtcdKvOperations {

	private final EtcdCalls calls;

	private final KvCalls kv;

	DefaultEtcdKvOperations(EtcdCalls calls, KvCalls kv) {
		this.calls = calls;
		this.kv = kv;
	}

	@Override
	public <T> @Nullable T get(String key, ParameterizedTypeReference<T> type) {
		return this.kv.get(key, type).execute(this.calls);
	}

	@Override
	public <T> @Nullable EtcdEntry<T> getEntry(String key, ParameterizedTypeReference<T> type) {
		return this.kv.getEntry(key, type).execute(this.calls);
	}

	@Override
	public <T> RangeResult<T> range(KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> spec) {
		return this.kv.range(range, type, spec).execute(this.calls);
	}

	@Override
	public <T> Stream<EtcdEntry<T>> stream(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return this.kv.stream(this.calls, range, type, spec);
	}

	@Override
	public List<String> keys(KeyRange range) {
		return this.kv.keys(range).execute(this.calls);
	}

	@Override
	public long count(KeyRange range) {
		return this.kv.count(range).execute(this.calls);
	}

	@Override
	public <P> PutResult<P> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec).execute(this.calls);
	}

	@Override
	public <P> PutResult<P> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.put(key, value, spec).execute(this.calls);
	}

	@Override
	public <P> PutResult<P> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return this.kv.touch(key, spec).execute(this.calls);
	}

	@Override
	public boolean delete(String key) {
		return this.kv.delete(key).execute(this.calls);
	}

	@Override
	public <P> DeleteResult<P> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return this.kv.delete(range, spec).execute(this.calls);
	}

	@Override
	public TxnResult txn(Consumer<TxnSpec> spec) {
		return this.kv.txn(spec).execute(this.calls);
	}

	@Override
	public BulkResult bulk(Consumer<BulkSpec> spec) {
		return this.kv.bulk(spec).execute(this.calls);
	}

	@Override
	public boolean putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.putIfAbsent(key, value, spec).execute(this.calls);
	}

	@Override
	public boolean replace(String key, Object value, long expectedModRevision, UnaryOperator<PutSpec<Void>> spec) {
		return this.kv.replace(key, value, expectedModRevision, spec).execute(this.calls);
	}

	@Override
	public boolean deleteIf(String key, long expectedModRevision) {
		return this.kv.deleteIf(key, expectedModRevision).execute(this.calls);
	}

	@Override
	public <T> @Nullable T update(String key, ParameterizedTypeReference<T> type, UnaryOperator<@Nullable T> function) {
		return this.kv.update(key, type, function).execute(this.calls);
	}

	@Override
	public ResponseHeader compact(long revision, boolean physical) {
		return this.kv.compact(revision, physical).execute(this.calls);
	}

}
