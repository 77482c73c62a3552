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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.etcd.jetcd.Client;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.BulkResult;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the memory that reading a range of any size takes: a virtual machine with less
 * memory than the range reads it.
 *
 * @author The etcd-spring authors
 */
class EtcdTemplateStreamMemoryTests {

	private static final int BULK = 10_000;

	@Test
	void rangeLargerThanTheHeapIsRead() throws Exception {
		assertRead(30_000, 1024, 24);
	}

	@Test
	@Tag("soak")
	void valuesAsLargeAsARequestAreRead() throws Exception {
		assertRead(200, 1_500_000, 256);
	}

	@Test
	@Tag("soak")
	void millionKeysAreReadWithin64MiBOfHeap() throws Exception {
		assertRead(1_000_000, 256, 64);
	}

	private static void assertRead(int count, int size, int heapMegabytes) throws Exception {
		try (EtcdServer server = EtcdServer.start()) {
			put(server, count, size);
			for (String mode : List.of("blocking", "async")) {
				assertThat(read(server, mode, heapMegabytes))
					.contains("read %d entries with %d bytes".formatted(count, (long) count * size));
			}
		}
	}

	private static void put(EtcdServer server, int count, int size) {
		byte[] value = new byte[size];
		try (EtcdConnection connection = new EtcdConnection(Client.builder().endpoints(server.endpoint()),
				EtcdConnectionSettings.defaults())) {
			EtcdTemplate template = new EtcdTemplate(connection, EtcdValueConverter.create());
			List<CompletableFuture<BulkResult>> running = new ArrayList<>();
			for (int start = 0; start < count; start += BULK) {
				int from = start;
				running.add(template.async()
					.bulk((bulk) -> IntStream.range(from, Math.min(from + BULK, count))
						.forEach((i) -> bulk.put("/%08d".formatted(i), value))));
				if (running.size() > 2) {
					running.remove(0).join();
				}
			}
			running.forEach(CompletableFuture::join);
		}
	}

	private static String read(EtcdServer server, String mode, int heapMegabytes)
			throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process reader = new ProcessBuilder(java, "-Xmx%dm".formatted(heapMegabytes), "-XX:+ExitOnOutOfMemoryError",
				"-cp", System.getProperty("java.class.path"), RangeReader.class.getName(), server.endpoint(), mode)
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(reader.waitFor()).as(output).isZero();
			return output;
		}
		finally {
			reader.destroyForcibly();
		}
	}

}
