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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.connection.EtcdEndpoint;
import io.github.etcdspring.connection.EtcdLoadBalancingPolicy;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for watches with endpoints that cannot serve them.
 *
 * @author The etcd-spring authors
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class WatchUnfitEndpointTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final EtcdCluster cluster = EtcdCluster.start(3);

	private final Recorder recorder = new Recorder();

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	/**
	 * Without a warning if a read has found it out before a stream of watches.
	 */
	@Test
	void learnerIsLeftOutWithOneWarningAtTheMost(CapturedOutput output) {
		EtcdServer learner = this.cluster.addLearner();
		watch(learner.endpoint(), () -> {
		});
		assertThat(output.getAll().lines().filter((line) -> line.contains("is a learner"))).hasSizeLessThan(2);
	}

	@Test
	void foreignServerThatWasThereFirstIsGivenUp(CapturedOutput output) {
		try (EtcdServer foreign = EtcdServer.start()) {
			this.cluster.members().forEach(EtcdServer::pause);
			watch(foreign.endpoint(), () -> {
				this.cluster.members().forEach(EtcdServer::resume);
				await().atMost(TIMEOUT).until(() -> output.getAll().contains("another cluster"));
			});
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("another cluster"))).hasSize(1);
	}

	private void watch(String first, Runnable onceCreated) {
		List<String> endpoints = new ArrayList<>(this.cluster.endpoints());
		endpoints.add(0, first);
		try (EtcdConnection connection = new EtcdConnection(
				Client.builder().endpoints(endpoints.toArray(String[]::new)).connectTimeout(Duration.ofSeconds(1)),
				EtcdConnectionSettings.builder().loadBalancingPolicy(EtcdLoadBalancingPolicy.PICK_FIRST).build());
				EtcdWatchContainer container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
						EtcdWatchSettings.defaults())) {
			connection.calls()
				.call(WatchAnchors.RANGE, WatchMessages.revisionOf(KeyRange.key("/k/a")), EtcdCallSpec.DEFAULT,
						(response) -> response);
			await().atMost(TIMEOUT).until(() -> connection.endpoints().get(0).state() == EtcdEndpoint.State.CONNECTED);
			container.start();
			List<EtcdWatchRegistration> registrations = IntStream.range(0, 20)
				.mapToObj((i) -> container.register(KeyRange.prefix("/k/"), String.class, this.recorder))
				.toList();
			assertThat(registrations).allMatch((registration) -> registration.awaitCreated(TIMEOUT));
			onceCreated.run();
			this.cluster.awaitHealthy(TIMEOUT);
			try (EtcdConnection writes = WatchedEtcd.connect(this.cluster.leader(), (client) -> {
			})) {
				WatchedEtcd.put(writes, "/k/a", "1");
				await().atMost(TIMEOUT)
					.until(() -> this.recorder.values().stream().filter("1"::equals).count() >= registrations.size());
			}
			assertThat(registrations)
				.allMatch((registration) -> registration.state() == EtcdWatchRegistration.State.ACTIVE);
		}
	}

}
