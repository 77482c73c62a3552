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

package io.github.etcdspring.election;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link EtcdElectionOperations} and {@link EtcdLeadership}.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdElectionTests {

	private static EtcdServer server;

	private static EtcdConnection connection;

	private static EtcdWatchContainer container;

	private static EtcdTemplate etcd;

	private final String name = "/elections/" + UUID.randomUUID();

	private final EtcdConnection otherConnection = connect();

	private final EtcdTemplate other = new EtcdTemplate(this.otherConnection, EtcdValueConverter.create());

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
		connection = connect();
		container = new EtcdWatchContainer(connection, EtcdValueConverter.create(), EtcdWatchSettings.defaults());
		container.start();
		etcd = new EtcdTemplate(connection, EtcdValueConverter.create(), container);
	}

	private static EtcdConnection connect() {
		return new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.builder().sessionTtl(Duration.ofSeconds(2)).build());
	}

	@AfterAll
	static void stop() {
		container.close();
		connection.close();
		server.close();
	}

	@AfterEach
	void closeOther() {
		this.otherConnection.close();
	}

	@Test
	void oneLeadsAndTheOthersKnow() {
		List<String> observed = new CopyOnWriteArrayList<>();
		EtcdWatchRegistration observation = etcd.elections()
			.observe(this.name, String.class, (leader) -> observed.add(String.valueOf(value(leader))));
		Awaitility.await().until(() -> observed.contains("null"));
		EtcdLeader leader = etcd.elections().campaign(this.name, "a");
		assertThat(leader.isHeld()).isTrue();
		assertThat(leader.remaining()).isPositive();
		EtcdEntry<String> entry = this.other.elections().leader(this.name);
		assertThat(entry.value()).isEqualTo("a");
		assertThat(entry.key()).isEqualTo(leader.key());
		assertThat(entry.createRevision()).isEqualTo(leader.fencingToken());
		assertThat(this.other.elections().campaign(this.name, "b", Duration.ofMillis(100))).isNull();
		leader.proclaim("a2");
		Awaitility.await().until(() -> observed.contains("a2"));
		CompletableFuture<EtcdLeader> next = CompletableFuture
			.supplyAsync(() -> this.other.elections().campaign(this.name, "b"));
		Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 2);
		assertThat(leader.resign()).isTrue();
		assertThat(leader.resign()).isFalse();
		EtcdLeader successor = next.orTimeout(1, TimeUnit.SECONDS).join();
		assertThat(successor.fencingToken()).isGreaterThan(leader.fencingToken());
		Awaitility.await().until(() -> observed.contains("b"));
		successor.close();
		Awaitility.await().untilAsserted(() -> assertThat(observed).containsExactly("null", "a", "a2", "b", "null"));
		assertThatExceptionOfType(EtcdFencedException.class).isThrownBy(() -> leader.proclaim("late"));
		assertThat(etcd.elections().leader(this.name)).isNull();
		observation.cancel();
	}

	private static String value(EtcdEntry<String> leader) {
		return (leader != null) ? leader.value() : null;
	}

	@Test
	void sharesTheKeysOfTheElectionServiceOfEtcd() throws Exception {
		try (EtcdLeader leader = etcd.elections().campaign(this.name, "a")) {
			ByteSequence election = ByteSequence.from(this.name, StandardCharsets.UTF_8);
			String key = etcd.execute((client) -> client.getElectionClient()
				.leader(election)
				.get(5, TimeUnit.SECONDS)
				.getKv()
				.getKey()
				.toString(StandardCharsets.UTF_8));
			assertThat(key).isEqualTo(leader.key());
		}
	}

	@Test
	void leadershipThatIsLostIsToldAndWonAgain() {
		List<EtcdLeadershipEvent> events = new CopyOnWriteArrayList<>();
		EtcdLeadership leadership = new EtcdLeadership(this.other.elections(), this.name, "a");
		leadership.setApplicationEventPublisher((event) -> events.add((EtcdLeadershipEvent) event));
		leadership.start();
		Awaitility.await().until(() -> events.size() == 1);
		assertThat(leadership.isLeader()).isTrue();
		EtcdLeader first = leadership.leader();
		this.other.guardedBy(first).put(this.name, "1");
		etcd.leases().revoke(this.other.leases().session().id());
		Awaitility.await().until(() -> events.size() == 3);
		assertThat(events).satisfiesExactly(
				(event) -> assertThat(event).isEqualTo(new EtcdLeadershipEvent.Granted(leadership, first)),
				(event) -> assertThat(event).isEqualTo(new EtcdLeadershipEvent.Revoked(leadership, first, true)),
				(event) -> assertThat(event).isInstanceOf(EtcdLeadershipEvent.Granted.class));
		assertThat(first.isHeld()).isFalse();
		assertThat(leadership.isLeader()).isTrue();
		assertThat(leadership.leader().fencingToken()).isGreaterThan(first.fencingToken());
		leadership.stop();
	}

	@Test
	void stoppingHandsOverWithinASecondWhenListenersHaveReturned() {
		List<String> events = new CopyOnWriteArrayList<>();
		EtcdLeadership first = new EtcdLeadership(etcd.elections(), this.name, "a");
		first.addListener((event) -> events
			.add(event.getClass().getSimpleName() + " " + etcd.count(KeyRange.prefix(this.name + "/"))));
		first.start();
		Awaitility.await().until(first::isLeader);
		EtcdLeadership second = new EtcdLeadership(this.other.elections(), this.name, "b");
		second.start();
		Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 2);
		assertThat(second.isLeader()).isFalse();
		assertThat(second.leader()).isNull();
		first.stop();
		Awaitility.await().atMost(Duration.ofSeconds(1)).until(second::isLeader);
		assertThat(first.isLeader()).isFalse();
		assertThat(first.isRunning()).isFalse();
		assertThat(events).containsExactly("Granted 1", "Revoked 2");
		second.resign();
		Awaitility.await().until(second::isLeader);
		second.stop();
		assertThat(etcd.count(KeyRange.prefix(this.name + "/"))).isZero();
	}

	@Test
	void leadershipIsResumedAfterARestartWithoutAnotherElection() {
		EtcdConnection killed = connect();
		EtcdTemplate before = new EtcdTemplate(killed, EtcdValueConverter.create());
		EtcdLeader leader = before.elections().campaign(this.name, "a");
		CompletableFuture<EtcdLeader> next = CompletableFuture
			.supplyAsync(() -> etcd.elections().campaign(this.name, "b"));
		Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 2);
		EtcdLeader resumed = this.other.elections().resume(this.name, leader.key(), leader.fencingToken());
		assertThat(resumed.isHeld()).isTrue();
		assertThat(resumed.fencingToken()).isEqualTo(leader.fencingToken());
		assertThat(resumed.key()).isEqualTo(leader.key());
		// As if the process had died: its lease ends, and its leadership goes on
		etcd.leases().revoke(before.leases().session().id());
		assertThat(etcd.getEntry(leader.key()).leaseId()).isEqualTo(this.other.leases().session().id());
		Awaitility.await().until(() -> !leader.isHeld());
		killed.close();
		resumed.proclaim("a2");
		assertThat(etcd.elections().leader(this.name).value()).isEqualTo("a2");
		assertThat(next).isNotDone();
		assertThatIllegalStateException()
			.isThrownBy(() -> this.other.elections().resume(this.name, leader.key(), leader.fencingToken()))
			.withMessageContaining("wants or has it already");
		assertThat(resumed.resign()).isTrue();
		next.orTimeout(2, TimeUnit.SECONDS).join().close();
		assertThat(etcd.count(KeyRange.prefix(this.name + "/"))).isZero();
	}

	@Test
	void leadershipThatIsOverIsNotResumed() throws Exception {
		EtcdLeader leader = etcd.elections().campaign(this.name, "a");
		CompletableFuture<EtcdLeader> next = CompletableFuture
			.supplyAsync(() -> this.other.elections().campaign(this.name, "b"));
		Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 2);
		EtcdEntry<String> candidate = etcd
			.range(KeyRange.prefix(this.name + "/"), String.class,
					(range) -> range.createRevision(leader.fencingToken() + 1, 0))
			.first();
		leader.close();
		assertThat(etcd.elections().resume(this.name, leader.key(), leader.fencingToken())).isNull();
		EtcdLeader successor = next.get(2, TimeUnit.SECONDS);
		assertThat(candidate.key()).isEqualTo(successor.key());
		assertThat(etcd.elections().resume(this.name, successor.key(), successor.fencingToken() - 1)).isNull();
		assertThat(successor.isHeld()).isTrue();
		CompletableFuture<EtcdLeader> third = CompletableFuture
			.supplyAsync(() -> etcd.elections().campaign(this.name, "c"));
		Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 2);
		EtcdEntry<String> behind = etcd
			.range(KeyRange.prefix(this.name + "/"), String.class,
					(range) -> range.createRevision(successor.fencingToken() + 1, 0))
			.first();
		try (EtcdConnection fresh = connect()) {
			assertThat(new EtcdTemplate(fresh, EtcdValueConverter.create()).elections()
				.resume(this.name, behind.key(), behind.createRevision())).isNull();
		}
		successor.close();
		third.get(2, TimeUnit.SECONDS).close();
	}

	@Test
	void candidateThatIsStoppedLeavesNothingQueued() {
		try (EtcdLeader leader = etcd.elections().campaign(this.name, "a")) {
			EtcdLeadership candidate = new EtcdLeadership(this.other.elections(), this.name, "b");
			candidate.start();
			Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 2);
			candidate.stop();
			Awaitility.await().until(() -> etcd.count(KeyRange.prefix(this.name + "/")) == 1);
			assertThat(leader.isHeld()).isTrue();
		}
	}

	@Test
	void wrongArgumentsAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.elections().campaign("", "a"))
			.withMessage("'name' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.elections().campaign("a", null))
			.withMessage("'value' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.elections().campaign("a", "b", null))
			.withMessage("'wait' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.elections().resume("a", "b/1", 1))
			.withMessage("'key' must be a key of election 'a', but is 'b/1'");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.elections().resume("a", null, 1))
			.withMessage("'key' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.elections().resume("a", "a/1", 0))
			.withMessage("'fencingToken' must be positive, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new EtcdLeadership(etcd.elections(), "", "b"))
			.withMessage("'name' must not be empty");
	}

}
