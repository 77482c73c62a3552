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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;

import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdNoSpaceException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.auth.EtcdAuthOperations;
import io.github.etcdspring.auth.EtcdPermission;
import io.github.etcdspring.cluster.EtcdMember;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.maintenance.EtcdAlarm;
import io.github.etcdspring.maintenance.EtcdHash;
import io.github.etcdspring.maintenance.EtcdMaintenanceOperations;
import io.github.etcdspring.maintenance.EtcdMemberStatus;
import io.github.etcdspring.maintenance.EtcdSnapshot;
import io.github.etcdspring.test.process.TemporaryDirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Maintenance and authentication, which EtcdEx lacks: the yardstick is {@code etcdctl}.
 *
 * @author The etcd-spring authors
 */
enum AdministrationRow implements ParityRow {

	STATUS("endpoint status", "maintenance().status(endpoint)", (etcd) -> {
		List<EtcdMemberStatus> states = etcd.cluster().endpoints().stream().map(maintenance(etcd)::status).toList();
		assertThat(states).extracting(EtcdMemberStatus::memberId)
			.containsExactlyInAnyOrderElementsOf(
					etcd.template().cluster().members().stream().map(EtcdMember::id).toList());
		assertThat(states).filteredOn(EtcdMemberStatus::isLeader).hasSize(1);
		assertThat(states).allMatch((state) -> state.version().equals(etcd.binary().version()))
			.allMatch((state) -> state.dbSize() >= state.dbSizeInUse() && state.dbSizeInUse() > 0)
			.allMatch((state) -> state.raftIndex() > 0 && state.raftTerm() > 0 && state.raftAppliedIndex() > 0)
			.noneMatch(EtcdMemberStatus::learner)
			.allMatch((state) -> state.errors().isEmpty());
	}),

	ALARMS("alarm list, alarm disarm", "maintenance().alarms(), disarm(alarm)", (etcd) -> {
		assertThat(maintenance(etcd).alarms()).isEmpty();
		etcd.cluster().member(0).gateway().maintenance().raiseNoSpace();
		List<EtcdAlarm> alarms = maintenance(etcd).alarms();
		assertThat(alarms).extracting(EtcdAlarm::type).containsExactly(EtcdAlarm.Type.NO_SPACE);
		assertThatExceptionOfType(EtcdNoSpaceException.class).isThrownBy(() -> etcd.put("a"));
		maintenance(etcd).disarm(alarms.get(0));
		maintenance(etcd).disarm(alarms.get(0));
		assertThat(maintenance(etcd).alarms()).isEmpty();
		etcd.put("a");
	}),

	DEFRAGMENT("defrag", "maintenance().defragment(endpoint)", (etcd) -> {
		for (int i = 0; i < 8; i++) {
			etcd.template().put(etcd.key("a" + i), new byte[512 * 1024]);
		}
		etcd.template().delete(etcd.keys());
		etcd.template().compact(etcd.template().put(etcd.key("b"), "1").revision(), true);
		for (String endpoint : etcd.cluster().endpoints()) {
			Awaitility.await().untilAsserted(() -> {
				long before = maintenance(etcd).status(endpoint).dbSize();
				maintenance(etcd).defragment(endpoint);
				assertThat(maintenance(etcd).status(endpoint).dbSize()).isLessThanOrEqualTo(before)
					.isLessThan(4 * 1024 * 1024);
			});
		}
		assertThat(etcd.template().get(etcd.key("b"))).isEqualTo("1");
	}),

	HASH("endpoint hashkv", "maintenance().hash(endpoint, revision)", (etcd) -> {
		long revision = etcd.template().put(etcd.key("a"), "1").revision();
		etcd.template().put(etcd.key("a"), "2");
		Awaitility.await("all members are there").ignoreExceptions().untilAsserted(() -> {
			Set<Long> hashes = etcd.cluster()
				.endpoints()
				.stream()
				.map((endpoint) -> maintenance(etcd).hash(endpoint, revision))
				.map(EtcdHash::hash)
				.collect(Collectors.toSet());
			assertThat(hashes).hasSize(1);
		});
	}),

	MOVE_LEADER("move-leader", "maintenance().moveLeader(memberId)", (etcd) -> {
		long leader = leader(etcd);
		maintenance(etcd).moveLeader(leader);
		assertThat(leader(etcd)).as("moved to itself").isEqualTo(leader);
		if (etcd.members() > 1) {
			long next = etcd.template()
				.cluster()
				.members()
				.stream()
				.map(EtcdMember::id)
				.filter((id) -> id != leader)
				.findFirst()
				.orElseThrow();
			maintenance(etcd).moveLeader(next);
			Awaitility.await().untilAsserted(() -> assertThat(leader(etcd)).isEqualTo(next));
		}
		assertThatExceptionOfType(EtcdInvalidRequestException.class).isThrownBy(() -> maintenance(etcd).moveLeader(1));
	}),

