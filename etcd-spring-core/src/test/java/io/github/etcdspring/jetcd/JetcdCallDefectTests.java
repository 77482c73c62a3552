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

package io.github.etcdspring.jetcd;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.options.PutOption;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdFutureRevisionException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What jetcd's own client cannot do or does wrong in calls, each time beside what the
 * template does. A test that fails because jetcd does better is good news: the row can go
 * from {@code docs/why-not-jetcd-client.md}, and work can be given back to jetcd.
 *
 * @author The etcd-spring authors
 */
@Timeout(90)
class JetcdCallDefectTests {

	private static final String PASSWORD = "correct-horse-battery";

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void callWithoutAServerHasNoDeadline() {
		EtcdServer gone = EtcdServer.start();
		gone.close();
		try (BothClients clients = new BothClients(gone.endpoint())) {
			CompletableFuture<?> jetcd = clients.jetcd.getKVClient().get(BothClients.bytes("key"));
			assertThatExceptionOfType(EtcdException.class)
				.isThrownBy(() -> clients.template.withTimeout(Duration.ofSeconds(2)).get("key"))
				.withMessageContaining(gone.endpoint());
			assertThat(jetcd).as("jetcd waits on").isNotDone();
		}
	}

	@Test
	void cancelledLockStaysInTheQueueOfTheServer() throws Exception {
		try (BothClients clients = new BothClients(etcd.endpoint())) {
			long lease = clients.template.leases().grantOnly(Duration.ofSeconds(60)).id();
			clients.template.locks().lock("cancelled", lease);
			CompletableFuture<?> jetcd = clients.jetcd.getLockClient()
				.lock(BothClients.bytes("cancelled"), clients.jetcd.getLeaseClient().grant(60).get().getID());
			await().until(() -> queued(clients) == 2);
			CompletableFuture<?> ours = clients.template.async()
				.locks()
				.lock("cancelled", clients.template.leases().grantOnly(Duration.ofSeconds(60)).id(),
						Duration.ofSeconds(30));
			await().until(() -> queued(clients) == 3);
			jetcd.cancel(true);
			ours.cancel(true);
			await().until(() -> queued(clients) == 2);
			await().during(Duration.ofSeconds(1)).until(() -> queued(clients) == 2);
			assertThat(jetcd).as("jetcd's request, whose key stays").isCancelled();
		}
	}

	@Test
	void neitherKeepsAValueNorListsLeases() {
		assertThat(names(PutOption.Builder.class))
			.noneMatch((name) -> name.toLowerCase(Locale.ROOT).contains("ignore"));
		assertThat(names(Lease.class)).doesNotContain("leases", "list");
		try (BothClients clients = new BothClients(etcd.endpoint())) {
			long lease = clients.template.leases().grantOnly(Duration.ofSeconds(60)).id();
			clients.template.put("kept", "value");
			clients.template.touch("kept", lease);
			assertThat(clients.template.getEntry("kept")).satisfies((entry) -> {
				assertThat(entry.value()).isEqualTo("value");
				assertThat(entry.leaseId()).isEqualTo(lease);
			});
			assertThat(clients.template.leases().list()).contains(lease);
		}
	}

	@Test
	void renewingALeaseOnceSendsTwoRequests() throws Exception {
		try (BothClients clients = new BothClients(etcd.endpoint())) {
			long lease = clients.template.leases().grantOnly(Duration.ofSeconds(60)).id();
			long before = renewals();
			clients.template.leases().keepAliveOnce(lease);
			assertThat(renewals() - before).isEqualTo(1);
			clients.jetcd.getLeaseClient().keepAliveOnce(lease).get(5, TimeUnit.SECONDS);
			await().untilAsserted(() -> assertThat(renewals() - before).as("one of ours, two of jetcd").isEqualTo(3));
		}
	}

