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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.kv.EtcdEntry;
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

	private static final String CREATED = "created";

	private CatchUpProcess() {
	}

	/**
	 * Run the process.
	 * @param endpoint the endpoint
	 * @param megabytes how much heap it gets beyond what it needs when idle
	 * @param events how many events to wait for
	 * @param startRevision where to begin, 0 for now
	 * @param prevKv whether to ask for previous values
	 * @param whenCreated runs once the watch is created
	 * @return the last line that it printed
	 */
	static String run(String endpoint, int megabytes, long events, long startRevision, boolean prevKv,
			Runnable whenCreated) {
		ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx" + (IDLE_MEGABYTES + megabytes) + "m", "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("java.class.path"), CatchUpProcess.class.getName(), endpoint, String.valueOf(events),
				String.valueOf(startRevision), String.valueOf(prevKv));
		// The garbage collector that users get
		command.environment().remove("JDK_JAVA_OPTIONS");
		try {
			Process process = command.redirectErrorStream(true).start();
			try {
				return last(process.inputReader(), whenCreated);
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String last(BufferedReader output, Runnable whenCreated) throws IOException {
		String last = "";
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			last = line;
			if (CREATED.equals(line)) {
				whenCreated.run();
			}
		}
		return last;
	}

	/**
	 * Read the history and print what it was.
	 * @param args the endpoint, the number of events to wait for, the first revision, and
	 * whether to ask for previous values
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
			long startRevision = Long.parseLong(args[2]);
			container.register(KeyRange.prefix("/k/"), byte[].class, summary, (spec) -> {
				if (startRevision > 0) {
					spec.startRevision(startRevision);
				}
				if (Boolean.parseBoolean(args[3])) {
					spec.prevKv();
				}
			});
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

		private long previous;

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
				EtcdEntry<byte[]> before = event.previous();
				this.previous += (before != null) ? before.value().length : 0;
			}
			if (this.events >= this.expected) {
				this.complete.countDown();
			}
		}

		@Override
		public void onCreated(long revision) {
			System.out.println(CREATED);
		}

		@Override
		public String toString() {
			return "revisions=%d events=%d bytes=%d previous=%d orderly=%s".formatted(this.revisions, this.events,
					this.bytes, this.previous, this.orderly);
		}

	}

}
