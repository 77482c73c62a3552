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

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.connection.NameServer.Service;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.security.EtcdTls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Endpoints that are looked up.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EndpointDiscoveryTests {

	private static final String SERVICE = "_etcd-client._tcp.example.test";

	private static EtcdCluster cluster;

	private static EtcdServer one;

	private static EtcdServer two;

	private NameServer names;

	@BeforeAll
	static void start() {
		cluster = EtcdCluster.start(3);
		one = cluster.member(0);
		two = cluster.member(1);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void startNameServer() throws IOException {
		this.names = new NameServer();
	}

	@AfterEach
	void stopNameServer() {
		this.names.close();
	}

	@Test
	void eachTargetOfAServiceIsAnEndpointInTheOrderOfPriorities() {
		this.names.publish(SERVICE, service(2, two), service(1, one));
		try (EtcdConnection connection = connect(SERVICE, Duration.ZERO)) {
			assertThat(connection.endpoints()).isEmpty();
			TestConnections.put(connection, "key", "value");
			awaitConnected(connection, one, two);
		}
	}

	@Test
	void domainIsLookedUpAsEtcdIsPublished() {
		this.names.publish(SERVICE, service(1, one));
		try (EtcdConnection connection = connect("example.test", Duration.ZERO)) {
			TestConnections.put(connection, "key", "value");
			awaitConnected(connection, one);
		}
	}

	@Test
	void anyOtherNameIsLookedUpAsItIs() {
		this.names.publish("etcd.default.svc.cluster.test", service(1, one));
		try (EtcdConnection connection = connect("etcd.default.svc.cluster.test", Duration.ZERO)) {
			TestConnections.put(connection, "key", "value");
			awaitConnected(connection, one);
		}
	}

	@Test
	void domainWithTlsIsLookedUpAsSuchAndItsTargetsAreCheckedByTheirNames() throws Exception {
		EtcdTls tls = EtcdTls.create();
		try (EtcdServer secure = EtcdServer.builder().tls(tls).start()) {
			this.names.publish("_etcd-client-ssl._tcp.example.test", service(1, secure));
			ClientBuilder builder = builder("example.test")
				.sslContext((ssl) -> ssl.trustManager(tls.trustedCertificate().toFile()));
			try (EtcdConnection connection = new EtcdConnection(builder, EtcdConnectionSettings.defaults())) {
				TestConnections.put(connection, "key", "value");
				assertThat(connection.endpoints()).singleElement()
					.satisfies((each) -> assertThat(each.uri()).startsWith("https://localhost:"));
			}
		}
	}

	@Test
	void changesAreFollowed() {
		this.names.publish(SERVICE, service(1, one));
		try (EtcdConnection connection = connect(SERVICE, Duration.ofMillis(200))) {
			TestConnections.put(connection, "key", "value");
			this.names.publish(SERVICE, service(1, one), service(2, two));
			awaitConnected(connection, one, two);
			this.names.publish(SERVICE, service(1, two));
			awaitConnected(connection, two);
			TestConnections.put(connection, "key", "value");
		}
	}

	@Test
	void endpointsStayWhileTheNameServerIsAwayOrKnowsNone(CapturedOutput output) {
		this.names.publish(SERVICE, service(1, one));
		try (EtcdConnection connection = connect(SERVICE, Duration.ofMillis(100))) {
			TestConnections.put(connection, "key", "value");
			this.names.publish(SERVICE);
			Awaitility.await().until(() -> output.getAll().contains("no service records"));
			TestConnections.put(connection, "key", "value");
			assertThat(output.getAll().lines().filter((line) -> line.contains("no service records"))).hasSize(1);
		}
	}

	@Test
	void endpointsAreLookedUpAgainWhenAllAreLost() {
		try (EtcdServer lost = EtcdServer.start()) {
			this.names.publish(SERVICE, service(1, lost));
			try (EtcdConnection connection = connect(SERVICE, Duration.ZERO)) {
				TestConnections.put(connection, "key", "value");
				this.names.publish(SERVICE, service(1, one));
				lost.kill();
				TestConnections.get(connection, "key");
				awaitConnected(connection, one);
			}
		}
	}

	@Test
	void callSaysThatThereAreNoRecords() {
		assertTimesOutSaying("no service records of " + SERVICE);
	}

	@Test
	void callSaysThatTheNameServerDoesNotAnswer() {
		this.names.close();
		assertTimesOutSaying("cannot be looked up");
	}

	@Test
	void eachAddressOfAHostIsAnEndpointThatHasItsName() {
		URI uri = URI.create(one.endpoint());
		ClientBuilder builder = Client.builder().target("dns:///localhost:" + uri.getPort());
		try (TestContext context = new TestContext()) {
			DefaultEtcdCalls calls = context.calls(builder);
			calls.call(TestConnections.RANGE, TestConnections.range("key"), EtcdCallSpec.DEFAULT,
					(response) -> response);
			assertThat(context.get().endpoints().all()).isNotEmpty()
				.allSatisfy((each) -> assertThat(each.channel().authority()).isEqualTo("localhost:" + uri.getPort()))
				.extracting(Endpoint::uri)
				.contains(one.endpoint());
		}
	}

	private void assertTimesOutSaying(String reason) {
		EtcdConnectionSettings settings = EtcdConnectionSettings.builder()
			.requestTimeout(Duration.ofSeconds(9))
			.build();
		try (EtcdConnection connection = new EtcdConnection(builder("example.test"), settings)) {
			EtcdCallSpec spec = EtcdCallSpec.of("key", Duration.ofSeconds(9));
			assertThatExceptionOfType(EtcdTimeoutException.class)
				.isThrownBy(() -> connection.calls()
					.call(TestConnections.PUT, TestConnections.put("key", "value"), spec, (response) -> response))
				.withMessageContainingAll("dns+srv://", "example.test", reason, "'etcd.endpoints'")
				.satisfies((ex) -> assertThat(ex.getOutcome()).isEqualTo(EtcdOutcome.UNSENT));
		}
	}

	private EtcdConnection connect(String name, Duration interval) {
		return new EtcdConnection(builder(name), EtcdConnectionSettings.builder().dnsRefreshInterval(interval).build());
	}

	private ClientBuilder builder(String name) {
		return Client.builder().target("dns+srv://" + this.names.address() + "/" + name);
	}

	private static Service service(int priority, EtcdServer server) {
		return new Service(priority, "localhost", URI.create(server.endpoint()).getPort());
	}

	private static void awaitConnected(EtcdConnection connection, EtcdServer... servers) {
		List<String> expected = Arrays.stream(servers)
			.map((server) -> server.endpoint().replace("127.0.0.1", "localhost"))
			.toList();
		Awaitility.await().untilAsserted(() -> {
			assertThat(connection.endpoints()).extracting(EtcdEndpoint::uri).containsExactlyElementsOf(expected);
			assertThat(connection.endpoints()).allMatch((each) -> each.state() == EtcdEndpoint.State.CONNECTED);
		});
	}

}