	@Test
	void errorsOfKeysAreRawStatusesWithoutAType() {
		try (BothClients clients = new BothClients(etcd.endpoint())) {
			clients.template.put("compacted", "1");
			long revision = clients.template.put("compacted", "2").revision();
			clients.template.compact(revision);
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> clients.jetcd.getKVClient().compact(revision).join())
				.withCauseInstanceOf(StatusRuntimeException.class);
			assertThatExceptionOfType(EtcdCompactedException.class)
				.isThrownBy(() -> clients.template.compact(revision));
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> clients.jetcd.getKVClient().compact(revision + 1000).join())
				.withCauseInstanceOf(StatusRuntimeException.class);
			assertThatExceptionOfType(EtcdFutureRevisionException.class)
				.isThrownBy(() -> clients.template.compact(revision + 1000));
		}
	}

	@Test
	void errorsOfAdministrationHaveAnotherTypeThanThoseOfKeys() {
		try (BothClients clients = new BothClients(etcd.endpoint())) {
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> clients.jetcd.getAuthClient().userGet(BothClients.bytes("nobody")).join())
				.withCauseInstanceOf(io.etcd.jetcd.common.exception.EtcdException.class);
			assertThatExceptionOfType(EtcdInvalidRequestException.class)
				.isThrownBy(() -> clients.template.auth().rolesOf("nobody"))
				.withMessageContaining("user name not found");
		}
	}

	@Test
	void everyCallUnderWayAuthenticatesAnewWhenTheTokenHasExpired() {
		try (EtcdServer server = EtcdServer.builder().webTokens(Duration.ofSeconds(3)).start()) {
			server.enableAuthentication(PASSWORD);
			try (BothClients clients = new BothClients(server.endpoint(),
					(builder) -> builder.user(BothClients.bytes("root")).password(BothClients.bytes(PASSWORD)))) {
				assertThat(authenticationsAfterExpiry(server,
						() -> clients.jetcd.getKVClient().get(BothClients.bytes("key"))))
					.as("jetcd")
					.isGreaterThan(1);
				assertThat(authenticationsAfterExpiry(server, () -> clients.template.async().get("key")))
					.as("the template, which renews a token before it ends")
					.isLessThanOrEqualTo(1);
			}
		}
	}

	@Test
	void httpsWithoutAnSslContextIsSentInPlainText() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				Client jetcd = Client.builder().endpoints("https://127.0.0.1:" + server.getLocalPort()).build()) {
			jetcd.getKVClient().get(BothClients.bytes("key"));
			try (Socket accepted = server.accept(); InputStream received = accepted.getInputStream()) {
				assertThat(new String(received.readNBytes(14), StandardCharsets.US_ASCII)).as("the preface of HTTP/2")
					.isEqualTo("PRI * HTTP/2.0");
			}
		}
	}

	@Test
	@Tag("soak")
	void comesBackSecondsAfterTheServer() {
		try (TcpRelay relay = TcpRelay.to(etcd.endpoint()); BothClients clients = new BothClients(relay.endpoint())) {
			clients.template.put("back", "1");
			clients.jetcd.getKVClient().get(BothClients.bytes("back")).join();
			relay.refuse();
			CompletableFuture<?> jetcd = clients.jetcd.getKVClient().get(BothClients.bytes("back"));
			letPass(Duration.ofSeconds(25));
			relay.heal();
			long healed = System.nanoTime();
			assertThat(clients.template.get("back")).isEqualTo("1");
			assertThat(Duration.ofNanos(System.nanoTime() - healed)).isLessThan(Duration.ofSeconds(1));
			assertThat(jetcd).as("jetcd waits for the end of gRPC's back-off").isNotDone();
		}
	}

	private static long authenticationsAfterExpiry(EtcdServer server, Supplier<CompletableFuture<?>> call) {
		call.get().join();
		// The lifetime of a token, and one second for its own rounding
		letPass(Duration.ofSeconds(5));
		long before = authentications(server);
		List<CompletableFuture<?>> calls = IntStream.range(0, 20)
			.<CompletableFuture<?>>mapToObj((i) -> call.get())
			.toList();
		calls.forEach(CompletableFuture::join);
		return authentications(server) - before;
	}

	private static void letPass(Duration time) {
		await().pollDelay(time).atMost(time.multipliedBy(2)).until(() -> true);
	}

	private static long authentications(EtcdServer server) {
		return BothClients.count(server.endpoint(), "grpc_server_handled_total", "Authenticate", "OK");
	}

	private static long renewals() {
		return BothClients.count(etcd.endpoint(), "grpc_server_msg_received_total", "LeaseKeepAlive");
	}

	private static long queued(BothClients clients) {
		return clients.template.count(KeyRange.prefix("cancelled/"));
	}

	private static List<String> names(Class<?> type) {
		return Stream.of(type.getMethods()).map(Method::getName).toList();
	}

}
