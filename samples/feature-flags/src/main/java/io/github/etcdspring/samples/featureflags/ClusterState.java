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

package io.github.etcdspring.samples.featureflags;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.maintenance.EtcdMemberStatus;

/**
 * How etcd is.
 *
 * @param available whether flags can be read and written
 * @param members the members that this application is configured with
 * @param instances the instances of this application that run
 * @author The etcd-spring authors
 */
record ClusterState(boolean available, List<Member> members, List<String> instances) {

	/**
	 * One member.
	 *
	 * @param endpoint where this application reaches it
	 * @param problem what is wrong, or {@code null} if it answers
	 * @param version the version of etcd
	 * @param databaseSize the size of its database in bytes
	 * @param leader whether it leads the cluster
	 */
	record Member(String endpoint, @Nullable String problem, @Nullable String version, long databaseSize,
			boolean leader) {

		static Member of(String endpoint, EtcdMemberStatus status) {
			return new Member(endpoint, null, status.version(), status.dbSize(), status.isLeader());
		}

		static Member failed(String endpoint, @Nullable String problem) {
			return new Member(endpoint, (problem != null) ? problem : "not connected", null, 0, false);
		}

	}

}
