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

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;
import io.github.etcdspring.connection.EtcdRpc;

/**
 * Makes calls of the KV service out of arguments.
 *
 * @author The etcd-spring authors
 */
final class KvCalls {

	private final KvValues values;

	KvCalls(EtcdValueConverter converter) {
		this.values = new KvValues(converter);
	}

	<T> EtcdCall<?, ?, @Nullable T> get(KeyRange key, ParameterizedTypeReference<T> type) {
		return getEntry(key, type).map((entry) -> (entry != null) ? entry.value() : null);
	}

	<T> EtcdCall<?, ?, @Nullable EtcdEntry<T>> getEntry(KeyRange key, ParameterizedTypeReference<T> type) {
		return range(key, type, (spec) -> {
		}).map(RangeResult::first);
	}

	EtcdCall<?, ?, List<String>> keys(KeyRange range) {
		return range(range, Types.of(byte[].class), RangeSpec::keysOnly)
			.map((result) -> result.entries().stream().map(EtcdEntry::key).toList());
	}

	EtcdCall<?, ?, Long> count(KeyRange range) {
		return range(range, Types.of(byte[].class), RangeSpec::countOnly).map(RangeResult::count);
	}

	<T> EtcdCall<?, ?, RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> customizer) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(customizer, "'spec' must not be null");
		DefaultRangeSpec spec = new DefaultRangeSpec(range);
		customizer.accept(spec);
		RangeRequest request = spec.request();
		EtcdRpc<RangeRequest, RangeResponse> rpc = (request.getSerializable()) ? KvRpcs.SERIALIZABLE_RANGE
				: KvRpcs.RANGE;
		return new EtcdCall<>(rpc, request, spec.callSpec(),
				(response) -> rangeResult(response, (request.getKeysOnly()) ? null : ResolvableType.forType(type)));
	}

	private <T> RangeResult<T> rangeResult(RangeResponse response, @Nullable ResolvableType type) {
		List<EtcdEntry<T>> entries = (type != null) ? this.values.read(response.getKvsList(), type, EtcdOutcome.REFUSED)
				: KvValues.readKeys(response.getKvsList());
		return new RangeResult<>(EtcdHeaders.of(response.getHeader()), entries, response.getMore(),
				response.getCount());
	}

	<P> EtcdCall<?, ?, PutResult<P>> put(KeyRange key, Object value, Function<PutSpec<Void>, PutSpec<P>> customizer) {
		return put(new DefaultPutSpec<>(key, this.values.write(key, value)), customizer);
	}

	<P> EtcdCall<?, ?, PutResult<P>> touch(KeyRange key, Function<PutSpec<Void>, PutSpec<P>> customizer) {
		return put(new DefaultPutSpec<>(key, null), customizer);
	}

	private <P> EtcdCall<?, ?, PutResult<P>> put(DefaultPutSpec<Void> spec,
			Function<PutSpec<Void>, PutSpec<P>> customizer) {
		Assert.notNull(customizer, "'spec' must not be null");
		customizer.apply(spec);
		return new EtcdCall<>(KvRpcs.PUT, spec.request(), spec.callSpec(),
				(response) -> putResult(response, spec.previousType()));
	}

	private <P> PutResult<P> putResult(PutResponse response, @Nullable ResolvableType previousType) {
		EtcdEntry<P> previous = (previousType != null && response.hasPrevKv())
				? this.values.read(response.getPrevKv(), previousType, EtcdOutcome.UNKNOWN) : null;
		return new PutResult<>(EtcdHeaders.of(response.getHeader()), previous);
	}

	EtcdCall<?, ?, Boolean> deleteKey(KeyRange key) {
		return delete(key, (spec) -> spec).map((result) -> result.deleted() > 0);
	}

	<P> EtcdCall<?, ?, DeleteResult<P>> delete(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> customizer) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(customizer, "'spec' must not be null");
		DefaultDeleteSpec<Void> spec = new DefaultDeleteSpec<>(range);
		customizer.apply(spec);
		return new EtcdCall<>(KvRpcs.DELETE, spec.request(), spec.callSpec(),
				(response) -> deleteResult(response, spec.previousType()));
	}

	private <P> DeleteResult<P> deleteResult(DeleteRangeResponse response, @Nullable ResolvableType previousType) {
		List<EtcdEntry<P>> previous = (previousType != null)
				? this.values.read(response.getPrevKvsList(), previousType, EtcdOutcome.UNKNOWN) : List.of();
		return new DeleteResult<>(EtcdHeaders.of(response.getHeader()), response.getDeleted(), previous);
	}

	EtcdCall<?, ?, ResponseHeader> compact(long revision, boolean physical) {
		Assert.isTrue(revision > 0, () -> "'revision' must be positive, but is " + revision);
		CompactionRequest request = CompactionRequest.newBuilder().setRevision(revision).setPhysical(physical).build();
		return new EtcdCall<>(KvRpcs.COMPACT, request, EtcdCallSpec.of("revision " + revision, null),
				(response) -> EtcdHeaders.of(response.getHeader()));
	}

}
