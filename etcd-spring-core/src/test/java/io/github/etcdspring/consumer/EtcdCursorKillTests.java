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

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnOperation;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills an application that has cursors, again and again, while events arrive.
 *
 * @author The etcd-spring authors
 */
class EtcdCursorKillTests {

	private static final int EVENTS_OF_A_REVISION = 5;

	@RegisterExtension
	private static final EtcdExtension server = new EtcdExtension();

	private final Random random = new Random(42);

	@TempDir
	private Path directory;

	@Test
	void nothingIsLostAndEffectsWithTheCursorAreMadeOnce() throws Exception {
		kill("/few/", 3);
	}

	@Test
	@Tag("soak")
	void nothingIsLostAndEffectsWithTheCursorAreMadeOnceHoweverOften() throws Exception {
		kill("/many/", 50);
	}

	private void kill(String prefix, int times) throws Exception {
		try (EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.defaults())) {
			EtcdTemplate etcd = new EtcdTemplate(connection, EtcdValueConverter.create());
			Process process = start(prefix);
			try {
				awaitCursors(etcd, prefix);
				AtomicBoolean stop = new AtomicBoolean();
				Thread writer = new Thread(() -> write(etcd, prefix, stop));
				writer.start();
				for (int i = 0; i < times; i++) {
					awaitEffects(etcd, prefix, 1 + this.random.nextInt(40));
					process.destroyForcibly().waitFor();
					process = start(prefix);
				}
				stop.set(true);
				writer.join();
				assertEffects(etcd, prefix);
			}
			finally {
				process.destroyForcibly().waitFor();
			}
		}
	}

	private Process start(String prefix) throws IOException {
		File log = this.directory.resolve("application.log").toFile();
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), KilledApplication.class.getName(), server.endpoint(), prefix)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start();
	}

	private void awaitCursors(EtcdTemplate etcd, String prefix) {
		for (String name : List.of("once", "revisions", "atLeastOnce")) {
			await().atMost(Duration.ofSeconds(60))
				.until(() -> etcd.get(EtcdCursors.DEFAULT_PREFIX + "position/" + name + prefix) != null);
		}
	}

	private void write(EtcdTemplate etcd, String prefix, AtomicBoolean stop) {
		for (int i = 0; !stop.get(); i++) {
			int round = i;
			etcd.txn((txn) -> {
				for (int key = 0; key < EVENTS_OF_A_REVISION; key++) {
					txn.then(TxnOperation.put(prefix + key, "value " + round));
				}
			});
			await().pollDelay(Duration.ofMillis(20)).until(() -> true);
		}
	}

	private void awaitEffects(EtcdTemplate etcd, String prefix, int more) {
		long before = etcd.count(effects("once", prefix));
		await().atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> etcd.count(effects("once", prefix)) >= before + more);
	}

	private void assertEffects(EtcdTemplate etcd, String prefix) {
		long events = etcd.range(KeyRange.prefix(prefix), String.class)
			.entries()
			.stream()
			.mapToLong(EtcdEntry::version)
			.sum();
		for (String how : List.of("once", "revisions", "atLeastOnce")) {
			awaitAll(etcd, effects(how, prefix), events);
		}
		for (String how : List.of("once", "revisions")) {
			assertThat(etcd.range(effects(how, prefix), String.class).entries())
				.allMatch((entry) -> entry.version() == 1);
		}
	}

	/**
	 * However many there are: only that they come no more is a failure.
	 */
	private static void awaitAll(EtcdTemplate etcd, KeyRange effects, long count) {
		long had = -1;
		while (had < count) {
			long before = had;
			await().atMost(Duration.ofSeconds(60)).until(() -> etcd.count(effects) > before);
			had = etcd.count(effects);
		}
		assertThat(etcd.count(effects)).isEqualTo(count);
	}

	private static KeyRange effects(String how, String prefix) {
		return KeyRange.prefix("/effects/" + how + prefix);
	}

}
