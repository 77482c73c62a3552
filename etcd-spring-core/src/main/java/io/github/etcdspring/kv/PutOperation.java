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

import java.time.Duration;
import java.util.function.Function;

import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;

/**
 * Puts a key.
 *
 * @param <P> the type of the previous value
 * @author The etcd-spring authors
 */
final class PutOperation<P> extends WireOperation<PutResult<P>> {

	private final DefaultPutSpec<Void> spec;

	private final @Nullable Object value;

	private PutOperation(KeyRange key, @Nullable Object value, Function<PutSpec<Void>, PutSpec<P>> customizer) {
		Assert.notNull(customizer, "'spec' must not be null");
		this.value = value;
		this.spec = new DefaultPutSpec<>(key);
		customizer.apply(this.spec);
		this.spec.check();
	}

	static <P> PutOperation<P> put(KeyRange key, Object value, Function<PutSpec<Void>, PutSpec<P>> spec) {
		Assert.notNull(value, "'value' must not be null");
		return new PutOperation<>(key, value, spec);
	}

	static <P> PutOperation<P> touch(KeyRange key, Function<PutSpec<Void>, PutSpec<P>> spec) {
		return new PutOperation<>(key, null, spec);
	}

	@Override
	EtcdCall<PutResult<P>> toCall(KvValues values) {
		PutRequest.Builder request = request(values);
		Function<PutResponse, PutResult<P>> mapper = (response) -> toResult(response, values);
		Duration ttl = this.spec.ttl();
		if (ttl != null) {
			return new LeasedPutCall<>(this.spec, ttl, request, mapper);
		}
		return EtcdCall.of(KvRpcs.PUT, request.build(), EtcdCallSpec.of(this.spec.key(), this.spec.timeout()), mapper);
	}

	@Override
	RequestOp toRequest(KvValues values) {
		noTimeout(this.spec.timeout());
		Assert.isTrue(this.spec.ttl() == null,
				"'ttl(..)' must not be set on an operation of a transaction: grant a lease and use 'lease(..)'");
		return RequestOp.newBuilder().setRequestPut(request(values)).build();
	}

	private PutRequest.Builder request(KvValues values) {
		PutRequest.Builder request = this.spec.request().clone();
		return (this.value != null) ? request.setValue(values.write(this.spec.key(), this.value))
				: request.setIgnoreValue(true);
	}

	@Override
	PutResult<P> toResult(ResponseOp response, ResponseHeader header, KvValues values) {
		return toResult(response.getResponsePut(), header, values);
	}

	private PutResult<P> toResult(PutResponse response, KvValues values) {
		return toResult(response, EtcdHeaders.of(response.getHeader()), values);
	}

	private PutResult<P> toResult(PutResponse response, ResponseHeader header, KvValues values) {
		ResolvableType type = this.spec.previousType();
		EtcdEntry<P> previous = (type != null && response.hasPrevKv())
				? values.read(response.getPrevKv(), type, EtcdOutcome.UNKNOWN) : null;
		return new PutResult<>(header, previous);
	}

	@Override
	boolean isRead() {
		return false;
	}

	@Override
	public String toString() {
		return ((this.value != null) ? "put of " : "touch of ") + this.spec.key();
	}

}
