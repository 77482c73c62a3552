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

import java.util.List;

import io.github.etcdspring.ResponseHeader;

/**
 * The state of one member.
 *
 * @param header the header of the answer, with the id of the member
 * @param version the version of the server, such as {@code 3.5.16}
 * @param dbSize the size of the database file in bytes
 * @param dbSizeInUse how many of these bytes are in use; the rest is free after
 * defragmentation
 * @param dbQuota how many bytes the database may have before the cluster takes only reads
 * and deletes, or 0 if the member does not tell: versions before 3.6 do not
 * @param leaderId the id of the leader as this member knows it, an unsigned 64-bit
 * number, or 0 if it has none
 * @param raftIndex the raft index that is committed
 * @param raftTerm the raft term
 * @param raftAppliedIndex the raft index that is applied
 * @param learner whether the member only learns and does not vote
 * @param errors what is wrong with the member, such as alarms and corruption;
 * unmodifiable
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdMemberStatus(ResponseHeader header, String version, long dbSize, long dbSizeInUse, long dbQuota,
		long leaderId, long raftIndex, long raftTerm, long raftAppliedIndex, boolean learner, List<String> errors) {

	/**
	 * Copy the errors.
	 */
	public EtcdMemberStatus {
		errors = List.copyOf(errors);
	}

	/**
	 * Return the id of the member that answered.
	 * @return the id, an unsigned 64-bit number
	 */
	public long memberId() {
		return this.header.memberId();
	}

	/**
	 * Return by how much the member is behind what it knows to be committed.
	 * @return the number of raft entries that are not applied yet
	 */
	public long raftLag() {
		return Math.max(this.raftIndex - this.raftAppliedIndex, 0);
	}

	/**
	 * Return whether the member knows a leader; without one it serves only reads that may
	 * be stale.
	 * @return whether it does
	 */
	public boolean hasLeader() {
		return this.leaderId != 0;
	}

	/**
	 * Return whether the member is the leader.
	 * @return whether it is
	 */
	public boolean isLeader() {
		return hasLeader() && this.leaderId == memberId();
	}

}
