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

package io.github.etcdspring.watch.fault;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How soon watches hear of changes again.
 *
 * @author The etcd-spring authors
 */
class WatchReturnTests {

	private static final Log logger = LogFactory.getLog(WatchReturnTests.class);

	@Test
	void fewWatchesHearOfTheirBacklogSoonAfterTheLinkIsBack() {
		assertThat(afterOutageOfLink(Setup.ofOneMember(), 50, 1_000_000, 1000)).isLessThan(Duration.ofMillis(3000));
	}

	@Test
	void fewWatchesHearOfTheirBacklogSoonAfterTheClusterIsBack() {
		assertThat(afterRestart(Setup.ofOneMember(), 50, 1_000_000)).isLessThan(Duration.ofMillis(3000));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.github.etcdspring.watch.fault.Setup#oneAndThree")
	@Tag("soak")
	void manyWatchesHearOfTheirBacklogSoonAfterTheLinkIsBack(Setup setup) {
		assertThat(afterOutageOfLink(setup, 500, 10_000_000, 20_000)).isLessThan(Duration.ofMillis(1500));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.github.etcdspring.watch.fault.Setup#oneAndThree")
	@Tag("soak")
	void manyWatchesHearOfTheirBacklogSoonAfterTheClusterIsBack(Setup setup) {
		assertThat(afterRestart(setup, 500, 10_000_000)).isLessThan(Duration.ofMillis(1500));
	}

	@Test
	void frozenMemberIsNoticed() {
		try (FaultScene scene = FaultScene.of(Setup.ofThreeMembers()).watchers(watchers(20)).start()) {
			EtcdServer member = scene.cluster.members()
				.stream()
				.max(Comparator.comparingLong((candidate) -> ServerFigures.of(candidate).watchers()))
				.orElseThrow();
			member.pause();
			long start = System.nanoTime();
			long before = scene.watchers.get(0).count();
			for (int i = 0; i < 20; i++) {
				scene.load.put(key(i), "x");
			}
			awaitFirstEvents(scene, before);
			Duration time = since(start);
			logger.info("A frozen member was noticed after %d ms".formatted(time.toMillis()));
			member.resume();
			assertThat(time).isLessThan(Duration.ofMillis(14_500));
		}
	}

	private static Duration afterOutageOfLink(Setup setup, int watches, int bytes, long outage) {
		try (FaultScene scene = FaultScene.of(setup).watchers(watchers(watches)).start()) {
			scene.refuse();
			writeBacklog(scene, watches, bytes);
			FaultScene.pause(outage);
			scene.heal();
			return timeToFirstEvents(setup, scene);
		}
	}

	private static Duration afterRestart(Setup setup, int watches, int bytes) {
		try (FaultScene scene = FaultScene.of(setup).watchers(watchers(watches)).start()) {
			scene.refuse();
			writeBacklog(scene, watches, bytes);
			scene.cluster.kill();
			scene.heal();
			FaultScene.pause(1000);
			scene.cluster.restart();
			return timeToFirstEvents(setup, scene);
		}
	}

	private static Duration timeToFirstEvents(Setup setup, FaultScene scene) {
		long start = System.nanoTime();
		awaitFirstEvents(scene, 0);
		Duration time = since(start);
		logger.info("%s: %d watches had heard after %d ms".formatted(setup, scene.watchers.size(), time.toMillis()));
		return time;
	}

	private static void awaitFirstEvents(FaultScene scene, long before) {
		await().pollInterval(Duration.ofMillis(5))
			.atMost(FaultScene.TIMEOUT)
			.until(() -> scene.watchers.stream().allMatch((watcher) -> watcher.count() > before));
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static List<Watcher> watchers(int count) {
		return IntStream.range(0, count).mapToObj((index) -> Watcher.ofPrefix(key(index))).toList();
	}

	private static void writeBacklog(FaultScene scene, int watches, int bytes) {
		String value = "x".repeat(bytes / watches / 4);
		for (int round = 0; round < 4; round++) {
			IntStream.range(0, watches).parallel().forEach((index) -> scene.load.put(key(index), value));
		}
	}

	private static String key(int index) {
		return "/own/" + index + "/";
	}

}
