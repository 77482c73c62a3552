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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Watches that are over leave nothing behind, neither here nor on the server.
 *
 * @author The etcd-spring authors
 */
class WatchLeakTests {

	private static final Log logger = LogFactory.getLog(WatchLeakTests.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final long MEGABYTE = 1024 * 1024;

	@Test
	void fewRegistrationsLeaveNothing() {
		registrationsLeaveNothing(Setup.ofOneMember(), 500, 2, 10);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.github.etcdspring.watch.fault.Setup#oneAndThree")
	@Tag("soak")
	void manyRegistrationsLeaveNothing(Setup setup) {
		registrationsLeaveNothing(setup, 10_000, 10, 100);
	}

	private static void registrationsLeaveNothing(Setup setup, int count, int warmUp, int times) {
		try (FaultScene scene = FaultScene.of(setup).watchers(Watchers.mix(20)).start()) {
			for (int round = 0; round < warmUp; round++) {
				registerAndCancel(scene, count, round);
			}
			Figures before = Figures.of(scene);
			THREADS.resetPeakThreadCount();
			for (int round = warmUp; round < times; round++) {
				registerAndCancel(scene, count, round);
			}
			int mostThreads = THREADS.getPeakThreadCount();
			Figures after = Figures.of(scene);
			logger.info("%s: before %s, after %s, at most %d threads".formatted(setup, before, after, mostThreads));
			assertThat(mostThreads).isLessThan(before.threads() + 100);
			assertThat(scene.container.registrations()).hasSize(20);
			// Idle threads end after a while
			await().atMost(FaultScene.TIMEOUT).until(() -> Thread.activeCount() <= before.threads() + 8);
			assertThat(after.heap()).isLessThan(before.heap() + 8 * MEGABYTE);
			for (int i = 0; i < setup.members(); i++) {
				ServerFigures earlier = before.members().get(i);
				ServerFigures later = after.members().get(i);
				assertThat(later.goroutines()).isLessThan(earlier.goroutines() + 30);
				assertThat(later.residentBytes()).isLessThan(earlier.residentBytes() + 96 * MEGABYTE);
			}
			assertThat(after.members().stream().mapToLong(ServerFigures::watchers).sum()).isEqualTo(20);
			assertThat(after.members().stream().mapToLong(ServerFigures::watchStreams).sum()).isLessThanOrEqualTo(4);
			scene.assertExact();
		}
	}

	/**
	 * Half of the time the watches are confirmed before they are cancelled.
	 */
	private static void registerAndCancel(FaultScene scene, int count, int round) {
		scene.load.write(20);
		List<EtcdWatchRegistration> registrations = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			KeyRange range = (i % 10 != 0) ? KeyRange.key("/leak/" + i) : KeyRange.prefix(WriteLoad.group(i % 8));
			OnCompaction policy = (i % 100 != 0) ? OnCompaction.SKIP : OnCompaction.RESYNC;
			registrations.add(scene.container.register(range, String.class, (batch) -> {
			}, (spec) -> spec.onCompaction(policy)));
		}
		if (round % 2 == 0) {
			registrations.forEach((registration) -> assertThat(registration.awaitCreated(FaultScene.TIMEOUT)).isTrue());
		}
		registrations.forEach(EtcdWatchRegistration::cancel);
	}

	/**
	 * What there is once everything has come to rest.
	 */
	private record Figures(List<ServerFigures> members, int threads, long heap) {

		static Figures of(FaultScene scene) {
			await().atMost(FaultScene.TIMEOUT)
				.pollInterval(Duration.ofMillis(100))
				.until(() -> members(scene).stream().mapToLong(ServerFigures::watchers).sum() == 20
						&& members(scene).stream().mapToLong(ServerFigures::slowWatchers).sum() == 0);
			return new Figures(members(scene), Thread.activeCount(),
					LongStream.generate(Figures::usedHeap).limit(5).min().orElseThrow());
		}

		/**
		 * Watches that were never created are gone on the server before they are here.
		 */
		private static long usedHeap() {
			FaultScene.pause(200);
			System.gc();
			return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}

		private static List<ServerFigures> members(FaultScene scene) {
			return scene.cluster.members().stream().map(ServerFigures::of).toList();
		}

	}

}
