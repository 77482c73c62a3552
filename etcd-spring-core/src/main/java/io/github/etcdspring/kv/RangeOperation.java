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

import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;

/**
 * Reads a range, or what can be said of one.
 *
 * @param <T> the type of the values
 * @param <R> the result
 * @author The etcd-spring authors
 */
final class RangeOperation<T, R extends @Nullable Object> extends WireOperation<R> {

	private final DefaultRangeSpec spec;

	private final RangeRequest request;

	private final ResolvableType type;

	private final Function<RangeResult<T>, R> mapper;

	RangeOperation(KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> customizer,
			Function<RangeResult<T>, R> mapper) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(customizer, "'spec' must not be null");
		this.spec = new DefaultRangeSpec(range);
		customizer.accept(this.spec);
		this.request = this.spec.request();
		this.type = ResolvableType.forType(type);
		this.mapper = mapper;
	}

	static <T> RangeOperation<T, RangeResult<T>> range(KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		return new RangeOperation<>(range, type, spec, Function.identity());
	}

	static <T> RangeOperation<T, @Nullable EtcdEntry<T>> entry(String key, ParameterizedTypeReference<T> type) {
		return new RangeOperation<>(KeyRange.key(key), type, (spec) -> {
		}, RangeResult::first);
	}

	static <T> RangeOperation<T, @Nullable T> value(String key, ParameterizedTypeReference<T> type) {
		return new RangeOperation<>(KeyRange.key(key), type, (spec) -> {
		}, RangeOperation::firstValue);
	}

	static RangeOperation<byte[], List<String>> keys(KeyRange range) {
		return new RangeOperation<>(range, Types.of(byte[].class), RangeSpec::keysOnly,
				(result) -> result.entries().stream().map(EtcdEntry::key).toList());
	}

	static RangeOperation<byte[], Long> count(KeyRange range) {
		return new RangeOperation<>(range, Types.of(byte[].class), RangeSpec::countOnly, RangeResult::count);
	}

	private static <T> @Nullable T firstValue(RangeResult<T> result) {
		EtcdEntry<T> first = result.first();
		return (first != null) ? first.value() : null;
	}

	@Override
	EtcdCall<R> toCall(KvValues values) {
		return toCall(values, (response) -> {
		});
	}

	/**
	 * Send it alone and have a look at the answer.
	 * @param values converts the values
	 * @param look sees the answer before it is converted
	 * @return the call
	 */
	EtcdCall<R> toCall(KvValues values, Consumer<RangeResponse> look) {
		return EtcdCall.of((this.request.getSerializable()) ? KvRpcs.SERIALIZABLE_RANGE : KvRpcs.RANGE, this.request,
				EtcdCallSpec.of(this.spec.range(), this.spec.timeout()), (response) -> {
					look.accept(response);
					return toResult(response, EtcdHeaders.of(response.getHeader()), values);
				});
	}

	@Override
	RequestOp toRequest(KvValues values) {
		noTimeout(this.spec.timeout());
		return RequestOp.newBuilder().setRequestRange(this.request).build();
	}

	@Override
	R toResult(ResponseOp response, ResponseHeader header, KvValues values) {
		return toResult(response.getResponseRange(), header, values);
	}

	private R toResult(RangeResponse response, ResponseHeader header, KvValues values) {
		List<EtcdEntry<T>> entries = (this.request.getKeysOnly()) ? KvValues.readKeys(response.getKvsList())
				: values.read(response.getKvsList(), this.type, EtcdOutcome.REFUSED);
		return this.mapper.apply(new RangeResult<>(header, entries, response.getMore(), response.getCount()));
	}

	@Override
	boolean isRead() {
		return true;
	}

	@Override
	public String toString() {
		return "range of " + this.spec.range();
	}

}
