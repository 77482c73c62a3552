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

package io.github.etcdspring.connection;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Follows the membership of the cluster: from time to time the endpoints become the
 * client URLs that the voting members advertise. Learners are left out, since they refuse
 * most calls.
 *
 * @author The etcd-spring authors
 */
final class EndpointSync {

	private static final Log logger = LogFactory.getLog(EtcdConnection.class);

	private static final EtcdRpc<MemberListRequest, MemberListResponse> MEMBER_LIST = EtcdRpc.read("cluster.members",
			ClusterGrpc.getMemberListMethod());

	private final EtcdCalls calls;

	private final EndpointGroup endpoints;

	private final String scheme;

	EndpointSync(EtcdCalls calls, EndpointGroup endpoints, boolean tls) {
		this.calls = calls;
		this.endpoints = endpoints;
		this.scheme = (tls) ? "https" : "http";
	}

	void start(ScheduledExecutorService scheduler, Duration interval) {
		scheduler.scheduleWithFixedDelay(this::sync, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void sync() {
		if (this.endpoints.isStarted()) {
			this.calls
				.callAsync(MEMBER_LIST, MemberListRequest.getDefaultInstance(), EtcdCallSpec.DEFAULT, this::targets)
				.whenComplete((targets, failure) -> {
					if (failure != null) {
						logger.debug("The members of the cluster could not be listed", failure);
					}
					else if (!targets.isEmpty()) {
						this.endpoints.update(targets);
					}
				});
		}
	}

	private Set<String> targets(MemberListResponse response) {
		Set<String> targets = new LinkedHashSet<>();
		for (Member member : response.getMembersList()) {
			if (!member.getIsLearner()) {
				member.getClientURLsList()
					.stream()
					.map(URI::create)
					.filter((uri) -> this.scheme.equals(uri.getScheme()))
					.map(URI::getAuthority)
					.forEach(targets::add);
			}
		}
		return targets;
	}

}
