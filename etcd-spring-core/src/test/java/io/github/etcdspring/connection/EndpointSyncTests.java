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

package io.github.etcdspring.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.api.Member;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints that follow the membership.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EndpointSyncTests {

	@Test
	void endpointsBecomeThoseThatTheMembersAdvertise() {
		try (EtcdServer server = EtcdServer.start()) {
			String configured = server.endpoint().replace("127.0.0.1", "localhost");
			try (EtcdConnection connection = connect(Duration.ofMillis(200), configured, "http://localhost:1")) {
				TestConnections.put(connection, "key", "value");
				Awaitility.await()
					.untilAsserted(() -> assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri)
						.containsExactly(server.endpoint()));
				assertThat(TestConnections.get(connection, "key")).isEqualTo("value");
			}
		}
	}

	@Test
	void endpointsStayAsConfiguredByDefault() {
		try (EtcdServer server = EtcdServer.start()) {
			String configured = server.endpoint().replace("127.0.0.1", "localhost");
			try (EtcdConnection connection = connect(Duration.ZERO, configured)) {
				TestConnections.put(connection, "key", "value");
				Awaitility.await()
					.during(Duration.ofMillis(500))
					.untilAsserted(() -> assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri)
						.containsExactly(configured));
			}
		}
	}

	@Test
	void membersThatComeAndGoAreFollowedAndLearnersLeftOut() {
		try (EtcdCluster cluster = EtcdCluster.start(1);
				EtcdConnection connection = connect(Duration.ofMillis(100), cluster.member(0).endpoint())) {
			TestConnections.put(connection, "key", "value");
			EtcdServer first = cluster.member(0);
			EtcdServer second = cluster.addLearner();
			Awaitility.await()
				.during(Duration.ofMillis(500))
				.untilAsserted(() -> assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri)
					.containsExactly(first.endpoint()));
			cluster.promote(second);
			awaitConnected(connection, first.endpoint(), second.endpoint());
			cluster.remove(first);
			awaitConnected(connection, second.endpoint());
			assertThat(TestConnections.get(connection, "key")).isEqualTo("value");
		}
	}

	@Test
	void configuredEndpointsStayUntilOneThatIsAdvertisedHasBeenReached() {
		String unreachable = "http://127.0.0.1:1";
		try (EtcdServer server = EtcdServer.builder().flag("advertise-client-urls", unreachable).start();
				EtcdConnection connection = connect(Duration.ofMillis(100), server.endpoint())) {
			TestConnections.put(connection, "key", "value");
			Awaitility.await()
				.untilAsserted(() -> assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri)
					.containsExactly(unreachable, server.endpoint()));
			Awaitility.await()
				.during(Duration.ofMillis(500))
				.untilAsserted(() -> assertThat(TestConnections.get(connection, "key")).isEqualTo("value"));
			assertThat(connection.endpoints()).hasSize(2);
		}
	}

	@Test
	void configuredEndpointsAreTriedAgainWhenAllThatAreAdvertisedAreLost() {
		try (EtcdServer server = EtcdServer.start();
				TcpRelay advertised = TcpRelay.to(server.endpoint());
				TestContext context = new TestContext()) {
			context.calls(TestConnections.builder(server.endpoints()));
			EndpointGroup endpoints = context.get().endpoints();
			endpoints.advertised(List.of(advertised.endpoint().replace("http://", "")), true);
			Awaitility.await()
				.untilAsserted(() -> assertThat(endpoints.all()).extracting(Endpoint::uri)
					.containsExactly(advertised.endpoint()));
			advertised.refuse();
			Awaitility.await()
				.untilAsserted(() -> assertThat(endpoints.choose(Set.of())).extracting(Endpoint::uri)
					.isEqualTo(server.endpoint()));
			advertised.heal();
			Awaitility.await()
				.untilAsserted(() -> assertThat(endpoints.all()).extracting(Endpoint::uri)
					.containsExactly(advertised.endpoint()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://0.0.0.0:2379", "http://[::]:2379", "http://localhost:2379",
			"http://127.0.0.1:2379", "http://[::1]:2379", "https://etcd-1:2379", "unix://etcd:2379", "http://a_b:1" })
	void memberThatAdvertisesNothingOfUseIsWarnedOfOnceAndConfiguredEndpointsStay(String url, CapturedOutput output) {
		try (TestContext context = new TestContext()) {
			ClientBuilder builder = TestConnections.builder(List.of("http://etcd.invalid:2379"));
			EtcdCalls calls = context.calls(builder);
			EndpointSync sync = new EndpointSync(calls, context.get().endpoints(), new ChannelFactory(builder));
			List<Member> members = List.of(member("one", url), member("two", "http://two.invalid:2379"),
					Member.newBuilder().addPeerURLs("http://not-started:2380").build());
			sync.follow(members);
			sync.follow(members);
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.get().endpoints().all()).extracting(Endpoint::uri)
					.containsExactly("http://two.invalid:2379", "http://etcd.invalid:2379"));
			assertThat(output.getAll().lines().filter((line) -> line.contains("'one'"))).singleElement()
				.asString()
				.contains("WARN", url, "--advertise-client-urls", "etcd.endpoint-sync.interval");
		}
	}

	@Test
	void thisMachineIsOfUseToThoseThatAreConfiguredForIt() {
		try (TestContext context = new TestContext()) {
			ClientBuilder builder = TestConnections.builder(List.of("http://127.0.0.1:1"));
			EtcdCalls calls = context.calls(builder);
			new EndpointSync(calls, context.get().endpoints(), new ChannelFactory(builder))
				.follow(List.of(member("one", "http://localhost:2")));
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.get().endpoints().all()).extracting(Endpoint::uri)
					.containsExactly("http://localhost:2", "http://127.0.0.1:1"));
		}
	}

	private static Member member(String name, String url) {
		return Member.newBuilder().setName(name).addClientURLs(url).build();
	}

	private static void awaitConnected(EtcdConnection connection, String... endpoints) {
		Awaitility.await().untilAsserted(() -> {
			assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri).containsExactlyInAnyOrder(endpoints);
			assertThat(connection.endpoints()).allMatch((each) -> each.state() == EtcdEndpoint.State.CONNECTED);
		});
	}

	private static EtcdConnection connect(Duration interval, String... endpoints) {
		return new EtcdConnection(TestConnections.builder(List.of(endpoints)),
				EtcdConnectionSettings.builder().endpointSyncInterval(interval).build());
	}

}
