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

package io.github.etcdspring.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeader;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.AuthenticationCalls.Permission;
import io.github.etcdspring.test.gateway.KeySpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks and elections below a namespace, with authentication, and observed.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdLockEnvironmentTests {

	private static final String PASSWORD = "correct-horse-battery";

	private static final String NAMESPACE = "app/";

	private static EtcdServer server;

	private static EtcdConnection rootConnection;

	private static EtcdTemplate root;

	private final String name = "/locks/" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		server = EtcdServer.builder().flag("--auth-token-ttl", "2").start();
		server.gateway()
			.authentication()
			.addUser("app", PASSWORD)
			.addRole("app")
			.grantPermission("app", Permission.READWRITE, KeySpan.prefix(NAMESPACE))
			.grantRole("app", "app");
		server.enableAuthentication(PASSWORD);
		rootConnection = connect("root", "", TestObservationRegistry.create());
		root = new EtcdTemplate(rootConnection, EtcdValueConverter.create());
	}

	@AfterAll
	static void stop() {
		rootConnection.close();
		server.close();
	}

	private static EtcdConnection connect(String user, String namespace, TestObservationRegistry observations) {
		ClientBuilder builder = Client.builder()
			.endpoints(server.endpoint())
			.user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(PASSWORD, StandardCharsets.UTF_8));
		if (!namespace.isEmpty()) {
			builder.namespace(ByteSequence.from(namespace, StandardCharsets.UTF_8));
		}
		return new EtcdConnection(builder,
				EtcdConnectionSettings.builder()
					.sessionTtl(Duration.ofSeconds(2))
					.observationRegistry(observations)
					.build());
	}

	private static EtcdTemplate template(EtcdConnection connection) {
		return new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	@Test
	void locksStayBelowTheNamespaceBeyondTheLifeOfTokens() {
		try (EtcdConnection connection = connect("app", NAMESPACE, TestObservationRegistry.create());
				EtcdConnection second = connect("app", NAMESPACE, TestObservationRegistry.create())) {
			EtcdTemplate etcd = template(connection);
			EtcdTemplate other = template(second);
			EtcdLock lock = etcd.locks().lock(this.name);
			assertThat(lock.key()).startsWith(this.name + "/");
			assertThat(root.keys(KeyRange.prefix(NAMESPACE + this.name))).containsExactly(NAMESPACE + lock.key());
			assertThat(root.getEntry(NAMESPACE + lock.key()).createRevision()).isEqualTo(lock.fencingToken());
			assertThat(root.locks().tryLock(this.name)).isNotNull().satisfies(EtcdLock::close);
			assertThat(other.locks().tryLock(this.name)).isNull();
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(lock::isHeld);
			etcd.guardedBy(lock).put("/guarded", "1");
			assertThat(root.get(NAMESPACE + "/guarded")).isEqualTo("1");
			root.delete(NAMESPACE + lock.key());
			Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> !lock.isHeld());
			try (EtcdLock next = other.locks().lock(this.name)) {
				assertThat(next.isHeld()).isTrue();
			}
			assertThat(root.count(KeyRange.prefix(NAMESPACE + this.name))).isZero();
		}
	}

	@Test
	void electionsStayBelowTheNamespaceAndAreResumedThere() {
		EtcdConnection first = connect("app", NAMESPACE, TestObservationRegistry.create());
		EtcdLeader leader = template(first).elections().campaign(this.name, "a");
		assertThat(root.get(NAMESPACE + leader.key())).isEqualTo("a");
		try (EtcdConnection second = connect("app", NAMESPACE, TestObservationRegistry.create())) {
			EtcdLeader resumed = template(second).elections().resume(this.name, leader.key(), leader.fencingToken());
			first.close();
			resumed.proclaim("b");
			assertThat(root.get(NAMESPACE + leader.key())).isEqualTo("b");
			assertThat(resumed.resign()).isTrue();
		}
		assertThat(root.count(KeyRange.prefix(NAMESPACE + this.name))).isZero();
	}

	@Test
	void nameThatTheUserMayNotUseIsRefusedAndLeavesNothing() {
		try (EtcdConnection connection = connect("app", "", TestObservationRegistry.create())) {
			EtcdTemplate etcd = template(connection);
			assertThatExceptionOfType(EtcdPermissionDeniedException.class)
				.isThrownBy(() -> etcd.locks().lock(this.name));
			assertThatExceptionOfType(EtcdPermissionDeniedException.class)
				.isThrownBy(() -> etcd.locks().tryLock(this.name, Duration.ofMillis(10)));
			assertThatExceptionOfType(EtcdPermissionDeniedException.class)
				.isThrownBy(() -> etcd.elections().campaign(this.name, "a"));
			assertThat(root.count(KeyRange.prefix(this.name))).isZero();
			etcd.locks().lock(NAMESPACE + this.name).close();
		}
	}

	@Test
	void takingALockIsObserved() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		EtcdConnection connection = connect("root", "", observations);
		EtcdTemplate etcd = template(connection);
		try (EtcdLock lock = etcd.locks().lock(this.name)) {
			assertThat(etcd.locks().tryLock(this.name)).isNull();
			assertThat(lock.isHeld()).isTrue();
		}
		etcd.elections().campaign(this.name, "a").close();
		connection.close();
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(() -> etcd.locks().lock(this.name));
		for (List<String> expected : List.of(List.of("lock", "acquired"), List.of("lock", "timeout"),
				List.of("leadership", "acquired"))) {
			TestObservationRegistryAssert.assertThat(observations)
				.hasAnObservation((context) -> context.hasNameEqualTo("etcd.lock.acquire")
					.hasContextualNameEqualTo("etcd lock acquire")
					.hasLowCardinalityKeyValue("etcd.lock.kind", expected.get(0))
					.hasLowCardinalityKeyValue("etcd.outcome", expected.get(1))
					.hasHighCardinalityKeyValue("etcd.lock.name", this.name));
		}
	}

	@Test
	void standingByForAGroupIsNotTakenForWaitingForALock() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		EtcdConnection connection = connect("root", "", observations);
		try (EtcdLock owned = EtcdFencing.own(connection, this.name, () -> {
		})) {
			assertThat(owned.isHeld()).isTrue();
		}
		assertThat(template(connection).locks().statistics())
			.isEqualTo(new EtcdLockStatistics(0, 0, Duration.ZERO, 0, Duration.ZERO, 0));
		connection.close();
		TestObservationRegistryAssert.assertThat(observations)
			.hasNumberOfObservationsWithNameEqualTo("etcd.lock.acquire", 0);
	}

}
