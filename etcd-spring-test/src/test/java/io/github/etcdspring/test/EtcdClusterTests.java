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

package io.github.etcdspring.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.test.gateway.GatewayException;
import io.github.etcdspring.test.gateway.MembershipCalls.Member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EtcdCluster}.
 *
 * @author The etcd-spring authors
 */
class EtcdClusterTests {

	private static final Duration HEALTHY = Duration.ofSeconds(15);

	private static EtcdCluster cluster;

	@BeforeAll
	static void start() {
		cluster = EtcdCluster.start(3);
	}

	@AfterAll
	static void close() {
		List<EtcdServer> members = cluster.members();
		cluster.close();
		assertThat(members).noneMatch(EtcdServer::isRunning);
		assertThat(members).allSatisfy((member) -> assertThat(member.dataDirectory()).doesNotExist());
	}

	@BeforeEach
	void heal() {
		cluster.restart();
		cluster.awaitHealthy(HEALTHY);
	}

	@Test
	void sharesDataAmongMembersAndHasOneLeader() {
		cluster.member(0).gateway().put("/shared", "1");
		assertThat(cluster.members()).hasSize(3)
			.allSatisfy((member) -> assertThat(member.gateway().get("/shared")).isEqualTo("1"));
		assertThat(cluster.endpoints()).doesNotHaveDuplicates().hasSize(3);
		assertThat(cluster.followers()).hasSize(2).doesNotContain(cluster.leader());
	}

	@Test
	void electsAnotherLeaderWhenLeaderIsKilled() {
		EtcdServer leader = cluster.leader();
		leader.kill();
		cluster.awaitHealthy(HEALTHY);
		assertThat(cluster.leader()).isNotSameAs(leader);
		cluster.gateway().put("/failover", "1");
		leader.restart();
		assertThat(leader.gateway().get("/failover")).isEqualTo("1");
	}

	@Test
	void electsAnotherLeaderWhenLeaderIsPaused() {
		EtcdServer leader = cluster.leader();
		leader.pause();
		assertThat(leader.gateway().within(Duration.ofMillis(300)).isReady()).isFalse();
		cluster.gateway().put("/pause", "1");
		leader.resume();
		cluster.awaitHealthy(HEALTHY);
		assertThat(leader.gateway().get("/pause")).isEqualTo("1");
	}

	@Test
	void doesNotServeWithoutMajority() {
		cluster.followers().forEach(EtcdServer::kill);
		EtcdServer last = cluster.members().stream().filter(EtcdServer::isRunning).findFirst().orElseThrow();
		assertThat(last.gateway().within(Duration.ofSeconds(2)).isReady()).isFalse();
	}

	@Test
	void leadsWhereItIsTold() {
		EtcdServer next = cluster.followers().get(0);
		cluster.leader().gateway().maintenance().moveLeader(next.gateway().maintenance().status().memberId());
		cluster.awaitHealthy(HEALTHY);
		assertThat(cluster.leader()).isSameAs(next);
	}

	@Test
	void wipedMemberJoinsAgain() {
		cluster.gateway().put("/wipe", "1");
		EtcdServer member = cluster.leader();
		String endpoint = member.endpoint();
		String memberId = member.gateway().maintenance().status().memberId();
		cluster.wipe(member);
		assertThat(member.gateway().maintenance().status().memberId()).isNotEqualTo(memberId);
		assertThat(member.endpoint()).isEqualTo(endpoint);
		assertThat(member.gateway().get("/wipe")).isEqualTo("1");
		assertThat(cluster.gateway().membership().list()).hasSize(3);
	}

	@Test
	void learnerJoinsIsPromotedAndRemoved() {
		EtcdServer learner = cluster.addLearner();
		assertThat(cluster.members()).hasSize(4).contains(learner);
		assertThat(cluster.gateway().membership().list()).filteredOn(Member::learner).hasSize(1);
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> learner.gateway().get("/learner"))
			.withMessageContaining("not supported for learner");
		cluster.promote(learner);
		assertThat(cluster.gateway().membership().list()).hasSize(4).noneMatch(Member::learner);
		learner.gateway().put("/learner", "1");
		cluster.remove(learner);
		assertThat(cluster.gateway().membership().list()).hasSize(3);
		assertThat(learner.isRunning()).isFalse();
	}

	@Test
	void keepsDataWhenAllMembersAreStoppedOrKilled() {
		cluster.gateway().put("/all", "1");
		cluster.stop();
		assertThat(cluster.members()).noneMatch(EtcdServer::isRunning);
		cluster.restart();
		assertThat(cluster.gateway().get("/all")).isEqualTo("1");
		cluster.kill();
		cluster.restart();
		assertThat(cluster.gateway().get("/all")).isEqualTo("1");
	}

	@Test
	void goesBackToSnapshot(@TempDir Path directory) {
		cluster.gateway().put("/restore", "before");
		Path snapshot = directory.resolve("snapshot.db");
		cluster.gateway().maintenance().snapshot(snapshot);
		long later = cluster.gateway().put("/restore", "after");
		cluster.restore(snapshot);
		assertThat(cluster.gateway().get("/restore")).isEqualTo("before");
		assertThat(cluster.gateway().revision()).isLessThan(later);
	}

}
