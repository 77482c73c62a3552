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

package io.github.etcdspring.watch;

import java.util.List;

import io.github.etcdspring.ResponseHeader;

/**
 * A part of the entries of a range, all parts at one revision and in the order of keys.
 *
 * @param header the header of the first answer
 * @param revision the revision
 * @param entries the entries, as if they had just been put
 * @param first whether the part is the first one
 * @param last whether nothing follows
 * @author The etcd-spring authors
 */
record WatchListing(ResponseHeader header, long revision, List<RawEvent> entries, boolean first, boolean last) {
}
