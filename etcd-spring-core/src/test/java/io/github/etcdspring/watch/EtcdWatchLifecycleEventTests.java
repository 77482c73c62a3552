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

package io.github.etcdspring.watch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.etcd.jetcd.ByteSequence;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;

import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent.Created;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent.Disconnected;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent.Failed;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent.Parked;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent.Reconnected;
import io.github.etcdspring.watch.EtcdWatchLifecycleEvent.Resynced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdWatchLifecycleEvent} on a real etcd.
 *
 * @author The etcd-spring authors
 */
class EtcdWatchLifecycleEventTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final List<Object> events = new CopyOnWriteArrayList<>();

	@Test
	void lossAndRecoveryAreOneEventEachForManyWatches() {
		try (WatchedEtcd etcd = start()) {
			int watches = 50;
			for (int i = 0; i < watches; i++) {
				boolean independent = i % 2 == 0;
				etcd.container.register(KeyRange.key("/k/" + i), String.class, (batch) -> {
				}, (watch) -> {
					if (independent) {
						watch.independent();
					}
				});
			}
			await().atMost(TIMEOUT).until(() -> of(Created.class).size() == watches);
			etcd.server.kill();
			await().atMost(TIMEOUT).until(() -> !of(Disconnected.class).isEmpty());
			etcd.server.restart();
			await().atMost(TIMEOUT).until(() -> !of(Reconnected.class).isEmpty());
			await().atMost(TIMEOUT)
				.until(() -> etcd.container.registrations()
					.stream()
					.allMatch((watch) -> watch.state() == EtcdWatchRegistration.State.ACTIVE));
			assertThat(of(Disconnected.class)).hasSize(1);
			assertThat(of(Reconnected.class)).singleElement().satisfies((reconnected) -> {
				assertThat(reconnected.watches()).isEqualTo(watches);
				assertThat(reconnected.outage()).isPositive();
				assertThat(reconnected.container()).isSameAs(etcd.container);
			});
			assertThat(of(Created.class)).hasSize(watches);
		}
	}

	@Test
	void stoppedContainerHasNotReconnected() {
		try (WatchedEtcd etcd = start()) {
			etcd.container.register(KeyRange.key("/k/a"), String.class, (batch) -> {
			}).awaitCreated(TIMEOUT);
			etcd.server.kill();
			await().atMost(TIMEOUT).until(() -> !of(Disconnected.class).isEmpty());
			etcd.container.stop();
			etcd.server.restart();
			etcd.container.start();
			await().atMost(TIMEOUT)
				.until(() -> etcd.container.registrations()
					.stream()
					.allMatch((watch) -> watch.state() == EtcdWatchRegistration.State.ACTIVE));
			assertThat(of(Reconnected.class)).isEmpty();
		}
	}

	@Test
	void slowListenerIsParked() {
		CountDownLatch release = new CountDownLatch(1);
		try (WatchedEtcd etcd = new WatchedEtcd(EtcdServer.start(), (client) -> {
		}, (settings) -> settings.maxBacklogEvents(5))) {
			etcd.container.setApplicationEventPublisher(publisher());
			etcd.container.start();
			EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix("/k/"), String.class,
					(batch) -> release.await());
			assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
			for (int i = 0; i < 20; i++) {
				etcd.put("/k/a", "x");
			}
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(of(Parked.class)).extracting(Parked::registration)
					.containsExactly(registration));
			assertThat(registration.lag()).isPositive();
			release.countDown();
			await().atMost(TIMEOUT).until(() -> registration.lag().isZero());
		}
	}

	@Test
	void missingHistoryIsResynced() {
		try (WatchedEtcd etcd = start()) {
			EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix("/k/"), String.class,
					(batch) -> {
					});
			assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
			registration.pause();
			await().until(() -> registration.state() == EtcdWatchRegistration.State.PAUSED);
			etcd.put("/k/a", "1");
			etcd.compact(etcd.put("/k/a", "2"));
			registration.resume();
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(of(Resynced.class)).extracting(Resynced::registration)
					.containsExactly(registration));
		}
	}

	@Test
	void refusedWatchFails() {
		EtcdServer server = EtcdServer.start();
		server.gateway().authentication().addUser("nobody", "secret");
		server.enableAuthentication("secret");
		try (WatchedEtcd etcd = new WatchedEtcd(server,
				(client) -> client.user(ByteSequence.from("nobody", StandardCharsets.UTF_8))
					.password(ByteSequence.from("secret", StandardCharsets.UTF_8)),
				(settings) -> {
				})) {
			etcd.container.setApplicationEventPublisher(publisher());
			etcd.container.start();
			EtcdWatchRegistration registration = etcd.container.register(KeyRange.prefix("/k/"), String.class,
					(batch) -> {
					});
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(of(Failed.class)).singleElement().satisfies((failed) -> {
					assertThat(failed.registration()).isSameAs(registration);
					assertThat(failed.reason()).isInstanceOf(EtcdPermissionDeniedException.class);
				}));
		}
	}

	private WatchedEtcd start() {
		WatchedEtcd etcd = WatchedEtcd.start();
		etcd.container.setApplicationEventPublisher(publisher());
		return etcd;
	}

	private ApplicationEventPublisher publisher() {
		return this.events::add;
	}

	private <E> List<E> of(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