	SNAPSHOT("snapshot save", "maintenance().snapshot(file), snapshot(endpoint, file)", (etcd) -> {
		try (TemporaryDirectory directory = TemporaryDirectory.create("snapshot")) {
			Path file = directory.path().resolve("backup.db");
			String endpoint = etcd.cluster().endpoints().get(etcd.members() - 1);
			long revision = etcd.template().put(etcd.key("a"), "before").revision();
			Awaitility.await()
				.untilAsserted(() -> assertThat(maintenance(etcd).status(endpoint).header().revision())
					.isGreaterThanOrEqualTo(revision));
			EtcdSnapshot snapshot = maintenance(etcd).snapshot(endpoint, file);
			assertThat(snapshot.revision()).isEqualTo(revision);
			assertThat(snapshot.version()).isEqualTo(etcd.binary().version());
			assertThat(snapshot.size()).isEqualTo(Files.size(file));
			assertThat(snapshot.checksum()).hasSize(64);
			etcd.template().put(etcd.key("a"), "after");
			etcd.cluster().restore(file);
			assertThat(etcd.template().withTimeout(Duration.ofSeconds(20)).get(etcd.key("a"))).isEqualTo("before");
		}
	}),

	USERS_AND_ROLES("user *, role *", "auth().addUser(..), addRole(..), grantRole(..), grantPermission(..) and so on",
			(etcd) -> {
				EtcdAuthOperations auth = etcd.template().auth();
				EtcdPermission permission = EtcdPermission.readWrite(etcd.keys());
				auth.addUser("alice", "secret");
				auth.addUserWithoutPassword("bob");
				auth.changePassword("alice", "other");
				auth.addRole("reader");
				auth.grantPermission("reader", permission);
				auth.grantRole("alice", "reader");
				assertThat(auth.users()).containsExactlyInAnyOrder("alice", "bob");
				assertThat(auth.roles()).containsExactly("reader");
				assertThat(auth.rolesOf("alice")).containsExactly("reader");
				assertThat(auth.permissionsOf("reader")).containsExactly(permission);
				auth.revokePermission("reader", etcd.keys());
				auth.revokeRole("alice", "reader");
				assertThat(auth.permissionsOf("reader")).isEmpty();
				assertThat(auth.rolesOf("alice")).isEmpty();
				auth.deleteRole("reader");
				auth.deleteUser("alice");
				auth.deleteUser("bob");
				assertThat(auth.users()).isEmpty();
				assertThat(auth.roles()).isEmpty();
			}),

	AUTHENTICATION("auth enable, auth disable, auth status", "auth().enable(), disable(), status()", (etcd) -> {
		EtcdAuthOperations auth = etcd.template().auth();
		auth.addUser("root", "root-secret");
		auth.addRole("root");
		auth.grantRole("root", "root");
		auth.addUser("app", "app-secret");
		auth.addRole("app");
		auth.grantPermission("app", EtcdPermission.readWrite(etcd.keys()));
		auth.grantRole("app", "app");
		auth.enable();
		try (EtcdConnection root = connect(etcd, "root"); EtcdConnection app = connect(etcd, "app")) {
			EtcdTemplate user = Scene.template(app);
			EtcdAuthOperations administration = Scene.template(root).auth();
			user.put(etcd.key("a"), "1");
			assertThat(user.get(etcd.key("a"))).isEqualTo("1");
			assertThatExceptionOfType(EtcdPermissionDeniedException.class).isThrownBy(() -> user.get("/elsewhere"));
			if (etcd.binary().version().startsWith("3.4.")) {
				assertThatExceptionOfType(EtcdInvalidRequestException.class).isThrownBy(administration::status);
			}
			else {
				assertThat(administration.status().enabled()).isTrue();
				assertThat(administration.status().authRevision()).isPositive();
			}
			administration.disable();
		}
		assertThat(etcd.template().get(etcd.key("a"))).isEqualTo("1");
		for (String name : new String[] { "root", "app" }) {
			auth.deleteUser(name);
			auth.deleteRole(name);
		}
	});

	private final String row;

	private final Proof proof;

	AdministrationRow(String etcdctl, String here, Proof proof) {
		this.row = etcdctl + " → " + here;
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

	private static EtcdMaintenanceOperations maintenance(Scene etcd) {
		return etcd.template().maintenance();
	}

	private static long leader(Scene etcd) {
		return maintenance(etcd).status(etcd.cluster().endpoints().get(0)).leaderId();
	}

	private static EtcdConnection connect(Scene etcd, String user) {
		return new EtcdConnection(
				Client.builder()
					.endpoints(etcd.cluster().endpoints().toArray(String[]::new))
					.user(ByteSequence.from(user, StandardCharsets.UTF_8))
					.password(ByteSequence.from(user + "-secret", StandardCharsets.UTF_8)),
				EtcdConnectionSettings.defaults());
	}

}
