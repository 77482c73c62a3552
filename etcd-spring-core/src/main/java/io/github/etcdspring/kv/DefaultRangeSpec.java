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
import io.etcd.jetcd.api.RangeRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCallSpec;

/**
 * Writes a range request.
 *
 * @author The etcd-spring authors
 */
final class DefaultRangeSpec implements RangeSpec {

	private final KeyRange range;

	private final RangeRequest.Builder request;

	private @Nullable Duration timeout;

	DefaultRangeSpec(KeyRange range) {
		this.range = range;
		this.request = RangeRequest.newBuilder()
			.setKey(UnsafeByteOperations.unsafeWrap(range.sharedKey()))
			.setRangeEnd(UnsafeByteOperations.unsafeWrap(range.sharedRangeEnd()));
	}

	@Override
	public RangeSpec limit(long limit) {
		this.request.setLimit(notNegative(limit, "limit"));
		return this;
	}

	@Override
	public RangeSpec revision(long revision) {
		this.request.setRevision(notNegative(revision, "revision"));
		return this;
	}

	@Override
	public RangeSpec sort(SortBy by, SortOrder order) {
		Assert.notNull(by, "'by' must not be null");
		Assert.notNull(order, "'order' must not be null");
		this.request.setSortTarget(target(by));
		this.request
			.setSortOrder((order == SortOrder.ASCEND) ? RangeRequest.SortOrder.ASCEND : RangeRequest.SortOrder.DESCEND);
		return this;
	}

	@Override
	public RangeSpec serializable() {
		this.request.setSerializable(true);
		return this;
	}

	@Override
	public RangeSpec keysOnly() {
		this.request.setKeysOnly(true);
		return this;
	}

	@Override
	public RangeSpec countOnly() {
		this.request.setCountOnly(true);
		return this;
	}

	@Override
	public RangeSpec modRevision(long min, long max) {
		checkRevisions(min, max);
		this.request.setMinModRevision(min).setMaxModRevision(max);
		return this;
	}

	@Override
	public RangeSpec createRevision(long min, long max) {
		checkRevisions(min, max);
		this.request.setMinCreateRevision(min).setMaxCreateRevision(max);
		return this;
	}

	@Override
	public RangeSpec timeout(Duration timeout) {
		this.timeout = EtcdCallSpec.checkTimeout(timeout);
		return this;
	}

	void checkPaged() {
		Assert.isTrue(!this.request.getCountOnly(), "'countOnly()' returns no entries to stream: use 'count(..)'");
		Assert.isTrue(this.request.getSortOrder() == RangeRequest.SortOrder.NONE,
				"'sort(..)' needs all entries at once: a stream is sorted by key");
	}

	RangeRequest request() {
		return this.request.build();
	}

	KeyRange range() {
		return this.range;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

	private static RangeRequest.SortTarget target(SortBy by) {
		return switch (by) {
			case KEY -> RangeRequest.SortTarget.KEY;
			case VERSION -> RangeRequest.SortTarget.VERSION;
			case CREATE_REVISION -> RangeRequest.SortTarget.CREATE;
			case MOD_REVISION -> RangeRequest.SortTarget.MOD;
			case VALUE -> RangeRequest.SortTarget.VALUE;
		};
	}

	private static long notNegative(long value, String name) {
		Assert.isTrue(value >= 0, () -> "'%s' must not be negative, but is %d".formatted(name, value));
		return value;
	}

	private static void checkRevisions(long min, long max) {
		notNegative(min, "min");
		notNegative(max, "max");
		Assert.isTrue(max == 0 || min <= max,
				() -> "'max' must not be less than 'min', but %d is less than %d".formatted(max, min));
	}

}
