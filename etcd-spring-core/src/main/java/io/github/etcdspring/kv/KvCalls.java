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
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.etcd.jetcd.api.CompactionRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdHeaders;

/**
 * Makes calls out of arguments, for the blocking and the asynchronous operations.
 *
 * @author The etcd-spring authors
 */
final class KvCalls {

	private final KvValues values;

	KvCalls(EtcdValueConverter converter) {
		this.values = new KvValues(converter);
	}

	<T> EtcdCall<@Nullable T> get(String key, ParameterizedTypeReference<T> type) {
		return RangeOperation.value(key, type).toCall(this.values);
	}

	<T> EtcdCall<@Nullable EtcdEntry<T>> getEntry(String key, ParameterizedTypeReference<T> type) {
		return RangeOperation.entry(key, type).toCall(this.values);
	}

	<T> EtcdCall<RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> spec) {
		return RangeOperation.range(range, type, spec).toCall(this.values);
	}

	<T> Stream<EtcdEntry<T>> stream(EtcdCalls calls, KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		RangePages<T> pages = new RangePages<>(calls, new RangeCursor<>(this.values, range, type, spec));
		return StreamSupport.stream(
				Spliterators.spliteratorUnknownSize(pages,
						Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE),
				false);
	}

	<T> Flow.Publisher<EtcdEntry<T>> publish(EtcdCalls calls, KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return new RangePublisher<>(calls, new RangeCursor<>(this.values, range, type, spec));
	}

	EtcdCall<List<String>> keys(KeyRange range) {
		return RangeOperation.keys(range).toCall(this.values);
	}

	EtcdCall<Long> count(KeyRange range) {
		return RangeOperation.count(range).toCall(this.values);
	}

	<P> EtcdCall<PutResult<P>> put(String key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return PutOperation.put(KeyRange.key(key), value, spec).toCall(this.values);
	}

	<P> EtcdCall<PutResult<P>> put(byte[] key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return PutOperation.put(KeyRange.key(key), value, spec).toCall(this.values);
	}

	<P> EtcdCall<PutResult<P>> touch(String key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return PutOperation.touch(KeyRange.key(key), spec).toCall(this.values);
	}

	EtcdCall<Boolean> delete(String key) {
		return DeleteOperation.key(key).toCall(this.values);
	}

	<P> EtcdCall<DeleteResult<P>> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return DeleteOperation.range(range, spec).toCall(this.values);
	}

	EtcdCall<TxnResult> txn(Consumer<TxnSpec> spec) {
		return new TxnCall(spec).toCall(this.values);
	}

	EtcdCall<BulkResult> bulk(Consumer<BulkSpec> spec) {
		return new BulkCall(spec, this.values);
	}

	EtcdCall<Boolean> putIfAbsent(String key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return doIf(EtcdCondition.absent(key), TxnOperation.put(key, value, spec));
	}

	EtcdCall<Boolean> replace(String key, Object value, long expectedModRevision, UnaryOperator<PutSpec<Void>> spec) {
		return doIf(unchanged(key, expectedModRevision), TxnOperation.put(key, value, spec));
	}

	EtcdCall<Boolean> deleteIf(String key, long expectedModRevision) {
		return doIf(unchanged(key, expectedModRevision), TxnOperation.delete(key));
	}

	<T> EtcdCall<@Nullable T> update(String key, ParameterizedTypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return new UpdateCall<>(key, type, function, this.values);
	}

	EtcdCall<ResponseHeader> compact(long revision, boolean physical) {
		Assert.isTrue(revision > 0, () -> "'revision' must be positive, but is " + revision);
		CompactionRequest request = CompactionRequest.newBuilder().setRevision(revision).setPhysical(physical).build();
		return EtcdCall.of(KvRpcs.COMPACT, request, EtcdCallSpec.of("revision " + revision, null),
				(response) -> EtcdHeaders.of(response.getHeader()));
	}

	private EtcdCall<Boolean> doIf(EtcdCondition condition, TxnOperation<?> operation) {
		return new TxnCall((txn) -> txn.when(condition).then(operation)).toCall(this.values, TxnResult::succeeded);
	}

	static EtcdCondition unchanged(String key, long expectedModRevision) {
		Assert.isTrue(expectedModRevision > 0,
				() -> "'expectedModRevision' must be positive, but is " + expectedModRevision);
		return EtcdCondition.modRevision(key).equalTo(expectedModRevision);
	}

}
