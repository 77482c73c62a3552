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

package io.github.etcdspring.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.Ordered;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdLeaseExistsException;
import io.github.etcdspring.EtcdLeaseNotFoundException;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Leases of a server that works.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdLeaseTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static EtcdServer server;

	private final LeasedEtcd etcd = new LeasedEtcd(server.endpoint());

	private final EtcdLeaseOperations leases = this.etcd.leases;

	private final LeaseHistory history = new LeaseHistory();

	@BeforeAll
	static void start() {
		// The least time to live is one and a half times as long as an election takes
		server = EtcdServer.builder().flags("--heartbeat-interval=200", "--election-timeout=1200").start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void close() {
		this.etcd.close();
	}

	@Test
	void keepsAliveFarBeyondTheTimeToLiveUntilItIsClosed() {
		try (EtcdLease lease = this.leases.grant(Duration.ofSeconds(1), (spec) -> spec.listener(this.history))) {
			assertThat(lease.ttl()).isEqualTo(Duration.ofSeconds(2));
			assertThat(lease.state()).isEqualTo(EtcdLease.State.ACTIVE);
			assertThat(lease.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1900));
			this.etcd.template.put("/alive", "1", (put) -> put.lease(lease));
			Awaitility.await()
				.during(Duration.ofMillis(2500))
				.atMost(Duration.ofSeconds(10))
				.until(() -> lease.remaining().compareTo(Duration.ofMillis(500)) > 0);
			assertThat(this.etcd.template.getEntry("/alive").leaseId()).isEqualTo(lease.id());
			assertThat(this.leases.kept()).containsExactly(lease);
			EtcdLeaseStatistics statistics = this.leases.statistics();
			assertThat(statistics.renewals()).isGreaterThanOrEqualTo(6);
			assertThat(statistics.renewalTime()).isPositive();
			assertThat(statistics.failures()).isZero();
		}
		assertThat(this.etcd.template.get("/alive")).isNull();
		assertThat(this.leases.kept()).isEmpty();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.history.states()).containsExactly(EtcdLease.State.ACTIVE,
					EtcdLease.State.CLOSED));
	}

	@Test
	void idMayBeChosen() {
		try (EtcdLease lease = this.leases.grant(MINUTE, (spec) -> spec.id(4711))) {
			assertThat(lease.id()).isEqualTo(4711);
			assertThatExceptionOfType(EtcdLeaseExistsException.class)
				.isThrownBy(() -> this.leases.grant(MINUTE, (spec) -> spec.id(4711)));
		}
	}

	@Test
	void leaseThatOthersRevokeExpires() {
		EtcdLease lease = this.leases.grant(Duration.ofSeconds(2), (spec) -> spec.listener(this.history));
		this.leases.revoke(lease.id());
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.history.states()).containsExactly(EtcdLease.State.ACTIVE,
					EtcdLease.State.EXPIRED));
		assertThat(lease.state()).isEqualTo(EtcdLease.State.EXPIRED);
		assertThat(lease.remaining()).isZero();
		assertThat(lease.term().isAlive()).isFalse();
		assertThat(this.leases.kept()).isEmpty();
		assertThatExceptionOfType(EtcdLeaseNotFoundException.class).isThrownBy(lease::id)
			.withMessageContaining("EXPIRED");
		assertThat(lease.awaitActive(MINUTE)).isFalse();
		lease.close();
	}

	@Test
	void leaseIsGrantedAgainWhereAskedForWithKeysThatArePutAgain() {
		EtcdLease lease = this.leases.grant(Duration.ofSeconds(2), (spec) -> spec.regrant().listener(this.history));
		EtcdLeaseTerm first = lease.term();
		EtcdEphemeralKey key = this.leases.putEphemeral(lease, "/ephemeral", "1");
		this.etcd.template.put("/plain", "1", (put) -> put.lease(lease));
		this.leases.revoke(first.id());
		Awaitility.await().until(() -> "1".equals(this.etcd.template.get("/ephemeral")));
		assertThat(lease.id()).isNotEqualTo(first.id());
		assertThat(first.isAlive()).isFalse();
		assertThat(this.etcd.template.getEntry("/ephemeral").leaseId()).isEqualTo(lease.id());
		assertThat(this.etcd.template.get("/plain")).isNull();
		assertThat(this.history.states()).containsExactly(EtcdLease.State.ACTIVE, EtcdLease.State.EXPIRED,
				EtcdLease.State.PENDING, EtcdLease.State.ACTIVE);
		assertThat(this.leases.statistics().regranted()).isOne();
		key.close();
		lease.close();
	}

	@Test
	void ephemeralKeyFollowsItsOwner() {
		EtcdEphemeralKey key = this.leases.putEphemeral("/mine", "1");
		assertThat(key.isPresent()).isTrue();
		key.put("2");
		assertThat(this.etcd.template.get("/mine")).isEqualTo("2");
		assertThat(this.etcd.template.getEntry("/mine").leaseId()).isEqualTo(this.leases.session().id());
		key.close();
		assertThat(this.etcd.template.get("/mine")).isNull();
		assertThat(key.isPresent()).isFalse();
		key.close();
		assertThatIllegalStateException().isThrownBy(() -> key.put("3")).withMessageContaining("/mine");
	}

	@Test
	void ephemeralKeyThatSomebodyElseTookOverIsLeftToHim() {
		EtcdEphemeralKey key = this.leases.putEphemeral("/taken", "1");
		this.etcd.template.put("/taken", "2");
		key.close();
		assertThat(this.etcd.template.get("/taken")).isEqualTo("2");
	}

	@Test
	void closingTheConnectionGivesEverythingBack() {
		EtcdLease session;
		EtcdLease lease;
		try (LeasedEtcd other = new LeasedEtcd(server.endpoint())) {
			other.leases.putEphemeral("/gone", "1");
			session = other.leases.session();
			session.addListener(this.history);
			lease = other.leases.grant(MINUTE);
			other.template.put("/gone too", "1", (put) -> put.lease(lease));
			assertThat(other.leases.session()).isSameAs(session);
		}
		assertThat(this.etcd.template.get("/gone")).isNull();
		assertThat(this.etcd.template.get("/gone too")).isNull();
		assertThat(session.state()).isEqualTo(EtcdLease.State.CLOSED);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.history.states()).containsExactly(EtcdLease.State.CLOSED));
	}

	@Test
	void closedConnectionGrantsNothing() {
		LeasedEtcd other = new LeasedEtcd(server.endpoint());
		other.close();
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(other.leases::session);
		assertThatExceptionOfType(EtcdClosedException.class).isThrownBy(() -> other.leases.grant(MINUTE));
	}

	@Test
	void sessionThatWasClosedIsFollowedByAnotherOne() {
		EtcdLease first = this.leases.session();
		assertThat(first.awaitActive(MINUTE)).isTrue();
		long id = first.id();
		first.close();
		EtcdLease second = this.leases.session();
		assertThat(second).isNotSameAs(first);
		assertThat(second.awaitActive(MINUTE)).isTrue();
		assertThat(second.id()).isNotEqualTo(id);
		assertThat(this.leases.timeToLive(id)).isNull();
	}

	@Test
	void listenersAreCalledInTheirOrderWhateverTheyThrow() {
		List<String> calls = new CopyOnWriteArrayList<>();
		EtcdLease lease = this.leases.grant(MINUTE);
		lease.addListener((event) -> calls.add("plain"));
		lease.addListener(new OrderedListener(EtcdLeaseOrder.EPHEMERAL_KEYS, calls));
		lease.addListener(new OrderedListener(EtcdLeaseOrder.LOCKS, calls));
		lease.addListener(new OrderedListener(EtcdLeaseOrder.GROUPS, calls));
		lease.addListener(new OrderedListener(EtcdLeaseOrder.LEADERSHIP, calls));
		lease.close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(calls).containsExactly("-3000", "-2000", "-1000", "0", "plain"));
	}

	@Test
	void listenerThatBlocksDelaysOthersOnceAndMissesNothing() {
		CountDownLatch blocked = new CountDownLatch(1);
		List<EtcdLease.State> late = new CopyOnWriteArrayList<>();
		EtcdLease lease = this.leases.grant(MINUTE, (spec) -> spec.regrant().listener((event) -> {
			Awaitility.await().until(() -> blocked.getCount() == 0);
			late.add(event.state());
		}).listener(this.history));
		long begin = System.nanoTime();
		Awaitility.await().until(() -> this.history.states().size() == 1);
		lease.term().lose();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> this.history.states().size() == 4);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
		assertThat(late).isEmpty();
		blocked.countDown();
		Awaitility.await().until(() -> late.size() == 4);
		assertThat(late).isEqualTo(this.history.states());
		lease.close();
	}

	@Test
	void listenerThatOccupiesTheOnlyThreadOfTheUserKeepsNoLossFromThoseInOrder() {
		CountDownLatch blocked = new CountDownLatch(1);
		ExecutorService single = Executors.newSingleThreadExecutor();
		try (LeasedEtcd other = new LeasedEtcd(server.endpoint(), single)) {
			List<String> calls = new CopyOnWriteArrayList<>();
			EtcdLease lease = other.leases.grant(MINUTE);
			single.execute(() -> Awaitility.await().until(() -> blocked.getCount() == 0));
			lease.addListener((event) -> calls.add("plain"));
			lease.addListener(new OrderedListener(EtcdLeaseOrder.LOCKS, calls));
			lease.term().lose();
			Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> calls.equals(List.of("-3000")));
			blocked.countDown();
			Awaitility.await().until(() -> calls.equals(List.of("-3000", "plain")));
		}
		finally {
			single.shutdownNow();
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void timeToLiveThatTheServerDoesNotGrantIsSaid(CapturedOutput output) {
		try (LeasedEtcd other = new LeasedEtcd(UnaryOperator.identity(), Duration.ofSeconds(1), server.endpoint())) {
			assertThat(this.leases.grant(Duration.ofMillis(1)).ttl()).isEqualTo(Duration.ofSeconds(2));
			assertThat(output).containsOnlyOnce("was granted for PT2S, as the server does not grant PT0.001S");
			this.leases.grant(Duration.ofSeconds(2));
			assertThat(output).containsOnlyOnce("does not grant");
			assertThat(other.leases.session().awaitActive(MINUTE)).isTrue();
			assertThat(other.leases.session().ttl()).isEqualTo(Duration.ofSeconds(2));
			assertThat(output).containsOnlyOnce("was granted for PT2S, as the server does not grant PT1S");
		}
	}

	@Test
	void leaseMayBeGrantedWithoutWaiting() throws Exception {
		CompletableFuture<EtcdLease> granted = this.etcd.template.async().leases().grant(MINUTE);
		EtcdLease lease = granted.get(10, TimeUnit.SECONDS);
		assertThat(lease.state()).isEqualTo(EtcdLease.State.ACTIVE);
		assertThat(this.leases.timeToLive(lease.id())).isNotNull();
	}

	@Test
	void waitingCanBeInterrupted() {
		try (LeasedEtcd away = new LeasedEtcd("http://127.0.0.1:1")) {
			EtcdLease session = away.leases.session();
			assertThat(session.state()).isEqualTo(EtcdLease.State.PENDING);
			assertThat(session.awaitActive(Duration.ofMillis(20))).isFalse();
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(EtcdInterruptedException.class).isThrownBy(() -> session.awaitActive(MINUTE));
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void wrongArgumentsAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.grant(Duration.ZERO))
			.withMessageContaining("'ttl' must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.grant(MINUTE, null))
			.withMessageContaining("'spec' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.putEphemeral("", "1"))
			.withMessageContaining("'key' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> this.leases.putEphemeral("/a", null))
			.withMessageContaining("'value' must not be null");
	}

	private record OrderedListener(int order, List<String> calls) implements EtcdLeaseListener, Ordered {

		@Override
		public void onStateChange(EtcdLeaseEvent event) {
			this.calls.add(String.valueOf(this.order));
			throw new IllegalStateException("Told by a test");
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

}
