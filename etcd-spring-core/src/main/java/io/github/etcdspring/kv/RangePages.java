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

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Iterates over a range of any size and waits for each page when it is needed.
 *
 * @param <T> the type of the values
 * @author The etcd-spring authors
 */
final class RangePages<T> implements Iterator<EtcdEntry<T>> {

	private final EtcdCalls calls;

	private final RangeCursor<T> cursor;

	private List<EtcdEntry<T>> page = List.of();

	private int position;

	RangePages(EtcdCalls calls, RangeCursor<T> cursor) {
		this.calls = calls;
		this.cursor = cursor;
	}

	@Override
	public boolean hasNext() {
		while (this.position == this.page.size() && !this.cursor.isDone()) {
			// The old page is not needed while the new one comes
			this.page = List.of();
			this.position = 0;
			this.page = this.cursor.take(read());
		}
		return this.position < this.page.size();
	}

	@Override
	public EtcdEntry<T> next() {
		if (!hasNext()) {
			throw new NoSuchElementException("No more entries");
		}
		return this.page.get(this.position++);
	}

	private RangeResult<T> read() {
		while (true) {
			try {
				return this.cursor.nextPage().execute(this.calls);
			}
			catch (EtcdResponseTooLargeException ex) {
				if (!this.cursor.shrink()) {
					throw ex;
				}
			}
		}
	}

}
