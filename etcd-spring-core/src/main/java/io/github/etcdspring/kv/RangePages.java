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
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Reads a range page by page, all at the revision of the first one. A page that is larger
 * than this client accepts is asked for again with fewer entries.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class RangePages<T> implements Iterator<EtcdEntry<T>> {

	private static final int PAGE_SIZE = 1000;

	private final EtcdCalls calls;

	private final KvValues values;

	private final KeyRange range;

	private final ParameterizedTypeReference<T> type;

	private final Consumer<RangeSpec> spec;

	private long remaining;

	private long revision;

	private int pageSize = PAGE_SIZE;

	private KeyRange next;

	private List<EtcdEntry<T>> page = List.of();

	private int position;

	private boolean more = true;

	RangePages(EtcdCalls calls, KvValues values, KeyRange range, ParameterizedTypeReference<T> type,
			Consumer<RangeSpec> spec) {
		Assert.notNull(range, "'range' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(spec, "'spec' must not be null");
		DefaultRangeSpec checked = new DefaultRangeSpec(range);
		spec.accept(checked);
		checked.checkPaged();
		this.calls = calls;
		this.values = values;
		this.range = range;
		this.type = type;
		this.spec = spec;
		this.next = range;
		this.revision = checked.request().getRevision();
		long limit = checked.request().getLimit();
		this.remaining = (limit > 0) ? limit : Long.MAX_VALUE;
	}

	@Override
	public boolean hasNext() {
		while (this.position == this.page.size() && this.more) {
			turn();
		}
		return this.position < this.page.size();
	}

	@Override
	public EtcdEntry<T> next() {
		if (!hasNext()) {
			throw new NoSuchElementException("No more entries in " + this.range);
		}
		return this.page.get(this.position++);
	}

	private void turn() {
		RangeResult<T> result = read();
		if (this.revision == 0) {
			this.revision = result.revision();
		}
		this.page = result.entries();
		this.position = 0;
		this.remaining -= this.page.size();
		this.more = result.more() && !this.page.isEmpty() && this.remaining > 0;
		if (this.more) {
			this.next = after(this.page.get(this.page.size() - 1));
		}
	}

	private RangeResult<T> read() {
		while (true) {
			try {
				return RangeOperation.range(this.next, this.type, this.spec.andThen(this::page))
					.toCall(this.values)
					.execute(this.calls);
			}
			catch (EtcdResponseTooLargeException ex) {
				if (this.pageSize == 1) {
					throw ex;
				}
				this.pageSize = Math.max(this.pageSize / 4, 1);
			}
		}
	}

	private void page(RangeSpec spec) {
		spec.limit(Math.min(this.pageSize, this.remaining)).revision(this.revision);
	}

	private KeyRange after(EtcdEntry<T> last) {
		byte[] key = last.keyBytes();
		return KeyRange.ofBytes(Arrays.copyOf(key, key.length + 1), this.range.sharedRangeEnd());
	}

}
