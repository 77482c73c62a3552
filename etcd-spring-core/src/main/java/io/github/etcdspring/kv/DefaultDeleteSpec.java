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

import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.DeleteRangeRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCallSpec;

/**
 * Writes a delete request.
 *
 * @param <P> the type of the deleted values
 * @author The etcd-spring authors
 */
final class DefaultDeleteSpec<P> implements DeleteSpec<P> {

	private final KeyRange range;

	private final DeleteRangeRequest.Builder request;

	private @Nullable ResolvableType previousType;

	private @Nullable Duration timeout;

	DefaultDeleteSpec(KeyRange range) {
		this.range = range;
		this.request = DeleteRangeRequest.newBuilder()
			.setKey(UnsafeByteOperations.unsafeWrap(range.sharedKey()))
			.setRangeEnd(UnsafeByteOperations.unsafeWrap(range.sharedRangeEnd()));
	}

	@Override
	public <V> DeleteSpec<V> returnPrevious(Class<V> type) {
		Assert.notNull(type, "'type' must not be null");
		return returnPrevious(ResolvableType.forClass(type));
	}

	@Override
	public <V> DeleteSpec<V> returnPrevious(ParameterizedTypeReference<V> type) {
		Assert.notNull(type, "'type' must not be null");
		return returnPrevious(ResolvableType.forType(type));
	}

	@SuppressWarnings("unchecked")
	private <V> DeleteSpec<V> returnPrevious(ResolvableType type) {
		this.previousType = type;
		this.request.setPrevKv(true);
		return (DeleteSpec<V>) this;
	}

	@Override
	public DeleteSpec<P> timeout(Duration timeout) {
		this.timeout = EtcdCallSpec.checkTimeout(timeout);
		return this;
	}

	DeleteRangeRequest request() {
		return this.request.build();
	}

	@Nullable ResolvableType previousType() {
		return this.previousType;
	}

	KeyRange range() {
		return this.range;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

}
