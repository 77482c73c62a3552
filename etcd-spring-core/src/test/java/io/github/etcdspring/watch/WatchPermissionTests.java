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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.ClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.EtcdPermissionDeniedException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches of a server that asks who is there.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class WatchPermissionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String PASSWORD = "correct-horse-battery";

	private WatchedEtcd etcd;

	@BeforeEach
	void startWithAuthentication() {
		EtcdServer server = EtcdServer.builder().flag("--auth-token-ttl", "2").start();
		for (String user : List.of("root", "app")) {
			server.gateway().call("/v3/auth/user/add", Map.of("name", user, "password", PASSWORD));
			server.gateway().call("/v3/auth/role/add", Map.of("name", user));
			server.gateway().call("/v3/auth/user/grant", Map.of("user", user, "role", user));
		}
		grant(server, "/allowed/");
		server.gateway().call("/v3/auth/enable", Map.of());
		this.etcd = new WatchedEtcd(server, as("app"), as("root"),
				(settings) -> settings.progressInterval(Duration.ofMillis(200)));
	}

	@AfterEach
	void stop() {
		this.etcd.close();
	}

	@Test
	void refusedWatchFailsAloneAndIsToldOnce(CapturedOutput output) {
		Recorder forbidden = new Recorder();
		Recorder allowed = new Recorder();
		EtcdWatchRegistration first = register("/forbidden/a/", forbidden);
		EtcdWatchRegistration second = register("/allowed/", allowed);
		EtcdWatchRegistration third = register("/forbidden/b/", forbidden);
		this.etcd.container.start();
		assertThat(second.state()).isEqualTo(State.ACTIVE);
		assertThat(List.of(first, third)).allMatch((registration) -> registration.state() == State.FAILED);
		assertThat(first.failure()).isInstanceOf(EtcdPermissionDeniedException.class)
			.hasMessageContaining("/forbidden/a/");
		this.etcd.put("/allowed/a", "1");
		this.etcd.put("/forbidden/a/a", "1");
		await().atMost(TIMEOUT).until(() -> allowed.values().equals(List.of("1")));
		assertThat(forbidden.batches).isEmpty();
		assertThat(forbidden.notices).hasSize(2).containsOnly("failed EtcdPermissionDeniedException");
		await().atMost(TIMEOUT).until(() -> output.getAll().contains("will be tried again"));
		assertThat(output.getAll().lines().filter((line) -> line.contains("will be tried again"))).singleElement()
			.asString()
			.contains("2 watches, among them ");
	}

	@Test
	void permissionTakenFromManyWatchesAndGivenBackIsToldInOneLineEach(CapturedOutput output) {
		Recorder recorder = new Recorder();
		List<EtcdWatchRegistration> registrations = IntStream.range(0, 20)
			.mapToObj((i) -> register("/allowed/" + i + "/", recorder))
			.toList();
		this.etcd.container.start();
		assertThat(registrations).allMatch((registration) -> registration.state() == State.ACTIVE);
		this.etcd.revoke("app", "/allowed/");
		this.etcd.server.kill();
		this.etcd.server.restart();
		await().atMost(TIMEOUT)
			.until(() -> registrations.stream().allMatch((registration) -> registration.state() == State.FAILED));
		await().atMost(TIMEOUT).until(() -> output.getAll().contains("20 watches, among them "));
		grantAsRoot("/allowed/");
		await().atMost(TIMEOUT).until(() -> output.getAll().contains("recovered"));
		assertThat(registrations).allMatch((registration) -> registration.state() == State.ACTIVE);
		assertThat(output.getAll().lines().filter((line) -> line.contains("will be tried again"))).hasSize(1);
		assertThat(output.getAll().lines().filter((line) -> line.contains("recovered"))).hasSize(1);
	}

	@Test
	void refusedWatchRecoversWhenPermissionIsGranted() {
		Recorder recorder = new Recorder();
		EtcdWatchRegistration registration = register("/later/", recorder);
		this.etcd.container.start();
		assertThat(registration.state()).isEqualTo(State.FAILED);
		grantAsRoot("/later/");
		await().atMost(TIMEOUT).until(() -> registration.state() == State.ACTIVE);
		this.etcd.put("/later/a", "1");
		await().atMost(TIMEOUT).until(() -> recorder.values().equals(List.of("1")));
		assertThat(registration.failure()).isNull();
	}

	/**
	 * Some versions tell their version to nobody but administrators.
	 */
	@Test
	void quietWatchOfAnOrdinaryUserHearsOfProgress() {
		assumeThat(WatchProgress.answersInOrder(this.etcd.server.version())).isTrue();
		EtcdWatchRegistration registration = register("/allowed/", new Recorder());
		this.etcd.container.start();
		long revision = this.etcd.put("/forbidden/a", "1");
		await().atMost(TIMEOUT).until(() -> registration.revision() >= revision);
	}

	@Test
	void watchIsCreatedAfterTheTokenOfTheSharedStreamHasExpired() {
		Recorder early = new Recorder();
		Recorder late = new Recorder();
		register("/allowed/", early);
		this.etcd.container.start();
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(6));
		EtcdWatchRegistration registration = register("/allowed/", late);
		assertThat(registration.awaitCreated(TIMEOUT)).isTrue();
		this.etcd.put("/allowed/a", "1");
		await().atMost(TIMEOUT).until(() -> !early.batches.isEmpty() && !late.batches.isEmpty());
	}

	@Test
	void tokenThatExpiresWhileTheConnectionIsDownIsRenewed() {
		Recorder recorder = new Recorder();
		register("/allowed/", recorder);
		this.etcd.container.start();
		this.etcd.put("/allowed/a", "1");
		this.etcd.server.kill();
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
		this.etcd.server.restart();
		this.etcd.put("/allowed/a", "2");
		await().atMost(TIMEOUT).until(() -> recorder.batches.size() == 2);
		assertThat(recorder.values()).containsExactly("1", "2");
		assertThat(recorder.notices).doesNotContain("failed");
	}

	private EtcdWatchRegistration register(String prefix, Recorder recorder) {
		return this.etcd.container.register(KeyRange.prefix(prefix), String.class, recorder);
	}

	private void grantAsRoot(String prefix) {
		this.etcd.grant("app", prefix);
	}

	private static void grant(EtcdServer server, String prefix) {
		byte[] end = prefix.getBytes(StandardCharsets.UTF_8);
		end[end.length - 1]++;
		server.gateway()
			.call("/v3/auth/role/grant",
					Map.of("name", "app", "perm",
							Map.of("permType", "READ", "key",
									Base64.getEncoder().encodeToString(prefix.getBytes(StandardCharsets.UTF_8)),
									"range_end", Base64.getEncoder().encodeToString(end))));
	}

	private static Consumer<ClientBuilder> as(String user) {
		return (client) -> client.user(ByteSequence.from(user, StandardCharsets.UTF_8))
			.password(ByteSequence.from(PASSWORD, StandardCharsets.UTF_8));
	}

}
