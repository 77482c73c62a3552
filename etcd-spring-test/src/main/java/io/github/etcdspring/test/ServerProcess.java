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

package io.github.etcdspring.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.process.ChildProcess;
import io.github.etcdspring.test.process.TemporaryDirectory;

/**
 * The process of a member, and what it has on disk. The process comes and goes, the data
 * stay.
 *
 * @author The etcd-spring authors
 */
final class ServerProcess {

	private static final Log logger = LogFactory.getLog(ServerProcess.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final ServerSettings settings;

	private final TemporaryDirectory directory;

	private final Path dataDirectory;

	private final ServerLog log;

	private volatile @Nullable ChildProcess current;

	private long launched;

	ServerProcess(ServerSettings settings, String name, @Nullable Path dataDirectory) {
		this.settings = settings;
		this.directory = TemporaryDirectory.create(name);
		this.dataDirectory = (dataDirectory != null) ? dataDirectory : this.directory.path().resolve("data");
		this.log = new ServerLog(this.directory.path().resolve("etcd.log"));
	}

	Path dataDirectory() {
		return this.dataDirectory;
	}

	boolean isRunning() {
		ChildProcess process = this.current;
		return process != null && process.isAlive();
	}

	ChildProcess running() {
		ChildProcess process = this.current;
		if (process == null || !process.isAlive()) {
			throw new IllegalStateException("This etcd does not run");
		}
		return process;
	}

	void launch(Topology topology, String endpoint) {
		this.log.mark();
		this.launched = System.nanoTime();
		this.current = ChildProcess.start(this.settings.command(topology, endpoint, this.dataDirectory),
				this.directory.path(), this.log.file());
	}

	void awaitReady(String endpoint) {
		ChildProcess process = this.current;
		if (process == null) {
			throw new IllegalStateException("This etcd has not been started");
		}
		try {
			Readiness.await(process, this.settings.gateway(endpoint), this.log, this.settings.startTimeout());
			logger.info("Started etcd %s at %s in %d ms".formatted(this.settings.binary().version(), endpoint,
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.launched)));
		}
		catch (RuntimeException ex) {
			process.kill();
			throw ex;
		}
	}

	void stop() {
		ChildProcess process = this.current;
		if (process != null) {
			process.terminate(STOP_TIMEOUT);
		}
	}

	void kill() {
		ChildProcess process = this.current;
		if (process != null) {
			process.kill();
		}
	}

	void wipe() {
		kill();
		TemporaryDirectory.delete(this.dataDirectory);
	}

	void restore(Path snapshot, Topology topology) {
		wipe();
		Snapshots.restore(this.settings.binary(), snapshot, topology, this.dataDirectory);
	}

	void close() {
		kill();
		this.directory.close();
	}

}
