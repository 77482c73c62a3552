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

package io.github.etcdspring.parity;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.cluster.EtcdClusterOperations;
import io.github.etcdspring.cluster.EtcdMember;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The members of the cluster.
 *
 * @author The etcd-spring authors
 */
enum ClusterRow implements ParityRow {

	LIST("list_members", "cluster().members(), members(linearizable)", (etcd) -> {
		for (boolean linearizable : new boolean[] { true, false }) {
			List<EtcdMember> members = cluster(etcd).members(linearizable);
			assertThat(members).hasSize(etcd.members()).allMatch(EtcdMember::isStarted);
			assertThat(members).flatExtracting(EtcdMember::clientUrls)
				.containsExactlyInAnyOrderElementsOf(etcd.cluster().endpoints().stream().map(URI::create).toList());
		}
	}),

	ADD_VOTER("add_member(peer_urls)", "cluster().addMember(urls, false)", (etcd) -> {
		try (JoiningMember joining = new JoiningMember(etcd)) {
			EtcdMember added = cluster(etcd).addMember(List.of(joining.peerUrl()), false);
			assertThat(added.isStarted()).isFalse();
			assertThat(added.learner()).isFalse();
			joining.start();
			await().untilAsserted(() -> assertThat(member(etcd, added.id())).matches(EtcdMember::isStarted));
			joining.awaitServing();
			remove(etcd, added);
		}
	}),

	ADD_LEARNER("add_member(peer_urls, learner)", "cluster().addMember(urls, true)", (etcd) -> {
		try (JoiningMember joining = new JoiningMember(etcd)) {
			EtcdMember added = cluster(etcd).addMember(List.of(joining.peerUrl()), true);
			assertThat(added.learner()).isTrue();
			await()
				.untilAsserted(() -> assertThat(cluster(etcd).members()).hasSize(etcd.members() + 1).contains(added));
			remove(etcd, added);
		}
	}),

	UPDATE("update_member(id, peer_urls)", "cluster().updateMember(id, urls)", (etcd) -> {
		try (JoiningMember joining = new JoiningMember(etcd)) {
			EtcdMember added = cluster(etcd).addMember(List.of(URI.create("http://127.0.0.1:1")), true);
			assertThat(cluster(etcd).updateMember(added.id(), List.of(joining.peerUrl())))
				.anySatisfy((member) -> assertThat(member.peerUrls()).containsExactly(joining.peerUrl()));
			await().untilAsserted(
					() -> assertThat(member(etcd, added.id()).peerUrls()).containsExactly(joining.peerUrl()));
			remove(etcd, added);
		}
	}),

	PROMOTE("promote_member(id)", "cluster().promoteMember(id)", (etcd) -> {
		try (JoiningMember joining = new JoiningMember(etcd)) {
			EtcdMember added = cluster(etcd).addMember(List.of(joining.peerUrl()), true);
			assertThatExceptionOfType(EtcdInvalidRequestException.class)
				.isThrownBy(() -> cluster(etcd).promoteMember(added.id()))
				.withMessageContaining("in sync with leader")
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.REFUSED));
			joining.start();
			await().until(() -> cluster(etcd).promoteMember(added.id())
				.stream()
				.anyMatch((member) -> member.id() == added.id() && !member.learner()));
			await().untilAsserted(() -> assertThat(member(etcd, added.id()).learner()).isFalse());
			joining.awaitServing();
			remove(etcd, added);
		}
	}),

	REMOVE("remove_member(id)", "cluster().removeMember(id)", (etcd) -> {
		try (JoiningMember joining = new JoiningMember(etcd)) {
			EtcdMember added = cluster(etcd).addMember(List.of(joining.peerUrl()), true);
			joining.start();
			await().untilAsserted(() -> assertThat(member(etcd, added.id())).matches(EtcdMember::isStarted));
			remove(etcd, added);
			await().untilAsserted(() -> assertThat(joining.isRunning()).as("ends by itself").isFalse());
			assertThatExceptionOfType(EtcdInvalidRequestException.class)
				.isThrownBy(() -> cluster(etcd).removeMember(added.id()))
				.withMessageContaining("member " + Long.toHexString(added.id()));
		}
	});

	private final String row;

	private final Proof proof;

	ClusterRow(String etcdEx, String here, Proof proof) {
		this.row = etcdEx + " → " + here;
		this.proof = proof;
	}

	@Override
	public void prove(Scene etcd) throws Exception {
		this.proof.on(etcd);
	}

	@Override
	public String toString() {
		return this.row;
	}

	private static EtcdClusterOperations cluster(Scene etcd) {
		return etcd.template().cluster();
	}

	private static EtcdMember member(Scene etcd, long id) {
		return cluster(etcd).members().stream().filter((member) -> member.id() == id).findFirst().orElseThrow();
	}

	// The server refuses changes until all members have been connected for a while
	private static void remove(Scene etcd, EtcdMember added) {
		await().untilAsserted(() -> assertThat(cluster(etcd).removeMember(added.id())).hasSize(etcd.members()));
		etcd.cluster().awaitHealthy(Duration.ofSeconds(20));
		await().untilAsserted(() -> assertThat(cluster(etcd).members()).hasSize(etcd.members()));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptionsInstanceOf(EtcdException.class);
	}

}
