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

package io.github.etcdspring.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.etcdspring.ResponseHeader;

/**
 * What etcd knows about a lease.
 *
 * @param header the header of the answer
 * @param id the id of the lease
 * @param remainingTtl the time that is left unless it is renewed, in whole seconds
 * @param grantedTtl the time that a renewal gives
 * @param keyBytes the keys that are attached to it, as they are stored; empty if they
 * were not asked for; unmodifiable
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record LeaseInfo(ResponseHeader header, long id, Duration remainingTtl, Duration grantedTtl,
		List<byte[]> keyBytes) {

	/**
	 * Copy the keys.
	 */
	public LeaseInfo {
		keyBytes = keyBytes.stream().map(byte[]::clone).toList();
	}

	/**
	 * Return the keys that are attached to the lease.
	 * @return the keys, decoded as UTF-8; empty if they were not asked for
	 */
	public List<String> keys() {
		return this.keyBytes.stream().map((key) -> new String(key, StandardCharsets.UTF_8)).toList();
	}

	@Override
	public String toString() {
		return "LeaseInfo[id=%s, remainingTtl=%s, grantedTtl=%s, keys=%s]".formatted(Long.toHexString(this.id),
				this.remainingTtl, this.grantedTtl, keys());
	}

}
