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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.KeySpan;
import io.github.etcdspring.test.oracle.EtcdHistory;
import io.github.etcdspring.test.oracle.WatchedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight contenders in three processes on three members, some of which are killed, stopped
 * or cut off all the time. A checker proves from the history of the store and from what
 * the processes claimed that they excluded each other.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
@Timeout(600)
class LockFireSoakTests {

	private static final Duration TTL = Duration.ofSeconds(3);

	private static final String NAME = "/fire/lock";

	private static final String WRITES = "/fire/writes/";

	private static final int ROUNDS = Integer.getInteger("etcd.soak.rounds", 20);

	private final Random random = new Random(Long.getLong("etcd.soak.seed", 4711));

	private final List<ContenderProcess> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void holdersExcludeEachOtherUnderFire() throws IOException {
		try (EtcdCluster cluster = EtcdCluster.start(3)) {
			for (int threads : new int[] { 2, 3, 3 }) {
				this.processes.add(new ContenderProcess(cluster.endpoints(), TTL, NAME, WRITES, threads, this.directory,
						this.processes.size()));
			}
			pause(Duration.ofSeconds(4));
			for (int round = 0; round < ROUNDS; round++) {
				burn(cluster);
				pause(Duration.ofSeconds(2));
			}
			this.processes.forEach(ContenderProcess::kill);
			cluster.awaitHealthy(Duration.ofSeconds(30));
			check(EtcdHistory.read(cluster.gateway(), KeySpan.prefix("/fire/"), 1), claims());
		}
		finally {
			this.processes.forEach(ContenderProcess::close);
		}
	}

	private void burn(EtcdCluster cluster) throws IOException {
		int number = this.random.nextInt(this.processes.size());
		ContenderProcess victim = this.processes.get(number);
		switch (this.random.nextInt(6)) {
			case 0 -> {
				say("kill", number);
				victim.kill();
				pause(TTL.plusSeconds(1));
				victim.start();
			}
			case 1 -> {
				say("stop", number);
				victim.pause();
				pause(TTL.plusSeconds(2));
				victim.resume();
			}
			case 2 -> {
				say("lose packets of", number);
				victim.blackHole();
				pause(TTL.plusSeconds(1));
				victim.heal();
			}
			case 3 -> {
				say("refuse connections of", number);
				victim.refuse();
				pause(TTL.plusSeconds(1));
				victim.heal();
			}
			case 4 -> {
				say("cut connections of", number);
				for (int i = 0; i < 5; i++) {
					victim.cut();
					pause(Duration.ofMillis(this.random.nextInt(400)));
				}
			}
			default -> {
				say("stop member", number);
				EtcdServer member = cluster.member(number);
				member.pause();
				pause(TTL.plusSeconds(1));
				member.resume();
			}
		}
	}

	// By the clock of the claims
	private static void say(String what, int number) {
		System.out.printf("%d: %s %d%n", System.nanoTime(), what, number);
	}

	private static void pause(Duration duration) {
		Awaitility.await().pollDelay(duration).atMost(duration.plusSeconds(5)).until(() -> true);
	}

	// Returns the times at which each token was claimed, without lines that were cut off
	private Map<Long, List<Long>> claims() throws IOException {
		Map<Long, List<Long>> claims = new TreeMap<>();
		for (ContenderProcess process : this.processes) {
			for (String line : process.claims()) {
				if (line.matches("\\d+ \\d{10,}")) {
					String[] parts = line.split(" ");
					claims.computeIfAbsent(Long.valueOf(parts[0]), (token) -> new ArrayList<>())
						.add(Long.valueOf(parts[1]));
				}
			}
		}
		return claims;
	}

	private static void check(EtcdHistory history, Map<Long, List<Long>> claims) {
		Map<String, Long> tokens = new HashMap<>();
		TreeSet<Long> queue = new TreeSet<>();
		int writes = 0;
		for (WatchedEvent event : history.events()) {
			if (event.key().startsWith(WRITES)) {
				long token = Long.parseLong(event.key().substring(WRITES.length()));
				assertThat(queue.first()).as("holder at the %s", event).isEqualTo(token);
				writes++;
			}
			else if (event.value() != null) {
				tokens.put(event.key(), event.modRevision());
				queue.add(event.modRevision());
			}
			else {
				queue.remove(tokens.remove(event.key()));
			}
		}
		long before = Long.MIN_VALUE;
		long longestGap = 0;
		for (Map.Entry<Long, List<Long>> claim : claims.entrySet()) {
			long first = claim.getValue().stream().min(Comparator.naturalOrder()).orElseThrow();
			long last = claim.getValue().stream().max(Comparator.naturalOrder()).orElseThrow();
			if (before != Long.MIN_VALUE) {
				assertThat(first).as("first claim of token %d", claim.getKey()).isGreaterThanOrEqualTo(before);
				if (first - before > longestGap) {
					longestGap = first - before;
					System.out.printf("%d: nobody held the lock for %d ms, until token %d%n", before,
							Duration.ofNanos(longestGap).toMillis(), claim.getKey());
				}
			}
			before = last;
		}
		System.out.printf("%d holders, %d writes, nobody held the lock for %d ms at the longest%n", claims.size(),
				writes, Duration.ofNanos(longestGap).toMillis());
		assertThat(writes).isGreaterThan(100);
		assertThat(Duration.ofNanos(longestGap)).isLessThan(TTL.plusSeconds(2));
	}

}
