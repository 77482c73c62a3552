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
import java.nio.file.Files;
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
 * Eight contenders in three processes on three members, some of which are killed or
 * stopped all the time. A checker proves from the history of the store and from what the
 * processes claimed that they excluded each other.
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

	private final Random random = new Random(4711);

	private final Process[] processes = new Process[3];

	@TempDir
	private Path directory;

	@Test
	void holdersExcludeEachOtherUnderFire() throws IOException {
		try (EtcdCluster cluster = EtcdCluster.start(3)) {
			for (int i = 0; i < this.processes.length; i++) {
				start(cluster, i);
			}
			pause(Duration.ofSeconds(4));
			for (int round = 0; round < ROUNDS; round++) {
				burn(cluster);
				pause(Duration.ofSeconds(2));
			}
			for (Process process : this.processes) {
				process.destroyForcibly();
			}
			cluster.awaitHealthy(Duration.ofSeconds(30));
			check(EtcdHistory.read(cluster.gateway(), KeySpan.prefix("/fire/"), 1), claims());
		}
		finally {
			for (Process process : this.processes) {
				process.destroyForcibly();
			}
		}
	}

	private void burn(EtcdCluster cluster) throws IOException {
		int victim = this.random.nextInt(this.processes.length);
		switch (this.random.nextInt(3)) {
			case 0 -> {
				this.processes[victim].destroyForcibly();
				Awaitility.await().until(() -> !this.processes[victim].isAlive());
				pause(TTL.plusSeconds(1));
				start(cluster, victim);
			}
			case 1 -> {
				signal("STOP", this.processes[victim]);
				pause(TTL.plusSeconds(2));
				signal("CONT", this.processes[victim]);
			}
			default -> {
				EtcdServer member = cluster.member(victim);
				member.pause();
				pause(TTL.plusSeconds(1));
				member.resume();
			}
		}
	}

	private void start(EtcdCluster cluster, int number) throws IOException {
		this.processes[number] = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-cp", System.getProperty("java.class.path"), LockContender.class.getName(),
				String.join(",", cluster.endpoints()), TTL.toString(), NAME, WRITES, (number == 0) ? "2" : "3")
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("claims-" + number).toFile()))
			.redirectError(ProcessBuilder.Redirect.appendTo(this.directory.resolve("errors-" + number).toFile()))
			.start();
	}

	private static void signal(String name, Process process) throws IOException {
		Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
		Awaitility.await().until(() -> !kill.isAlive());
	}

	private static void pause(Duration duration) {
		Awaitility.await().pollDelay(duration).atMost(duration.plusSeconds(5)).until(() -> true);
	}

	// Returns the times at which each token was claimed, without lines that were cut off
	private Map<Long, List<Long>> claims() throws IOException {
		Map<Long, List<Long>> claims = new TreeMap<>();
		for (int i = 0; i < this.processes.length; i++) {
			for (String line : Files.readAllLines(this.directory.resolve("claims-" + i))) {
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
				longestGap = Math.max(longestGap, first - before);
			}
			before = last;
		}
		System.out.printf("%d holders, %d writes, nobody held the lock for %d ms at the longest%n", claims.size(),
				writes, Duration.ofNanos(longestGap).toMillis());
		assertThat(writes).isGreaterThan(100);
		assertThat(Duration.ofNanos(longestGap)).isLessThan(TTL.plusSeconds(2));
	}

}
