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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.ResponseHeader;

/**
 * What a range held.
 *
 * @param <T> the type of the values
 * @param header the header of the answer
 * @param entries the entries, in the order that was asked for; unmodifiable
 * @param more whether the limit left entries out
 * @param count the number of entries in the range, whatever the limit
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record RangeResult<T>(ResponseHeader header, List<EtcdEntry<T>> entries, boolean more, long count) {

	/**
	 * Copy the entries.
	 */
	public RangeResult {
		entries = List.copyOf(entries);
	}

	/**
	 * Return the values.
	 * @return the values in the order of the entries; none if only keys were asked for
	 */
	public List<T> values() {
		return this.entries.stream().map(EtcdEntry::value).filter(Objects::nonNull).toList();
	}

	/**
	 * Return the first entry.
	 * @return the entry, or {@code null} if there is none
	 */
	public @Nullable EtcdEntry<T> first() {
		return (!this.entries.isEmpty()) ? this.entries.get(0) : null;
	}

	/**
	 * Return the revision of the store at which the range was read, unless another one
	 * was asked for.
	 * @return the revision of the header
	 */
	public long revision() {
		return this.header.revision();
	}

}
