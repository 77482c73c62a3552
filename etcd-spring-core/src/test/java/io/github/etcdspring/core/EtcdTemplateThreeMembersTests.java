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

package io.github.etcdspring.core;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.RangeSpec;
import io.github.etcdspring.maintenance.EtcdMemberStatus;
import io.github.etcdspring.test.EtcdCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what {@link EtcdTemplate} does with three members only.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateThreeMembersTests {

	private static EtcdCluster servers;

	private static EtcdConnection connection;

	private static EtcdTemplate template;

	@BeforeAll
	static void start() {
		servers = EtcdCluster.start(3);
		connection = new EtcdConnection(Client.builder().endpoints(servers.endpoints().toArray(String[]::new)),
				EtcdConnectionSettings.defaults());
		template = new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	@AfterAll
	static void stop() {
		connection.close();
		servers.close();
	}

	@Test
	void everyMemberTellsItsState() {
		List<EtcdMemberStatus> states = servers.endpoints()
			.stream()
			.map((endpoint) -> template.maintenance().status(endpoint))
			.toList();
		assertThat(states).extracting(EtcdMemberStatus::memberId)
			.containsExactlyInAnyOrderElementsOf(template.cluster().members().stream().map(EtcdMember::id).toList());
		assertThat(states).filteredOn(EtcdMemberStatus::isLeader).hasSize(1);
	}

	@Test
	void leaderMoves() throws Exception {
		long follower = follower();
		template.maintenance().moveLeader(follower);
		Awaitility.await().untilAsserted(() -> assertThat(leader()).isEqualTo(follower));
		long next = follower();
		template.async().maintenance().moveLeader(next).get(10, TimeUnit.SECONDS);
		Awaitility.await().untilAsserted(() -> assertThat(leader()).isEqualTo(next));
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> template.maintenance().moveLeader(1));
	}

	@Test
	void leaderIsFoundBehindAMemberThatDoesNotAnswer() throws Exception {
		for (boolean async : new boolean[] { false, true }) {
			// Of the endpoints, the first that is not the leader
			int paused = (leader() == template.maintenance().status(servers.endpoints().get(0)).memberId()) ? 1 : 0;
			String endpoint = servers.endpoints().get(paused);
			long target = template.cluster()
				.members()
				.stream()
				.filter((member) -> !member.clientUrls().contains(URI.create(endpoint)))
				.mapToLong(EtcdMember::id)
				.filter((id) -> id != leader())
				.findFirst()
				.orElseThrow();
			servers.members().get(paused).pause();
			try {
				if (async) {
					template.async().maintenance().moveLeader(target).get(10, TimeUnit.SECONDS);
				}
				else {
					template.maintenance().moveLeader(target);
				}
			}
			finally {
				servers.members().get(paused).resume();
			}
			Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(leader()).isEqualTo(target));
		}
	}

	@Test
	void everyMemberAnswersOnItsOwn() {
		template.put("/a", "1");
		Awaitility.await()
			.untilAsserted(() -> assertThat(servers.endpoints()).allSatisfy((endpoint) -> assertThat(
					template.range(KeyRange.key("/a"), String.class, RangeSpec::serializable).values())
				.containsExactly("1")));
	}

	private static long leader() {
		return template.maintenance().status(servers.endpoints().get(0)).leaderId();
	}

	private static long follower() {
		long leader = leader();
		return template.cluster()
			.members()
			.stream()
			.map(EtcdMember::id)
			.filter((id) -> id != leader)
			.findFirst()
			.orElseThrow();
	}

}
