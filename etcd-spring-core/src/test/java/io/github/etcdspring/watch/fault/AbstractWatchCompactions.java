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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.GatewayException;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.WatchedEvent;
import io.github.etcdspring.watch.EtcdEvent.Type;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * History that goes before watches have heard of it.
 *
 * @author The etcd-spring authors
 */
abstract class AbstractWatchCompactions {

	@Parameter
	Setup setup;

	private final int writes;

	private final int times;

	AbstractWatchCompactions(int writes, int times) {
		this.writes = writes;
		this.times = times;
	}

	@Test
	void compactionWhileDisconnectedIsToldAsThePolicySays() {
		List<Watcher> resyncing = resyncing(Watcher.ofKey(WriteLoad.key(3, 1)));
		Watcher skipping = all(OnCompaction.SKIP);
		Watcher stopping = all(OnCompaction.STOP);
		try (FaultScene scene = start(resyncing, skipping, stopping)) {
			write(scene);
			await().atMost(FaultScene.TIMEOUT)
				.until(() -> stopping.events().equals(skipping.events()) && stopping.count() > 0);
			scene.refuse();
			write(scene);
			History before = compact(scene);
			scene.heal();
			write(scene);
			assertToldByPolicy(scene, before, resyncing, skipping, stopping);
		}
	}

	@Test
	void compactionWhileParkedIsToldAsThePolicySays() {
		CountDownLatch release = new CountDownLatch(1);
		List<Watcher> resyncing = resyncing();
		Watcher skipping = all(OnCompaction.SKIP);
		Watcher stopping = all(OnCompaction.STOP);
		Stream.concat(resyncing.stream(), Stream.of(skipping, stopping))
			.forEach((watcher) -> watcher.who((batch) -> awaitRelease(release)));
		try (FaultScene scene = start(resyncing, skipping, stopping)) {
			write(scene);
			await().atMost(FaultScene.TIMEOUT)
				.until(() -> scene.watchers.stream()
					.allMatch((watcher) -> watcher.registration().state() == State.PARKED));
			History before = compact(scene);
			release.countDown();
			write(scene);
			assertToldByPolicy(scene, before, resyncing, skipping, stopping);
		}
	}

	@Test
	void compactionAgainAndAgainLeavesWhatAListTells() {
		List<Watcher> watchers = resyncing(Watcher.ofKey(WriteLoad.key(3, 1)));
		watchers.get(1).who((batch) -> FaultScene.pause(2));
		try (FaultScene scene = start(watchers)) {
			scene.whileWriting(this.writes * this.times, this.times, (round) -> {
				scene.refuse();
				FaultScene.pause(ThreadLocalRandom.current().nextLong(100));
				EtcdGateway gateway = scene.cluster.gateway();
				compact(gateway, gateway.revision());
				scene.heal();
				FaultScene.pause(ThreadLocalRandom.current().nextLong(150));
				compact(gateway, gateway.revision());
			});
			scene.load.awaitAtMostOpen(0, FaultScene.TIMEOUT);
			scene.load.writeToAll();
			watchers.forEach((watcher) -> assertTellsWhatAListTells(scene, watcher));
			assertThat(watchers).allMatch((watcher) -> watcher.registration().state() == State.ACTIVE)
				.allMatch((watcher) -> watcher.registration().skippedEvents() == 0);
		}
	}

	@Test
	void quietAndFilteredWatchesSurviveCompactionAndReconnect() {
		List<Watcher> watchers = new ArrayList<>();
		for (OnCompaction policy : OnCompaction.values()) {
			watchers.add(Watcher.ofKey(WriteLoad.key(0, 0)).onCompaction(policy));
			watchers.add(Watcher.ofPrefix(WriteLoad.group(0)).onCompaction(policy));
			watchers.add(Watcher.ofPrefix(WriteLoad.PREFIX).only(Type.DELETE).onCompaction(policy));
		}
		try (FaultScene scene = FaultScene.of(this.setup)
			.watchers(watchers)
			.settings((settings) -> settings.progressInterval(Duration.ofMillis(100)))
			.start()) {
			EtcdGateway gateway = scene.cluster.gateway();
			for (int round = 0; round < this.times; round++) {
				for (int i = 0; i < 50; i++) {
					scene.load.put(WriteLoad.key(1, i), "busy");
				}
				long last = gateway.revision();
				await().atMost(FaultScene.TIMEOUT)
					.until(() -> watchers.stream().allMatch((watcher) -> watcher.registration().revision() >= last));
				gateway.maintenance().compact(last);
				scene.cutTwice(20, ThreadLocalRandom.current().nextLong(100));
				scene.awaitActive();
			}
			long first = gateway.revision() + 1;
			scene.load.writeToAll();
			History history = History.since(gateway, first);
			await().atMost(FaultScene.TIMEOUT)
				.untilAsserted(() -> assertThat(watchers)
					.allSatisfy((watcher) -> assertThat(watcher.check(history)).isEmpty()));
			assertThat(watchers).allMatch((watcher) -> watcher.gaps.isEmpty())
				.allMatch((watcher) -> watcher.registration().state() == State.ACTIVE);
		}
	}

