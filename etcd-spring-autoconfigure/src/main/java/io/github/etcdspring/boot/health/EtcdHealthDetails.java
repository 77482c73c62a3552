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

package io.github.etcdspring.boot.health;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.maintenance.EtcdAlarm;
import io.github.etcdspring.maintenance.EtcdMemberStatus;

/**
 * What the health of a connection says about endpoints and members.
 *
 * @author The etcd-spring authors
 */
class EtcdHealthDetails {

	private final Map<Long, String> names = new HashMap<>();

	private final Map<String, EtcdMemberStatus> statuses = new HashMap<>();

	EtcdHealthDetails(@Nullable List<EtcdMember> members) {
		if (members != null) {
			members.forEach((member) -> this.names.put(member.id(), member.name()));
		}
	}

	void add(String endpoint, @Nullable EtcdMemberStatus status) {
		if (status != null) {
			this.statuses.put(endpoint, status);
		}
	}

	/**
	 * Return the alarms as text.
	 * @param alarms the alarms
	 * @return each with its member
	 */
	List<String> describeAlarms(List<EtcdAlarm> alarms) {
		return alarms.stream().map((alarm) -> alarm.type() + " at member " + name(alarm.memberId())).sorted().toList();
	}

	Map<String, Object> describe(List<EtcdEndpoint> endpoints) {
		Map<String, Object> details = new LinkedHashMap<>();
		this.statuses.values()
			.stream()
			.filter(EtcdMemberStatus::hasLeader)
			.findFirst()
			.ifPresent((status) -> details.put("leader", name(status.leaderId())));
		Map<String, Object> byEndpoint = new LinkedHashMap<>();
		endpoints.forEach((endpoint) -> byEndpoint.put(endpoint.uri(), describe(endpoint)));
		details.put("endpoints", byEndpoint);
		return details;
	}

	private Map<String, Object> describe(EtcdEndpoint endpoint) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", endpoint.state());
		if (endpoint.lastError() != null) {
			details.put("error", endpoint.lastError());
		}
		EtcdMemberStatus status = this.statuses.get(endpoint.uri());
		if (status != null) {
			describe(status, details);
		}
		return details;
	}

	private void describe(EtcdMemberStatus status, Map<String, Object> details) {
		details.put("member", name(status.memberId()));
		details.put("memberId", Long.toHexString(status.memberId()));
		details.put("version", status.version());
		ServerVersion version = ServerVersion.parse(status.version());
		if (version != null && version.mayLoseEvents()) {
			details.put("warning", "This version may lose events of watches after a compaction. "
					+ "Use 3.4.31, 3.5.13 or a later one.");
		}
		details.put("leader", status.isLeader());
		details.put("learner", status.learner());
		details.put("raftLag", raftLag(status));
		details.put("dbSize", status.dbSize());
		details.put("dbSizeInUse", status.dbSizeInUse());
		if (status.dbQuota() > 0) {
			details.put("dbQuota", status.dbQuota());
			details.put("dbQuotaUsed", Math.round(100.0 * status.dbSize() / status.dbQuota()) + " %");
		}
		if (!status.errors().isEmpty()) {
			details.put("errors", status.errors());
		}
	}

	// Behind what any member knows to be committed: one that is cut off does not know it
	private long raftLag(EtcdMemberStatus status) {
		long committed = this.statuses.values().stream().mapToLong(EtcdMemberStatus::raftIndex).max().orElse(0);
		return Math.max(committed - status.raftAppliedIndex(), 0);
	}

	private String name(long memberId) {
		return this.names.getOrDefault(memberId, Long.toHexString(memberId));
	}

}
