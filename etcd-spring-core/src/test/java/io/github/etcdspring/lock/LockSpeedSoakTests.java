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

package io.github.etcdspring.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Lock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast locks are, beside jetcd's lock client and the lock service of etcd.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
@Timeout(300)
class LockSpeedSoakTests {

	private static final int CONTENDERS = 16;

	private static final int TURNS = 20;

	@Test
	void lockThatNobodyElseWantsIsTakenAsFastAsByJetcd() {
		try (EtcdServer server = EtcdServer.start(); LockingEtcd etcd = new LockingEtcd(server.endpoint())) {
			long lease = etcd.template.leases().grantOnly(Duration.ofMinutes(10)).id();
			ByteSequence name = ByteSequence.from("/jetcd", StandardCharsets.UTF_8);
			List<Long> ours = new ArrayList<>();
			List<Long> theirs = new ArrayList<>();
			for (int round = 0; round < 6; round++) {
				ours.add(nanos(500, () -> etcd.locks.lock("/ours").close()));
				theirs.add(etcd.template.<Long>execute((client) -> {
					Lock locks = client.getLockClient();
					return nanos(500,
							() -> locks.unlock(locks.lock(name, lease).orTimeout(5, TimeUnit.SECONDS).join().getKey())
								.orTimeout(5, TimeUnit.SECONDS)
								.join());
				}));
			}
			report("Uncontended lock and unlock, jetcd", ours, theirs);
		}
	}

	@Test
	void lockThatManyWantIsHandedOverAsFastAsByTheLockServiceOfEtcd() {
		try (EtcdServer server = EtcdServer.start()) {
			List<LockingEtcd> processes = IntStream.range(0, CONTENDERS)
				.mapToObj((i) -> new LockingEtcd(server.endpoint()))
				.toList();
			List<Long> leases = processes.stream()
				.map((each) -> each.template.leases().grantOnly(Duration.ofMinutes(10)).id())
				.toList();
			List<Long> ours = new ArrayList<>();
			List<Long> theirs = new ArrayList<>();
			for (int round = 0; round < 3; round++) {
				ours.add(nanos(1, () -> contend((i) -> processes.get(i).locks.lock("/ours").close())));
				theirs.add(nanos(1, () -> contend((i) -> {
					EtcdLockOperations raw = processes.get(i).locks;
					raw.unlock(raw.lock("/raw", leases.get(i), Duration.ofMinutes(1)));
				})));
			}
			processes.forEach(LockingEtcd::close);
			report("Hand-over among %d, etcd's lock service".formatted(CONTENDERS), ours, theirs);
		}
	}

	private static void contend(IntConsumer turn) {
		CompletableFuture
			.allOf(IntStream.range(0, CONTENDERS)
				.mapToObj((i) -> CompletableFuture.runAsync(
						() -> IntStream.range(0, TURNS).forEach((j) -> turn.accept(i)),
						(task) -> new Thread(task).start()))
				.toArray(CompletableFuture[]::new))
			.join();
	}

	private static long nanos(int times, Runnable action) {
		long begin = System.nanoTime();
		for (int i = 0; i < times; i++) {
			action.run();
		}
		return (System.nanoTime() - begin) / times;
	}

	// The first round warms up
	private static void report(String what, List<Long> ours, List<Long> theirs) {
		long one = ours.stream().skip(1).sorted().toList().get((ours.size() - 1) / 2);
		long other = theirs.stream().skip(1).sorted().toList().get((theirs.size() - 1) / 2);
		System.out.printf("%s: %d us, ours: %d us, ratio %.2f%n", what, TimeUnit.NANOSECONDS.toMicros(other),
				TimeUnit.NANOSECONDS.toMicros(one), (double) one / other);
		assertThat((double) one / other).as(what).isLessThan(1.2);
	}

}
