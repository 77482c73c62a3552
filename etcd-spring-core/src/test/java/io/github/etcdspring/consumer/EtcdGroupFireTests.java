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

package io.github.etcdspring.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.SortBy;
import io.github.etcdspring.kv.SortOrder;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances of a group, one of which is killed every two seconds, or stopped for
 * longer than its lease lives, while events arrive.
 *
 * @author The etcd-spring authors
 */
@Timeout(900)
class EtcdGroupFireTests {

	private static final Duration TTL = Duration.ofSeconds(2);

	private static final int ROUNDS = Integer.getInteger("etcd.soak.rounds", 60);

	@RegisterExtension
	private static final EtcdExtension server = new EtcdExtension();

	private final String name = UUID.randomUUID().toString();

	private final Random random = new Random(815);

	private final Process[] processes = new Process[3];

	private final TreeSet<Long> written = new TreeSet<>();

	@TempDir
	private Path directory;

	private EtcdConnection connection;

	private EtcdTemplate etcd;

	private int started;

	@BeforeEach
	void connect() throws IOException {
		this.connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.defaults());
		this.etcd = new EtcdTemplate(this.connection, EtcdValueConverter.create());
		for (int i = 0; i < this.processes.length; i++) {
			start(i);
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.etcd.get(EtcdCursors.DEFAULT_PREFIX + "position/" + this.name) != null);
	}

	@AfterEach
	void close() {
		for (Process process : this.processes) {
			process.destroyForcibly();
		}
		this.connection.close();
	}

	@Test
	void nothingIsSkippedAndEffectsWithTheCursorAreMadeOnce() throws Exception {
		burn(2);
	}

	@Test
	@Tag("soak")
	void nothingIsSkippedAndEffectsWithTheCursorAreMadeOnceHoweverOften() throws Exception {
		burn(ROUNDS);
	}

	@Test
	@Tag("soak")
	void nextInstanceTakesOverWithinTheTimeToLiveAndTwoSeconds() throws Exception {
		List<Duration> gaps = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			long revision = this.etcd.put("/" + this.name + "/k", "v").header().revision();
			String owner = awaitEffect(revision);
			int number = Integer.parseInt(owner.substring(0, 1));
			this.processes[number].destroyForcibly().waitFor();
			long killed = System.nanoTime();
			awaitEffect(this.etcd.put("/" + this.name + "/k", "v").header().revision());
			gaps.add(Duration.ofNanos(System.nanoTime() - killed));
			start(number);
			pause(Duration.ofSeconds(4));
		}
		System.out.printf("After SIGKILL of the owner the next one had handled an event within %s%n", gaps);
		assertThat(gaps).allMatch((gap) -> gap.compareTo(TTL.plusSeconds(2)) < 0);
	}

	private String awaitEffect(long revision) {
		String key = GroupProcess.effect(this.name, revision);
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.etcd.get(key), (value) -> value != null);
	}

	private void burn(int rounds) throws Exception {
		AtomicBoolean stop = new AtomicBoolean();
		Thread writer = new Thread(() -> write(stop));
		writer.start();
		for (int round = 0; round < rounds; round++) {
			int victim = ownerOrAnother();
			if (round % 2 == 0) {
				this.processes[victim].destroyForcibly().waitFor();
				start(victim);
				pause(Duration.ofSeconds(2));
			}
			else {
				signal("STOP", this.processes[victim]);
				pause(TTL.plusSeconds(1));
				signal("CONT", this.processes[victim]);
				pause(Duration.ofSeconds(1));
			}
		}
		stop.set(true);
		writer.join();
		check();
	}

	// Return the number of a process that has just done something, or of any
	private int ownerOrAnother() {
		EtcdEntry<String> last = this.etcd
			.range(KeyRange.prefix("/effects/" + this.name), String.class,
					(range) -> range.sort(SortBy.KEY, SortOrder.DESCEND).limit(1))
			.first();
		return (last != null && this.random.nextInt(3) > 0) ? Integer.parseInt(last.value().substring(0, 1))
				: this.random.nextInt(this.processes.length);
	}

	private void write(AtomicBoolean stop) {
		while (!stop.get()) {
			this.written.add(this.etcd.put("/" + this.name + "/k", "v").header().revision());
			pause(Duration.ofMillis(15));
		}
	}

	private void check() throws IOException {
		KeyRange effects = KeyRange.prefix("/effects/" + this.name);
		Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> this.etcd.count(effects) == this.written.size());
		List<EtcdEntry<String>> made = this.etcd.range(effects, String.class).entries();
		assertThat(made).allMatch((entry) -> entry.version() == 1)
			.isSortedAccordingTo(Comparator.comparingLong(EtcdEntry::createRevision));
		assertThat(made.stream().map(EtcdEntry::key).toList())
			.isEqualTo(this.written.stream().map((revision) -> GroupProcess.effect(this.name, revision)).toList());
		long calls = 0;
		for (int i = 0; i < this.started; i++) {
			try (Stream<String> lines = Files.lines(this.directory.resolve("calls-" + i))) {
				List<Long> revisions = lines.filter((line) -> line.matches("\\d+")).map(Long::valueOf).toList();
				calls += revisions.size();
				assertThat(revisions).isSorted();
			}
		}
		System.out.printf("%d events, %d calls in %d processes, %d owners with effects%n", made.size(), calls,
				this.started, made.stream().map(EtcdEntry::value).distinct().count());
	}

	private void start(int number) throws IOException {
		int incarnation = this.started++;
		this.processes[number] = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				GroupProcess.class.getName(), server.endpoint(), TTL.toString(), this.name, number + "-" + incarnation)
			.redirectOutput(this.directory.resolve("calls-" + incarnation).toFile())
			.redirectError(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log-" + number).toFile()))
			.start();
	}

	private static void signal(String name, Process process) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
	}

	private static void pause(Duration duration) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.pollDelay(duration)
			.atMost(duration.plusSeconds(30))
			.until(() -> true);
	}

}
