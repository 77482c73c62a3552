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

package io.github.etcdspring.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.store.SimpleMessageStore;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.PassThruLockRegistry;
import org.springframework.messaging.MessageChannel;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Integration does with an {@link EtcdLockRegistry}.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class SpringIntegrationTests {

	private static EtcdServer server;

	private static EtcdTemplate etcd;

	private static EtcdTemplate other;

	private static final List<EtcdConnection> connections = new ArrayList<>();

	private final String prefix = "/integration/" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		server = EtcdServer.start();
		etcd = connect();
		other = connect();
	}

	@AfterAll
	static void stop() {
		connections.forEach(EtcdConnection::close);
		server.close();
	}

	private static EtcdTemplate connect() {
		EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.builder().sessionTtl(Duration.ofSeconds(2)).build());
		connections.add(connection);
		return new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	private EtcdLockRegistry registry(EtcdTemplate template) {
		return new EtcdLockRegistry(template.locks(), template.leases(), this.prefix);
	}

	@Test
	void leaderInitiatorsHandOver() throws Exception {
		LockRegistryLeaderInitiator first = initiator(etcd);
		LockRegistryLeaderInitiator second = initiator(other);
		try {
			first.start();
			Awaitility.await().until(() -> first.getContext().isLeader());
			second.start();
			Awaitility.await().during(Duration.ofMillis(800)).until(() -> !second.getContext().isLeader());
			first.stop();
			Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> second.getContext().isLeader());
			assertThat(first.getContext().isLeader()).isFalse();
		}
		finally {
			first.destroy();
			second.destroy();
		}
	}

	@Test
	void leaderInitiatorIsRevokedWhenTheLockIsLostAndGrantedAnew() throws Exception {
		List<String> events = new CopyOnWriteArrayList<>();
		LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(registry(etcd),
				new DefaultCandidate("id", "role") {

					@Override
					public void onGranted(Context context) {
						events.add("granted");
					}

					@Override
					public void onRevoked(Context context) {
						events.add("revoked");
					}

				});
		initiator.setHeartBeatMillis(100);
		try {
			initiator.start();
			Awaitility.await().until(() -> events.equals(List.of("granted")));
			other.leases().revoke(etcd.leases().session().id());
			Awaitility.await().untilAsserted(() -> assertThat(events).containsExactly("granted", "revoked", "granted"));
		}
		finally {
			initiator.destroy();
		}
	}

	private LockRegistryLeaderInitiator initiator(EtcdTemplate template) {
		LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(registry(template),
				new DefaultCandidate(UUID.randomUUID().toString(), "role"));
		initiator.setHeartBeatMillis(100);
		return initiator;
	}

	@Test
	void aggregatorsThatShareAStoreReleaseEachGroupOnce() {
		SharedStore store = new SharedStore();
		List<Object> released = new CopyOnWriteArrayList<>();
		try (AnnotationConfigApplicationContext first = aggregator(etcd, store, released);
				AnnotationConfigApplicationContext second = aggregator(other, store, released)) {
			List<MessageChannel> inputs = List.of(first.getBean("input", MessageChannel.class),
					second.getBean("input", MessageChannel.class));
			CompletableFuture
				.allOf(IntStream.range(0, 40)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> inputs.get(i % 2)
						.send(MessageBuilder.withPayload(i)
							.setCorrelationId("group " + i % 4)
							.setSequenceSize(10)
							.setSequenceNumber(i / 4 + 1)
							.build())))
					.toArray(CompletableFuture[]::new))
				.orTimeout(30, TimeUnit.SECONDS)
				.join();
		}
		assertThat(released).hasSize(4).allSatisfy((group) -> assertThat((List<?>) group).hasSize(10));
	}

	private AnnotationConfigApplicationContext aggregator(EtcdTemplate template, SharedStore store,
			List<Object> released) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(EtcdLockRegistry.class, () -> registry(template));
		context.registerBean("store", SharedStore.class, () -> store);
		context.registerBean("released", List.class, () -> released);
		context.register(AggregatorConfiguration.class);
		context.refresh();
		return context;
	}

	/**
	 * A store without a lock of its own, as one in a database is.
	 */
	static final class SharedStore extends SimpleMessageStore {

		SharedStore() {
			super(100, 100, new PassThruLockRegistry());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class AggregatorConfiguration {

		@Bean
		IntegrationFlow flow(EtcdLockRegistry registry, SharedStore store, List<Object> released) {
			return IntegrationFlow.from("input")
				.aggregate((aggregator) -> aggregator.lockRegistry(registry)
					.messageStore(store)
					.expireGroupsUponCompletion(true))
				.handle((message) -> released.add(message.getPayload()))
				.get();
		}

	}

}
