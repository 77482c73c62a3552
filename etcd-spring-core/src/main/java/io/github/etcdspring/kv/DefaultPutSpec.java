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
import io.etcd.jetcd.api.PutRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCallSpec;

/**
 * Writes a put request.
 *
 * @param <P> the type of the previous value
 * @author The etcd-spring authors
 */
final class DefaultPutSpec<P> implements PutSpec<P> {

	private static final Duration LONGEST_TTL = Duration.ofSeconds(9_000_000_000L);

	private final KeyRange key;

	private final PutRequest.Builder request;

	private @Nullable Duration ttl;

	private @Nullable ResolvableType previousType;

	private @Nullable Duration timeout;

	DefaultPutSpec(KeyRange key) {
		this.key = key;
		this.request = PutRequest.newBuilder().setKey(UnsafeByteOperations.unsafeWrap(key.sharedKey()));
	}

	@Override
	public PutSpec<P> lease(long leaseId) {
		this.request.setLease(leaseId);
		return this;
	}

	@Override
	public PutSpec<P> ttl(Duration ttl) {
		Assert.notNull(ttl, "'ttl' must not be null");
		Assert.isTrue(!ttl.isNegative() && !ttl.isZero(), () -> "'ttl' must be positive, but is " + ttl);
		Assert.isTrue(ttl.compareTo(LONGEST_TTL) <= 0,
				() -> "'ttl' must not be longer than etcd's limit of %d seconds, but is %s"
					.formatted(LONGEST_TTL.toSeconds(), ttl));
		this.ttl = ttl;
		return this;
	}

	@Override
	public PutSpec<P> keepLease() {
		this.request.setIgnoreLease(true);
		return this;
	}

	@Override
	public <V> PutSpec<V> returnPrevious(Class<V> type) {
		Assert.notNull(type, "'type' must not be null");
		return returnPrevious(ResolvableType.forClass(type));
	}

	@Override
	public <V> PutSpec<V> returnPrevious(ParameterizedTypeReference<V> type) {
		Assert.notNull(type, "'type' must not be null");
		return returnPrevious(ResolvableType.forType(type));
	}

	@SuppressWarnings("unchecked")
	private <V> PutSpec<V> returnPrevious(ResolvableType type) {
		this.previousType = type;
		this.request.setPrevKv(true);
		return (PutSpec<V>) this;
	}

	@Override
	public PutSpec<P> timeout(Duration timeout) {
		this.timeout = EtcdCallSpec.checkTimeout(timeout);
		return this;
	}

	void check() {
		Assert.isTrue(!this.request.getIgnoreLease() || this.request.getLease() == 0,
				"'keepLease()' and 'lease(..)' exclude each other");
		Assert.isTrue(this.ttl == null || (!this.request.getIgnoreLease() && this.request.getLease() == 0),
				"'ttl(..)' excludes 'lease(..)' and 'keepLease()'");
	}

	PutRequest.Builder request() {
		return this.request;
	}

	@Nullable Duration ttl() {
		return this.ttl;
	}

	@Nullable ResolvableType previousType() {
		return this.previousType;
	}

	KeyRange key() {
		return this.key;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

}
