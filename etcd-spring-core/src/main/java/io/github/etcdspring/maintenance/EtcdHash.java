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

package io.github.etcdspring.maintenance;

import io.github.etcdspring.ResponseHeader;

/**
 * A hash of the keys of one member: equal on all members at the same revision, as long as
 * they were compacted at the same revision.
 *
 * @param header the header of the answer, with the id of the member
 * @param hash the hash, an unsigned 32-bit number
 * @param compactRevision the revision at which the member was compacted last
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdHash(ResponseHeader header, long hash, long compactRevision) {

}
