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
 * What a bulk of operations did.
 *
 * @param operations the number of operations
 * @param deleted the number of keys that were deleted
 * @param chunks the number of transactions that it took
 * @param revision the revision of the store after the last one, or 0 if there was nothing
 * to do
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdKvOperations#bulk
 */
public record BulkResult(long operations, long deleted, int chunks, long revision) {

}
