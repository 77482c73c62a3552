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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.etcd.jetcd.ByteSequence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.etcdspring.lease.EtcdLease.State;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leases of a server that is away for a while.
 *
 * @author The etcd-spring authors
 */
@Timeout(120)
class EtcdLeaseOutageTests {

	private static EtcdServer server;

	private final TcpRelay relay = TcpRelay.to(server.endpoint());

	private final LeasedEtcd etcd = new LeasedEtcd(this.relay.endpoint());

	private final LeasedEtcd direct = new LeasedEtcd(server.endpoint());

	private final LeaseHistory history = new LeaseHistory();

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void close() {
		this.etcd.close();
		this.direct.close();
		this.relay.close();
	}

	@Test
	void shortOutageIsSurvived() {
		survives(TcpRelay::refuse, Duration.ofSeconds(3), Duration.ofMillis(1300));
	}

	@Test
	void longOutageIsNoticedBeforeTheServerEndsTheLeaseAndKeysComeBackAfterIt() {
		expires(Duration.ofSeconds(2), Duration.ofMillis(3500));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@Tag("soak")
	void outageOfFiveSecondsIsSurvivedByALeaseOfTen(boolean blackHole) {
		survives((blackHole) ? TcpRelay::blackHole : TcpRelay::refuse, Duration.ofSeconds(10), Duration.ofSeconds(5));
	}

	@Test
	@Tag("soak")
	void outageOfEighteenSecondsIsNotSurvivedByALeaseOfTen() {
		expires(Duration.ofSeconds(10), Duration.ofSeconds(18));
	}

	@Test
	void pausedServerIsNoticedAndForgiven() {
		EtcdLease lease = this.etcd.leases.grant(Duration.ofSeconds(4), (spec) -> spec.listener(this.history));
		server.pause();
		try {
			Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> lease.state() == State.DISCONNECTED);
		}
		finally {
			server.resume();
		}
		Awaitility.await().until(() -> lease.state() == State.ACTIVE);
		assertThat(this.history.states()).containsExactly(State.ACTIVE, State.DISCONNECTED, State.ACTIVE);
	}

	@Test
	@Tag("soak")
	void serverThatEndsTheStreamInOrderIsRenewedAgain() {
		EtcdLease lease = this.etcd.leases.grant(Duration.ofSeconds(3), (spec) -> spec.listener(this.history));
		server.restart();
		Awaitility.await()
			.during(Duration.ofSeconds(2))
			.atMost(Duration.ofSeconds(8))
			.until(() -> lease.remaining().toMillis() > 0);
		assertThat(this.direct.leases.timeToLive(lease.id())).isNotNull();
		assertThat(this.history.states()).doesNotContain(State.EXPIRED);
	}

	@Test
	void leaseThatWaitedForTheServerLives() {
		this.relay.refuse();
		CompletableFuture<EtcdLease> waiting = this.etcd.template.async().leases().grant(Duration.ofSeconds(2));
		Awaitility.await().pollDelay(Duration.ofMillis(1900)).until(() -> true);
		this.relay.heal();
		EtcdLease lease = waiting.orTimeout(2, TimeUnit.SECONDS).join();
		assertThat(lease.remaining()).isGreaterThan(Duration.ofSeconds(1));
	}

	@Test
	void sessionIsGrantedAsSoonAsTheServerCanBeReached() {
		this.relay.refuse();
		EtcdLease session = this.etcd.leases.session();
		assertThat(session.awaitActive(Duration.ofMillis(700))).isFalse();
		this.relay.heal();
		assertThat(session.awaitActive(Duration.ofSeconds(2))).isTrue();
		assertThat(this.direct.leases.timeToLive(session.id())).isNotNull();
	}

