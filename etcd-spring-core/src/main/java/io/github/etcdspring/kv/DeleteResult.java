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

import io.github.etcdspring.ResponseHeader;

/**
 * What a delete did.
 *
 * @param <P> the type of the deleted values
 * @param header the header of the answer
 * @param deleted the number of keys that were deleted
 * @param previous the deleted entries in the order of their keys; empty if they were not
 * asked for; unmodifiable
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record DeleteResult<P>(ResponseHeader header, long deleted, List<EtcdEntry<P>> previous) {

	/**
	 * Copy the entries.
	 */
	public DeleteResult {
		previous = List.copyOf(previous);
	}

	/**
	 * Return the revision of the store after the delete: that of the delete itself if it
	 * deleted anything.
	 * @return the revision
	 */
	public long revision() {
		return this.header.revision();
	}

}
