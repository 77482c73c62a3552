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

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.etcd.jetcd.api.RangeResponse;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCall;

/**
 * The place that has been reached in a range that is read page by page, all at the
 * revision of the first page. The pages grow or shrink to about a megabyte each. For one
 * thread at a time.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class RangeCursor<T> {

	/**
	 * Small, because the values may be as large as a request.
	 */
	private static final int FIRST_PAGE = 50;

	/**
	 * The server counts all keys to come for each page, so that pages must not be many.
	 */
	private static final int LARGEST_PAGE = 10_000;

	private static final int PAGE_BYTES = 1024 * 1024;

	private static final int GROWTH = 20;

	private final KvValues values;

	private final KeyRange range;

	private final ParameterizedTypeReference<T> type;

	private final Consumer<RangeSpec> spec;

	private KeyRange next;

	private long revision;

	private long remaining;

	private int pageSize = FIRST_PAGE;

	private int bytes;

	private boolean done;

	RangeCursor(KvValues values, KeyRange range, ParameterizedTypeReference<T> type, Consumer<RangeSpec> spec) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(spec, "'spec' must not be null");
		DefaultRangeSpec checked = new DefaultRangeSpec(range);
		spec.accept(checked);
		checked.checkPaged();
		this.values = values;
		this.range = range;
		this.type = type;
		this.spec = spec;
		this.next = range;
		this.revision = checked.request().getRevision();
		long limit = checked.request().getLimit();
		this.remaining = (limit > 0) ? limit : Long.MAX_VALUE;
	}

	/**
	 * Return a cursor at the beginning of the same range.
	 * @return the cursor
	 */
	RangeCursor<T> copy() {
		return new RangeCursor<>(this.values, this.range, this.type, this.spec);
	}

	/**
	 * Return whether there is nothing more to read.
	 * @return whether all pages have been taken
	 */
	boolean isDone() {
		return this.done;
	}

	/**
	 * Return the call that reads the next page.
	 * @return the call
	 */
	EtcdCall<RangeResult<T>> nextPage() {
		return RangeOperation.range(this.next, this.type, this.spec.andThen(this::page))
			.toCall(this.values, this::measure);
	}

	private void page(RangeSpec spec) {
		spec.limit(Math.min(this.pageSize, this.remaining)).revision(this.revision);
	}

	private void measure(RangeResponse response) {
		this.bytes = response.getSerializedSize();
	}

	/**
	 * Take a page and go on behind it.
	 * @param result the page
	 * @return its entries
	 */
	List<EtcdEntry<T>> take(RangeResult<T> result) {
		List<EtcdEntry<T>> page = result.entries();
		if (this.revision == 0) {
			this.revision = result.revision();
		}
		this.remaining -= page.size();
		this.done = !result.more() || page.isEmpty() || this.remaining <= 0;
		if (!this.done) {
			this.next = after(page.get(page.size() - 1));
			this.pageSize = nextSize(page.size());
		}
		return page;
	}

	private int nextSize(int size) {
		long fitting = (long) PAGE_BYTES * size / Math.max(this.bytes, 1);
		return (int) Math.max(Math.min(fitting, Math.min((long) size * GROWTH, LARGEST_PAGE)), 1);
	}

	private KeyRange after(EtcdEntry<T> last) {
		byte[] key = last.keyBytes();
		return KeyRange.ofBytes(Arrays.copyOf(key, key.length + 1), this.range.sharedRangeEnd());
	}

	/**
	 * Ask for a smaller page, since this one is larger than this client accepts.
	 * @return whether it can be smaller
	 */
	boolean shrink() {
		if (this.pageSize == 1) {
			return false;
		}
		this.pageSize = Math.max(this.pageSize / 4, 1);
		return true;
	}

}
