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

package io.github.etcdspring.test.gateway;

import java.util.List;
import java.util.Map;

/**
 * The members of a cluster.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class MembershipCalls {

	private final EtcdGateway gateway;

	MembershipCalls(EtcdGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * The members, as the cluster sees them.
	 * @return the members
	 */
	public List<Member> list() {
		return this.gateway.call("/v3/cluster/member/list", Map.of())
			.objects("members")
			.stream()
			.map((member) -> new Member(member.id("ID"), member.text("name"), member.texts("peerURLs"),
					member.isTrue("isLearner")))
			.toList();
	}

	/**
	 * Announce a member, which is to be started next.
	 * @param peerUrl where the other members will reach it
	 * @param learner whether it is to have no vote
	 * @return the identifier of the member
	 */
	public String add(String peerUrl, boolean learner) {
		return this.gateway.call("/v3/cluster/member/add", Map.of("peerURLs", List.of(peerUrl), "isLearner", learner))
			.object("member")
			.id("ID");
	}

	/**
	 * Remove a member for good.
	 * @param id the identifier of the member
	 */
	public void remove(String id) {
		this.gateway.call("/v3/cluster/member/remove", Map.of("ID", id));
	}

	/**
	 * Give a learner a vote. It must have caught up.
	 * @param id the identifier of the member
	 */
	public void promote(String id) {
		this.gateway.call("/v3/cluster/member/promote", Map.of("ID", id));
	}

	/**
	 * A member of a cluster.
	 *
	 * @param id its identifier, in decimal digits
	 * @param name its name, empty until it has started for the first time
	 * @param peerUrls where the other members reach it
	 * @param learner whether it has no vote
	 */
	public record Member(String id, String name, List<String> peerUrls, boolean learner) {

	}

}
