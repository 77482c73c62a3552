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
import java.util.function.Function;

import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;

/**
 * Deletes a range.
 *
 * @param <P> the type of the deleted values
 * @param <R> the result
 * @author The etcd-spring authors
 */
final class DeleteOperation<P, R> extends WireOperation<R> {

	private final DefaultDeleteSpec<Void> spec;

	private final DeleteRangeRequest request;

	private final Function<DeleteResult<P>, R> mapper;

	private DeleteOperation(KeyRange range, Function<DeleteSpec<Void>, DeleteSpec<P>> customizer,
			Function<DeleteResult<P>, R> mapper) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(customizer, "'spec' must not be null");
		this.spec = new DefaultDeleteSpec<>(range);
		customizer.apply(this.spec);
		this.request = this.spec.request();
		this.mapper = mapper;
	}

	static DeleteOperation<Void, Boolean> key(String key) {
		return new DeleteOperation<>(KeyRange.key(key), (spec) -> spec, (result) -> result.deleted() > 0);
	}

	static <P> DeleteOperation<P, DeleteResult<P>> range(KeyRange range,
			Function<DeleteSpec<Void>, DeleteSpec<P>> spec) {
		return new DeleteOperation<>(range, spec, Function.identity());
	}

	@Override
	EtcdCall<R> toCall(KvValues values) {
		return EtcdCall.of(KvRpcs.DELETE, this.request, EtcdCallSpec.of(this.spec.range(), this.spec.timeout()),
				(response) -> toResult(response, EtcdHeaders.of(response.getHeader()), values));
	}

	@Override
	RequestOp toRequest(KvValues values) {
		noTimeout(this.spec.timeout());
		return RequestOp.newBuilder().setRequestDeleteRange(this.request).build();
	}

	@Override
	R toResult(ResponseOp response, ResponseHeader header, KvValues values) {
		return toResult(response.getResponseDeleteRange(), header, values);
	}

	private R toResult(DeleteRangeResponse response, ResponseHeader header, KvValues values) {
		ResolvableType type = this.spec.previousType();
		List<EtcdEntry<P>> previous = (type != null) ? values.read(response.getPrevKvsList(), type, EtcdOutcome.UNKNOWN)
				: List.of();
		return this.mapper.apply(new DeleteResult<>(header, response.getDeleted(), previous));
	}

	@Override
	boolean isRead() {
		return false;
	}

	@Override
	public String toString() {
		return "delete of " + this.spec.range();
	}

}
