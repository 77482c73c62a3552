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

/**
 * How to read a range. By default everything, at the latest revision, agreed upon by the
 * cluster, sorted by key.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#range">Range</a>
 */
public interface RangeSpec {

	/**
	 * Return at most so many entries.
	 * @param limit the highest number of entries, or 0 for no limit
	 * @return this specification
	 * @see RangeResult#more()
	 */
	RangeSpec limit(long limit);

	/**
	 * Read the store as it was at a revision, if it was not compacted since.
	 * @param revision the revision, or 0 for the latest
	 * @return this specification
	 * @see io.github.etcdspring.EtcdCompactedException
	 * @see io.github.etcdspring.EtcdFutureRevisionException
	 */
	RangeSpec revision(long revision);

	/**
	 * Sort the entries. The server sorts before it applies the limit.
	 * @param by what to sort by
	 * @param order the order
	 * @return this specification
	 */
	RangeSpec sort(SortBy by, SortOrder order);

	/**
	 * Let the member that is asked answer on its own: cheaper, possible without a leader,
	 * and possibly stale. By default the cluster confirms that the answer is current.
	 * @return this specification
	 */
	RangeSpec serializable();

	/**
	 * Leave the values out: {@link EtcdEntry#value()} is {@code null} then. Keys that are
	 * not text are in {@link EtcdEntry#keyBytes()}.
	 * @return this specification
	 */
	RangeSpec keysOnly();

	/**
	 * Return no entries, only their {@linkplain RangeResult#count() number}.
	 * @return this specification
	 */
	RangeSpec countOnly();

	/**
	 * Return only entries that were put last between two revisions. The
	 * {@linkplain RangeResult#count() count} is not affected.
	 * @param min the lowest revision, or 0 for any
	 * @param max the highest revision, or 0 for any
	 * @return this specification
	 */
	RangeSpec modRevision(long min, long max);

	/**
	 * Return only entries that were created between two revisions. The
	 * {@linkplain RangeResult#count() count} is not affected.
	 * @param min the lowest revision, or 0 for any
	 * @param max the highest revision, or 0 for any
	 * @return this specification
	 */
	RangeSpec createRevision(long min, long max);

	/**
	 * Give this call its own time, retries included. Not available inside a transaction,
	 * which has a timeout of its own.
	 * @param timeout the timeout, positive
	 * @return this specification
	 */
	RangeSpec timeout(Duration timeout);

}
