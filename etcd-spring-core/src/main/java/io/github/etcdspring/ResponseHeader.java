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

package io.github.etcdspring;

/**
 * The header that comes with every answer of etcd.
 *
 * @param clusterId the id of the cluster that answered, an unsigned 64-bit number
 * @param memberId the id of the member that answered, an unsigned 64-bit number
 * @param revision the revision of the key-value store when the request was applied
 * @param raftTerm the raft term when the request was applied
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see <a href="https://etcd.io/docs/latest/learning/api/#response-header">Response
 * header</a>
 */
public record ResponseHeader(long clusterId, long memberId, long revision, long raftTerm) {

	/**
	 * Return the ids as etcd writes them, in hexadecimal digits.
	 */
	@Override
	public String toString() {
		return "ResponseHeader[clusterId=%s, memberId=%s, revision=%d, raftTerm=%d]"
			.formatted(Long.toHexString(this.clusterId), Long.toHexString(this.memberId), this.revision, this.raftTerm);
	}

}