	private static Predicate<WatchedEvent> at(long revision) {
		return (event) -> event.modRevision() == revision;
	}

	private FaultScene start(List<Watcher> resyncing, Watcher... others) {
		List<Watcher> watchers = new ArrayList<>(resyncing);
		watchers.addAll(List.of(others));
		return FaultScene.of(this.setup)
			.watchers(watchers)
			.settings((settings) -> settings.maxBacklogEvents(20))
			.start();
	}

	private static List<Watcher> resyncing(Watcher... others) {
		List<Watcher> watchers = new ArrayList<>(List.of(others));
		watchers.add(all(OnCompaction.RESYNC));
		watchers.add(all(OnCompaction.RESYNC).eachEvent());
		watchers.add(all(OnCompaction.RESYNC).prevKv());
		watchers.add(Watcher.ofPrefix(WriteLoad.group(2)));
		return watchers;
	}

	private static Watcher all(OnCompaction policy) {
		return Watcher.ofPrefix(WriteLoad.PREFIX).onCompaction(policy);
	}

	private void write(FaultScene scene) {
		scene.load.write(this.writes);
		scene.load.awaitAtMostOpen(0, FaultScene.TIMEOUT);
		scene.load.writeToAll();
	}

	private static History compact(FaultScene scene) {
		History before = scene.history();
		scene.cluster.gateway().maintenance().compact(before.lastRevision());
		return before;
	}

	private static void compact(EtcdGateway gateway, long revision) {
		try {
			gateway.maintenance().compact(revision);
		}
		catch (GatewayException ex) {
			assertThat(ex).hasMessageContaining("compacted");
		}
	}

	private void assertToldByPolicy(FaultScene scene, History before, List<Watcher> resyncing, Watcher skipping,
			Watcher stopping) {
		History history = before.continued(scene.cluster.gateway());
		for (Watcher watcher : resyncing) {
			assertTellsWhatAListTells(scene, watcher);
			// Told after the keys that are different
			await().atMost(FaultScene.TIMEOUT).untilAsserted(() -> assertThat(watcher.gaps).hasSize(1));
			assertExactOutsideOfGap(watcher, history);
		}
		await().atMost(FaultScene.TIMEOUT).until(() -> skipping.events().stream().anyMatch(at(history.lastRevision())));
		assertThat(skipping.gaps).singleElement()
			.satisfies((gap) -> assertThat(gap.to()).isEqualTo(before.lastRevision() - 1));
		assertExactOutsideOfGap(skipping, history);
		await().atMost(FaultScene.TIMEOUT).until(() -> stopping.registration().state() == State.FAILED);
		EtcdException failure = stopping.registration().failure();
		assertThat(failure).isInstanceOf(EtcdCompactedException.class);
		List<WatchedEvent> told = stopping.events();
		assertThat(told).isNotEmpty().isEqualTo(stopping.expected(history).events().subList(0, told.size()));
	}

	/**
	 * A gap begins where events end and ends where they go on.
	 */
	private static void assertExactOutsideOfGap(Watcher watcher, History history) {
		Watcher.Gap gap = watcher.gaps.element();
		assertThat(watcher.events().stream().filter((event) -> !gap.contains(event)).toList())
			.isEqualTo(watcher.expected(history).events().stream().filter((event) -> !gap.contains(event)).toList());
	}

	private static void assertTellsWhatAListTells(FaultScene scene, Watcher watcher) {
		Map<String, String> list = list(scene.cluster.gateway(), watcher.span());
		await().atMost(FaultScene.TIMEOUT).untilAsserted(() -> assertThat(watcher.replica()).isEqualTo(list));
	}

	private static Map<String, String> list(EtcdGateway gateway, KeySpan span) {
		Map<String, String> list = new TreeMap<>();
		gateway.call("/v3/kv/range", span.fields(Map.of()))
			.objects("kvs")
			.forEach((entry) -> list.put(entry.decoded("key"), entry.decoded("value")));
		return list;
	}

	private static void awaitRelease(CountDownLatch release) {
		try {
			release.await(FaultScene.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