	@Test
	void tokensThatExpireAreRenewedForALeaseAlone() {
		try (EtcdServer guarded = EtcdServer.builder().flag("--auth-token-ttl", "1").start()) {
			guarded.enableAuthentication("secret");
			try (TcpRelay guardedRelay = TcpRelay.to(guarded.endpoint());
					LeasedEtcd user = new LeasedEtcd(
							(client) -> client.user(ByteSequence.from("root", StandardCharsets.UTF_8))
								.password(ByteSequence.from("secret", StandardCharsets.UTF_8)),
							Duration.ofSeconds(10), guardedRelay.endpoint())) {
				EtcdLease lease = user.leases.grant(Duration.ofSeconds(2), (spec) -> spec.listener(this.history));
				Awaitility.await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
				guardedRelay.cut();
				Awaitility.await().during(Duration.ofMillis(1500)).until(() -> lease.remaining().toMillis() > 0);
				assertThat(user.leases.timeToLive(lease.id())).isNotNull();
				assertThat(this.history.states()).doesNotContain(State.EXPIRED);
			}
		}
	}

	private void survives(Consumer<TcpRelay> fault, Duration ttl, Duration outage) {
		EtcdLease lease = this.etcd.leases.grant(ttl, (spec) -> spec.listener(this.history));
		this.etcd.template.put("/survivor", "1", (put) -> put.lease(lease));
		// Worst is an outage that begins just before a renewal
		Awaitility.await().pollDelay(ttl.dividedBy(5)).until(() -> true);
		long begin = System.nanoTime();
		fault.accept(this.relay);
		Awaitility.await().pollDelay(outage).until(() -> true);
		this.relay.heal();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> lease.state() == State.ACTIVE);
		Awaitility.await()
			.during(ttl.dividedBy(3))
			.atMost(ttl.multipliedBy(2))
			.until(() -> this.direct.template.get("/survivor") != null);
		assertThat(this.history.states()).containsExactly(State.ACTIVE, State.DISCONNECTED, State.ACTIVE);
		assertThat(Duration.ofNanos(this.history.time(State.DISCONNECTED) - begin)).isLessThan(ttl.dividedBy(2));
	}

	private void expires(Duration ttl, Duration outage) {
		EtcdLease lease = this.etcd.leases.grant(ttl, (spec) -> spec.regrant().listener(this.history));
		EtcdLeaseTerm first = lease.term();
		this.etcd.leases.putEphemeral(lease, "/ephemeral", "1");
		CompletableFuture<Long> end = CompletableFuture.supplyAsync(() -> awaitEnd(first.id(), ttl));
		long begin = System.nanoTime();
		this.relay.refuse();
		Awaitility.await().atMost(ttl.plusSeconds(5)).pollInterval(Duration.ofMillis(10)).until(() -> !first.isAlive());
		long noticed = System.nanoTime();
		Awaitility.await().until(() -> this.history.states().contains(State.EXPIRED));
		assertThat(noticed).as("noticed before the server ends the lease").isLessThan(end.join());
		assertThat(this.history.time(State.EXPIRED)).as("told before the server ends the lease").isLessThan(end.join());
		assertThat(Duration.ofNanos(this.history.time(State.DISCONNECTED) - begin)).isLessThan(Duration.ofSeconds(1));
		Awaitility.await().until(() -> System.nanoTime() - begin > outage.toNanos());
		assertThat(this.direct.template.get("/ephemeral")).isNull();
		this.relay.heal();
		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> this.direct.template.get("/ephemeral") != null);
		assertThat(this.history.states()).containsExactly(State.ACTIVE, State.DISCONNECTED, State.EXPIRED,
				State.PENDING, State.ACTIVE);
		assertThat(first.isAlive()).isFalse();
	}

	// Return when the server has ended a lease, in nanoseconds
	private long awaitEnd(long leaseId, Duration ttl) {
		Awaitility.await()
			.atMost(ttl.plusSeconds(15))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> this.direct.leases.timeToLive(leaseId) == null);
		return System.nanoTime();
	}

}
