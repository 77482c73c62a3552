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

package io.github.etcdspring.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.maintenance.EtcdSnapshot;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A snapshot that is many times as large as the memory of the virtual machine which saves
 * it.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
@Timeout(300)
class SnapshotSoakTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final int SIZE = 512;

	@TempDir
	private Path directory;

	@Test
	void memoryDoesNotDependOnTheSizeOfASnapshot() throws Exception {
		Path file = this.directory.resolve("backup.db");
		try (EtcdServer server = EtcdServer.start()) {
			fill(server);
			Path output = this.directory.resolve("output.txt");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx24m", "-XX:MaxDirectMemorySize=16m", "-cp", System.getProperty("java.class.path"),
					Saver.class.getName(), server.endpoint(), file.toString())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
				assertThat(process.exitValue()).as(() -> read(output)).isZero();
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(Files.size(file)).isGreaterThan((long) SIZE * MEBIBYTE);
			server.gateway().put("/a", "after");
			server.restore(file);
			assertThat(server.gateway().get("/a")).isEqualTo("before");
		}
	}

	private static void fill(EtcdServer server) {
		try (EtcdConnection connection = connect(server.endpoint())) {
			EtcdTemplate template = new EtcdTemplate(connection, EtcdValueConverter.create());
			template.put("/a", "before");
			byte[] value = new byte[MEBIBYTE];
			new Random(1).nextBytes(value);
			for (int i = 0; i < SIZE; i++) {
				template.put("/big/" + i, value);
			}
		}
	}

	private static EtcdConnection connect(String endpoint) {
		return new EtcdConnection(Client.builder().endpoints(endpoint), EtcdConnectionSettings.defaults());
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (Exception ex) {
			return ex.toString();
		}
	}

	/**
	 * The program with little memory.
	 */
	public static final class Saver {

		private Saver() {
		}

		public static void main(String[] args) {
			try (EtcdConnection connection = connect(args[0])) {
				EtcdSnapshot snapshot = new EtcdTemplate(connection, EtcdValueConverter.create()).maintenance()
					.snapshot(Path.of(args[1]));
				System.out.println(snapshot);
			}
		}

	}

}
