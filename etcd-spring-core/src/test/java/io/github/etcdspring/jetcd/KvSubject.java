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

package io.github.etcdspring.jetcd;

import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;

/**
 * A client under comparison. Each operation returns everything that it was told, as text.
 *
 * @author The etcd-spring authors
 */
interface KvSubject {

	String put(String key, String value, boolean previous);

	String delete(String prefix, boolean previous);

	String compact(long revision, boolean physical);

	String range(Query query);

	String txn(Guard guard);

	/**
	 * A read of all keys below a prefix.
	 *
	 * @param prefix the prefix
	 * @param limit the greatest number of entries, or 0
	 * @param revision the revision, or 0
	 * @param by what to sort by
	 * @param order the order
	 * @param keysOnly whether values are left out
	 * @param countOnly whether entries are left out
	 * @param serializable whether any member may answer
	 * @param minModRevision the least modification revision, or 0
	 * @param maxCreateRevision the greatest creation revision, or 0
	 */
	record Query(String prefix, long limit, long revision, SortBy by, SortOrder order, boolean keysOnly,
			boolean countOnly, boolean serializable, long minModRevision, long maxCreateRevision) {
	}

	/**
	 * A transaction that puts a key and deletes another one if a key is as expected, and
	 * otherwise reads it.
	 *
	 * @param key the key that is compared
	 * @param target what of it is compared
	 * @param comparison how
	 * @param operand with what; the value is its decimal form
	 * @param written the key that is put
	 * @param deleted the key that is deleted
	 */
	record Guard(String key, Target target, Comparison comparison, long operand, String written, String deleted) {
	}

	/**
	 * What of a key a transaction compares.
	 */
	enum Target {

		VERSION, CREATE_REVISION, MOD_REVISION, VALUE

	}

	/**
	 * How a transaction compares.
	 */
	enum Comparison {

		EQUAL, NOT_EQUAL, GREATER, LESS

	}

}
