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

/**
 * One operation of a bulk.
 *
 * @param operation what to send
 * @param range the keys that it changes
 * @param put whether it puts its key, and does not delete
 * @param within how many operations it has within itself
 * @author The etcd-spring authors
 */
record BulkOperation(WireOperation<?> operation, KeyRange range, boolean put, int within) {

	static BulkOperation put(KeyRange key, WireOperation<?> operation) {
		return new BulkOperation(operation, key, true, 0);
	}

	static BulkOperation delete(KeyRange range, WireOperation<?> operation) {
		return new BulkOperation(operation, range, false, 0);
	}

	static BulkOperation conditional(KeyRange key, WireOperation<?> operation) {
		return new BulkOperation(operation, key, false, 1);
	}

}
