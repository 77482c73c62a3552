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

package io.github.etcdspring.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;

/**
 * Another Java process, with a heap of a given size, that reads all history of a prefix
 * and then tells what it got: revisions, events, bytes.
 *
 * @author The etcd-spring authors
 */
public final class CatchUpProcess {

	/**
	 * What the process itself needs while it is connected and idle.
	 */
	private static final int IDLE_MEGABYTES = 16;

	private CatchUpProcess() {
	}

	/**
	 * Run the process.
	 * @param endpoint the endpoint
	 * @param megabytes how much heap it gets beyond what it needs when idle
	 * @param events how many events to wait for
	 * @return the last line that it printed
	 */
	static String run(String endpoint, int megabytes, long events) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx" + (IDLE_MEGABYTES + megabytes) + "m");
		command.add("-XX:+ExitOnOutOfMemoryError");
		command.add("-cp");
		command.add(System.getProperty("java.class.path"));
		command.add(CatchUpProcess.class.getName());
		command.add(endpoint);
		command.add(String.valueOf(events));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try {
				List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
				process.waitFor(2, TimeUnit.MINUTES);
				return (lines.isEmpty()) ? "" : lines.get(lines.size() - 1);
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Read the history and print what it was.
	 * @param args the endpoint, and the number of events to wait for
	 * @throws InterruptedException if the process is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		Summary summary = new Summary(Long.parseLong(args[1]));
		try (EtcdConnection connection = new EtcdConnection(
				Client.builder().endpoints(URI.create(args[0])).maxInboundMessageSize(64 * 1024 * 1024),
				EtcdConnectionSettings.defaults());
				EtcdWatchContainer container = new EtcdWatchContainer(connection, EtcdValueConverter.create(),
						EtcdWatchSettings.defaults())) {
			container.start();
			container.register(KeyRange.prefix("/k/"), byte[].class, summary, EtcdWatchSpec::fromEarliest);
			summary.complete.await(100, TimeUnit.SECONDS);
			System.out.println(summary);
		}
	}

	/**
	 * Counts, at its own pace.
	 */
	private static final class Summary implements EtcdWatchListener<byte[]> {

		private final long expected;

		private final CountDownLatch complete = new CountDownLatch(1);

		private long revisions;

		private long lastRevision;

		private long events;

		private long bytes;

		private boolean orderly = true;

		Summary(long expected) {
			this.expected = expected;
		}

		@Override
		public void onEvents(EtcdWatchBatch<byte[]> batch) {
			this.orderly = this.orderly && batch.revision() > this.lastRevision;
			this.lastRevision = batch.revision();
			this.revisions++;
			this.events += batch.events().size();
			for (EtcdEvent<byte[]> event : batch.events()) {
				byte[] value = event.value();
				this.bytes += (value != null) ? value.length : 0;
			}
			if (this.events >= this.expected) {
				this.complete.countDown();
			}
		}

		@Override
		public String toString() {
			return "revisions=%d events=%d bytes=%d orderly=%s".formatted(this.revisions, this.events, this.bytes,
					this.orderly);
		}

	}

}
