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

package io.github.etcdspring.election;

import org.springframework.util.Assert;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;

/**
 * The keys of an election, as etcd's own election service has them: one below the name
 * for each candidate. The one that was created first leads.
 *
 * @author The etcd-spring authors
 */
final class ElectionKeys {

	private ElectionKeys() {
	}

	static KeyRange candidates(String name) {
		Assert.hasLength(name, "'name' must not be empty");
		return KeyRange.prefix(name + "/");
	}

	static void first(RangeSpec range) {
		range.sort(SortBy.CREATE_REVISION, SortOrder.ASCEND).limit(1);
	}

}
