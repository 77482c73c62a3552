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

package io.github.etcdspring.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.api.SnapshotResponse;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdInterruptedException;
import io.github.etcdspring.EtcdInvalidRequestException;
import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.EtcdTimeoutException;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.auth.EtcdPermission;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.maintenance.EtcdSnapshot;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.relay.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@code EtcdTemplate.maintenance().snapshot(..)}: the file is there as a whole,
 * or not at all.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdTemplateSnapshotTests {

	private static final int VALUES = 8;

	private static final byte[] EARLIER = "an earlier snapshot".getBytes(StandardCharsets.UTF_8);

	@RegisterExtension
	static final TemplateExtension etcd = new TemplateExtension();

	@TempDir
	private Path directory;

	private Path file;

	@BeforeAll
	static void fill() {
		for (int i = 0; i < VALUES; i++) {
			etcd.template().put("/big/" + i, new byte[1024 * 1024]);
		}
	}

	@BeforeEach
	void chooseFile() {
		this.file = this.directory.resolve("backup.db");
	}

	@Test
	void clusterIsRestoredFromASnapshot() throws Exception {
		try (EtcdServer server = EtcdServer.start(); EtcdConnection connection = connect(server.endpoint())) {
			EtcdTemplate template = template(connection);
			long revision = template.put("/a", "before").revision();
			EtcdSnapshot snapshot = template.maintenance().snapshot(this.file);
			template.put("/a", "after");
			assertThat(snapshot.revision()).isEqualTo(revision);
			assertThat(snapshot.version()).isEqualTo(server.version());
			assertThat(snapshot.endpoint()).isEqualTo(server.endpoint());
			assertThat(snapshot.file()).isEqualTo(this.file);
			assertThat(snapshot.size()).isEqualTo(Files.size(this.file));
			assertThat(snapshot.checksum()).isEqualTo(checksum(this.file));
			server.restore(this.file);
			assertThat(server.gateway().get("/a")).isEqualTo("before");
		}
	}

	@Test
	void endpointsAreLookedUpForTheFirstCall() {
		String target = "dns:///localhost:" + URI.create(etcd.server().endpoint()).getPort();
		try (EtcdConnection connection = new EtcdConnection(Client.builder().target(target),
				EtcdConnectionSettings.defaults())) {
			assertThat(template(connection).maintenance().snapshot(this.file).size()).isPositive();
		}
	}

	@Test
	void asynchronousSnapshotIsTheSame() throws Exception {
		EtcdSnapshot snapshot = etcd.template().async().maintenance().snapshot(this.file).thenApply((result) -> {
			assertThat(Thread.currentThread().getName()).startsWith("etcd-callback-");
			return result;
		}).get(30, TimeUnit.SECONDS);
		assertThat(snapshot.size()).isGreaterThan(VALUES * 1024 * 1024).isEqualTo(Files.size(this.file));
		assertThat(snapshot.checksum()).isEqualTo(checksum(this.file));
		assertThat(files()).containsExactly(this.file);
	}

	@Test
	void earlierFileIsReplaced() throws Exception {
		Files.write(this.file, EARLIER);
		EtcdSnapshot snapshot = etcd.template().maintenance().snapshot(etcd.server().endpoint(), this.file);
		assertThat(Files.size(this.file)).isEqualTo(snapshot.size());
		assertThat(files()).containsExactly(this.file);
	}

	@Test
	void fileIsReadableByItsOwnerAlone() throws Exception {
		etcd.template().maintenance().snapshot(this.file);
		assertThat(Files.getPosixFilePermissions(this.file)).extracting(Enum::name)
			.containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
	}

	@Test
	void transferMayTakeLongerThanTheRequestTimeout() throws Exception {
		try (TcpRelay relay = TcpRelay.to(etcd.server().endpoint());
				EtcdConnection connection = connect(relay.endpoint())) {
			template(connection).get("/a");
			relay.delay(Duration.ofMillis(10));
			Duration timeout = Duration.ofMillis(800);
			long start = System.nanoTime();
			template(connection).withTimeout(timeout).maintenance().snapshot(this.file);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(timeout);
			assertThat(checksum(this.file)).isNotEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLeftAfter(Fault fault) throws Exception {
		Files.write(this.file, EARLIER);
		try (TcpRelay relay = TcpRelay.to(etcd.server().endpoint());
				EtcdConnection connection = connect(relay.endpoint())) {
			template(connection).get("/a");
			relay.delay(Duration.ofMillis(10));
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Thread thread = new Thread(() -> failure.complete(failureOf(connection, relay)));
			thread.start();
			awaitTransfer(relay);
			fault.happen(relay, connection, thread);
			assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(fault.expected)
				.hasMessageContaining("maintenance.snapshot");
			thread.join();
		}
		assertThat(files()).containsExactly(this.file);
		assertThat(this.file).hasBinaryContent(EARLIER);
	}

	@Test
	void cancellingEndsTheTransferAndLeavesNothing() throws Exception {
		try (TcpRelay relay = TcpRelay.to(etcd.server().endpoint());
				EtcdConnection connection = connect(relay.endpoint())) {
			template(connection).get("/a");
			relay.delay(Duration.ofMillis(10));
			CompletableFuture<EtcdSnapshot> snapshot = template(connection).async().maintenance().snapshot(this.file);
			awaitTransfer(relay);
			snapshot.cancel(true);
			assertThatExceptionOfType(CancellationException.class).isThrownBy(snapshot::join);
			Awaitility.await().untilAsserted(() -> assertThat(files()).isEmpty());
			long passed = relay.traffic().toClient();
			assertThat(template(connection).get("/a")).isNull();
			assertThat(relay.traffic().toClient() - passed).as("what was under way").isLessThan(2 * 1024 * 1024);
			Awaitility.await()
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.doesNotContain("etcd-snapshot"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void damagedTransferIsNotTakenForASnapshot(Damage damage) throws Exception {
		UnaryOperator<SnapshotResponse> change = damage.change();
		try (EtcdConnection connection = etcd
			.connect((builder) -> builder.interceptor(new ResponseInterceptor<>(SnapshotResponse.class, change)))) {
			assertThatExceptionOfType(EtcdException.class)
				.isThrownBy(() -> template(connection).maintenance().snapshot(this.file))
				.withMessageContaining("checksum")
				.withMessageContaining(etcd.server().endpoint());
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void snapshotIsObservedAsOneCall() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		try (EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(etcd.server().endpoint()),
				EtcdConnectionSettings.builder().observationRegistry(registry).build())) {
			template(connection).maintenance().snapshot(this.file);
		}
		TestObservationRegistryAssert.assertThat(registry)
			.hasNumberOfObservationsEqualTo(2)
			.hasAnObservationWithAKeyValue("etcd.operation", "maintenance.status")
			.hasAnObservationWithAKeyValue("etcd.operation", "maintenance.snapshot");
	}

	@Test
	void namespaceDoesNotLimitASnapshot() {
		try (EtcdConnection connection = etcd
			.connect((builder) -> builder.namespace(ByteSequence.from("/none/", StandardCharsets.UTF_8)))) {
			assertThat(template(connection).maintenance().snapshot(this.file).size())
				.isGreaterThan(VALUES * 1024 * 1024);
		}
	}

	@Test
	void fileThatCannotBeWrittenIsReportedBeforeAnythingIsSent() throws IOException {
		Path missing = this.directory.resolve("missing/backup.db");
		Files.write(this.file, EARLIER);
		Path belowAFile = this.file.resolve("backup.db");
		try (EtcdConnection connection = connect("http://127.0.0.1:1")) {
			EtcdTemplate template = template(connection);
			for (Path path : new Path[] { missing, belowAFile }) {
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> template.maintenance().snapshot(path))
					.withMessageContaining(path.toString());
				assertThat(template.async().maintenance().snapshot(path)).failsWithin(Duration.ofSeconds(5))
					.withThrowableThat()
					.withCauseInstanceOf(UncheckedIOException.class);
			}
		}
	}

	@Test
	void wrongArgumentsAreRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.template().maintenance().snapshot(null))
			.withMessage("'file' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.template().maintenance().snapshot(this.directory))
			.withMessageContaining("'file' must not be a directory");
		assertThatIllegalArgumentException().isThrownBy(() -> etcd.template().maintenance().snapshot("", this.file))
			.withMessage("'endpoint' must not be empty");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> etcd.template().async().maintenance().snapshot(null, this.file))
			.withMessage("'endpoint' must not be empty");
		assertThatExceptionOfType(EtcdInvalidRequestException.class)
			.isThrownBy(() -> etcd.template().maintenance().snapshot("http://elsewhere:2379", this.file))
			.withMessageContaining("none of the endpoints");
	}

	@Test
	void anotherEndpointServesWhereOneIsFrozenAndOneIsAway() {
		try (EtcdCluster cluster = EtcdCluster.start(3);
				EtcdConnection connection = connect(cluster.endpoints().toArray(String[]::new))) {
			EtcdTemplate template = template(connection);
			template.put("/a", "1");
			EtcdServer leader = cluster.leader();
			EtcdServer frozen = cluster.followers().get(0);
			frozen.pause();
			assertThat(template.maintenance().snapshot(this.file).endpoint()).isNotEqualTo(frozen.endpoint());
			frozen.resume();
			cluster.followers().forEach(EtcdServer::kill);
			Awaitility.await()
				.untilAsserted(() -> assertThat(
						template.withTimeout(Duration.ofSeconds(1)).maintenance().status(leader.endpoint()).hasLeader())
					.isFalse());
			assertThat(template.maintenance().snapshot(this.file).endpoint()).as("without a leader, too")
				.isEqualTo(leader.endpoint());
		}
	}

	@Test
	void snapshotNeedsTheRightsOfRoot() {
		try (EtcdServer server = EtcdServer.builder().flag("--auth-token-ttl", "1").start()) {
			server.enableAuthentication("root-secret");
			server.gateway().authentication().addUser("app", "app-secret").addRole("app").grantRole("app", "app");
			try (EtcdConnection root = connect(server.endpoint(), "root", "root-secret");
					EtcdConnection app = connect(server.endpoint(), "app", "app-secret")) {
				template(root).auth().grantPermission("app", EtcdPermission.readWrite(KeyRange.all()));
				assertThatExceptionOfType(EtcdPermissionDeniedException.class)
					.isThrownBy(() -> template(app).maintenance().snapshot(this.file));
				assertThat(files()).isEmpty();
				assertThat(template(root).maintenance().snapshot(this.file).size()).isPositive();
				Awaitility.await("the token has expired").pollDelay(Duration.ofSeconds(3)).until(() -> true);
				assertThat(template(root).maintenance().snapshot(this.file).size()).isPositive();
			}
		}
	}

	private Throwable failureOf(EtcdConnection connection, TcpRelay relay) {
		try {
			template(connection).withTimeout(Duration.ofSeconds(2)).maintenance().snapshot(relay.endpoint(), this.file);
			return new AssertionError("The snapshot should have failed");
		}
		catch (EtcdInterruptedException ex) {
			return (Thread.interrupted()) ? ex : new AssertionError("The thread should be interrupted", ex);
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private void awaitTransfer(TcpRelay relay) {
		long before = relay.traffic().toClient();
		Awaitility.await().until(() -> relay.traffic().toClient() > before + 1024 * 1024);
		assertThat(files()).hasSizeGreaterThanOrEqualTo(1).anyMatch((path) -> path.toString().endsWith(".part"));
	}

	private List<Path> files() {
		try (Stream<Path> list = Files.list(this.directory)) {
			return list.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String checksum(Path file) throws Exception {
		byte[] bytes = Files.readAllBytes(file);
		int end = bytes.length - 32;
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, end));
		assertThat(Arrays.copyOfRange(bytes, end, bytes.length)).isEqualTo(digest);
		return HexFormat.of().formatHex(digest);
	}

	private static EtcdTemplate template(EtcdConnection connection) {
		return new EtcdTemplate(connection, EtcdValueConverter.create());
	}

	private static EtcdConnection connect(String... endpoints) {
		return new EtcdConnection(Client.builder().endpoints(endpoints), EtcdConnectionSettings.defaults());
	}

	private static EtcdConnection connect(String endpoint, String user, String password) {
		return new EtcdConnection(Client.builder()
			.endpoints(endpoint)
			.user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(password, StandardCharsets.UTF_8)), EtcdConnectionSettings.defaults());
	}

	/**
	 * What may happen in the middle of a transfer.
	 */
	enum Fault {

		CONNECTION_CUT(EtcdUnavailableException.class) {

			@Override
			void happen(TcpRelay relay, EtcdConnection connection, Thread thread) {
				relay.cut();
			}

		},

		BLACK_HOLE(EtcdTimeoutException.class) {

			@Override
			void happen(TcpRelay relay, EtcdConnection connection, Thread thread) {
				relay.blackHole();
			}

		},

		THREAD_INTERRUPTED(EtcdInterruptedException.class) {

			@Override
			void happen(TcpRelay relay, EtcdConnection connection, Thread thread) {
				thread.interrupt();
			}

		},

		CONNECTION_CLOSED(EtcdClosedException.class) {

			@Override
			void happen(TcpRelay relay, EtcdConnection connection, Thread thread) {
				connection.close();
			}

		};

		private final Class<? extends EtcdException> expected;

		Fault(Class<? extends EtcdException> expected) {
			this.expected = expected;
		}

		abstract void happen(TcpRelay relay, EtcdConnection connection, Thread thread);

	}

	/**
	 * What may arrive instead of what was sent.
	 */
	enum Damage {

		ONE_BYTE_CHANGED {

			@Override
			UnaryOperator<SnapshotResponse> change() {
				return (response) -> {
					if (response.getRemainingBytes() == 0) {
						return response;
					}
					byte[] blob = response.getBlob().toByteArray();
					blob[blob.length / 2] ^= 1;
					return response.toBuilder().setBlob(ByteString.copyFrom(blob)).build();
				};
			}

		},

		CHECKSUM_MISSING {

			@Override
			UnaryOperator<SnapshotResponse> change() {
				return (response) -> (response.getBlob().size() == 32) ? SnapshotResponse.getDefaultInstance()
						: response;
			}

		},

		EVERYTHING_MISSING {

			@Override
			UnaryOperator<SnapshotResponse> change() {
				return (response) -> SnapshotResponse.getDefaultInstance();
			}

		};

		abstract UnaryOperator<SnapshotResponse> change();

	}

}
