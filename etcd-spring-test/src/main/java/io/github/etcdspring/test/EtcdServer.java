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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.binary.EtcdBinary;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.process.ChildProcess;
import io.github.etcdspring.test.process.LoopbackPort;
import io.github.etcdspring.test.process.TemporaryDirectory;

/**
 * A real etcd with one member, running as a child process on a free port of the loopback
 * interface, with temporary data. It ends with this virtual machine, however that ends.
 *
 * <pre class="code">
 * try (EtcdServer etcd = EtcdServer.start()) {
 *     connectTo(etcd.endpoint());
 *     etcd.kill();
 *     etcd.restart();
 * }
 * </pre>
 *
 * <p>
 * Safe for use by several threads. Every method waits until what it does is done.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdServer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdServer.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private static final int PORT_ATTEMPTS = 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final Builder settings;

	private final EtcdBinary binary;

	private final TemporaryDirectory directory;

	private final Path dataDirectory;

	private final ServerLog log;

	private LoopbackPort clientPort;

	private LoopbackPort peerPort;

	private volatile @Nullable ChildProcess process;

	private boolean closed;

	private EtcdServer(Builder settings) {
		this.settings = settings;
		this.binary = (settings.binary != null) ? settings.binary : EtcdBinary.find(settings.version);
		this.directory = TemporaryDirectory.create("etcd");
		this.dataDirectory = (settings.dataDirectory != null) ? settings.dataDirectory
				: this.directory.path().resolve("data");
		this.log = new ServerLog(this.directory.path().resolve("etcd.log"));
		this.clientPort = settings.reserveClientPort();
		this.peerPort = LoopbackPort.reserve();
	}

	/**
	 * Start an etcd with defaults.
	 * @return the running server, ready to serve
	 * @throws IllegalStateException if no etcd can be found, or it does not start; the
	 * message ends with the last lines of its log
	 */
	public static EtcdServer start() {
		return builder().start();
	}

	/**
	 * Start an etcd with other settings than the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Where clients reach this server. It stays the same over restarts.
	 * @return the URL, such as {@code http://127.0.0.1:12379}
	 */
	public String endpoint() {
		return "http://127.0.0.1:" + this.clientPort.number();
	}

	/**
	 * Where clients reach this server, as a list.
	 * @return a list of one URL
	 */
	public List<String> endpoints() {
		return List.of(endpoint());
	}

	/**
	 * The version of etcd that runs.
	 * @return the version, such as {@code 3.5.30}
	 */
	public String version() {
		return this.binary.version();
	}

	/**
	 * The process id of the running etcd.
	 * @return the process id
	 * @throws IllegalStateException if it does not run
	 */
	public long pid() {
		return running().pid();
	}

	/**
	 * Whether the process of etcd is alive. One that is paused is.
	 * @return whether it is alive
	 */
	public boolean isRunning() {
		ChildProcess current = this.process;
		return current != null && current.isAlive();
	}

	/**
	 * Where etcd keeps its data.
	 * @return the directory
	 */
	public Path dataDirectory() {
		return this.dataDirectory;
	}

	/**
	 * A client which is independent of the one under test, to prepare or check data.
	 * @return the client
	 */
	public EtcdGateway gateway() {
		return new EtcdGateway(endpoint());
	}

	/**
	 * Stop etcd in good order ({@code SIGTERM}) and keep its data. Does nothing if it
	 * does not run.
	 */
	public void stop() {
		doLocked(() -> {
			if (this.process != null) {
				this.process.terminate(STOP_TIMEOUT);
			}
		});
	}

	/**
	 * Kill etcd ({@code SIGKILL}) and keep its data. Does nothing if it does not run.
	 */
	public void kill() {
		doLocked(() -> {
			if (this.process != null) {
				this.process.kill();
			}
		});
	}

	/**
	 * Freeze etcd ({@code SIGSTOP}): its port stays open, but nothing is answered.
	 * @throws IllegalStateException if it does not run
	 */
	public void pause() {
		doLocked(() -> running().pause());
	}

	/**
	 * Let a frozen etcd go on ({@code SIGCONT}).
	 * @throws IllegalStateException if it does not run
	 */
	public void resume() {
		doLocked(() -> running().resume());
	}

	/**
	 * Start etcd again on the same data and the same port, after a stop in good order if
	 * it still runs.
	 * @throws IllegalStateException if it does not start
	 */
	public void restart() {
		doLocked(() -> {
			if (this.closed) {
				throw new IllegalStateException("This etcd has been closed");
			}
			stop();
			launch();
		});
	}

	/**
	 * End etcd and remove its data, unless the data directory was given. Does nothing the
	 * second time.
	 */
	@Override
	public void close() {
		doLocked(() -> {
			if (!this.closed) {
				this.closed = true;
				kill();
				this.clientPort.close();
				this.peerPort.close();
				this.directory.close();
			}
		});
	}

	@Override
	public String toString() {
		return "etcd " + version() + " at " + endpoint();
	}

	private void startFirst() {
		long start = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			try {
				launch();
				logger.info("Started %s in %d ms".formatted(this, (System.nanoTime() - start) / 1_000_000));
				return;
			}
			catch (PortInUseException ex) {
				if (attempt == PORT_ATTEMPTS || this.settings.port != 0) {
					throw ex;
				}
				moveToOtherPorts();
			}
		}
	}

	private void moveToOtherPorts() {
		this.clientPort.close();
		this.peerPort.close();
		this.clientPort = LoopbackPort.reserve();
		this.peerPort = LoopbackPort.reserve();
		this.log.clear();
	}

	private void launch() {
		this.log.mark();
		this.process = ChildProcess.start(command(), this.directory.path(), this.log.file());
		awaitReady(this.process);
	}

	private void awaitReady(ChildProcess started) {
		try {
			Readiness.await(started, gateway(), this.log, this.settings.startTimeout);
		}
		catch (RuntimeException ex) {
			started.kill();
			throw ex;
		}
	}

	private List<String> command() {
		String peer = "http://127.0.0.1:" + this.peerPort.number();
		Map<String, String> flags = new LinkedHashMap<>();
		flags.put("name", "default");
		flags.put("data-dir", this.dataDirectory.toString());
		flags.put("listen-client-urls", endpoint());
		flags.put("advertise-client-urls", endpoint());
		flags.put("listen-peer-urls", peer);
		flags.put("initial-advertise-peer-urls", peer);
		flags.put("initial-cluster", "default=" + peer);
		// A single member has nobody to wait for before it elects itself
		flags.put("heartbeat-interval", "20");
		flags.put("election-timeout", "200");
		flags.put("logger", "zap");
		flags.put("unsafe-no-fsync", "true");
		flags.putAll(this.settings.flags);
		return Stream
			.concat(Stream.of(this.binary.path().toString()),
					flags.entrySet().stream().map((flag) -> "--" + flag.getKey() + "=" + flag.getValue()))
			.toList();
	}

	private ChildProcess running() {
		ChildProcess current = this.process;
		if (current == null || !current.isAlive()) {
			throw new IllegalStateException("This etcd does not run");
		}
		return current;
	}

	private void doLocked(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Settings of an etcd.
	 */
	public static final class Builder {

		private final Map<String, String> flags = new LinkedHashMap<>();

		private @Nullable String version;

		private @Nullable EtcdBinary binary;

		private @Nullable Path dataDirectory;

		private int port;

		private Duration startTimeout = Duration.ofSeconds(20);

		private Builder() {
		}

		/**
		 * Ask for a version. By default any will do, and 3.5 is preferred.
		 * @param version a version ({@code 3.5.30}) or a line of versions ({@code 3.5})
		 * @return this builder
		 */
		public Builder version(String version) {
			this.version = version;
			return this;
		}

		/**
		 * Use a given program.
		 * @param binary the program
		 * @return this builder
		 */
		public Builder binary(EtcdBinary binary) {
			this.binary = binary;
			return this;
		}

		/**
		 * Set a flag of the command line of etcd. It wins over those that are set anyway,
		 * such as {@code --election-timeout=200}, which makes for a quick start, and for
		 * a shortest time to live of leases of 1 instead of 2 seconds.
		 * @param name the name, with or without leading dashes
		 * @param value the value
		 * @return this builder
		 */
		public Builder flag(String name, String value) {
			this.flags.put(name.replaceFirst("^-+", ""), value);
			return this;
		}

		/**
		 * Keep the data in a directory, which is not removed in the end.
		 * @param dataDirectory the directory, which etcd creates if need be
		 * @return this builder
		 */
		public Builder dataDirectory(Path dataDirectory) {
			this.dataDirectory = dataDirectory.toAbsolutePath();
			return this;
		}

		/**
		 * Listen for clients on a given port. By default a free one is chosen.
		 * @param port the port
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * How long a start may take before it is given up. By default 20 seconds.
		 * @param startTimeout the limit
		 * @return this builder
		 */
		public Builder startTimeout(Duration startTimeout) {
			this.startTimeout = startTimeout;
			return this;
		}

		/**
		 * Start the server.
		 * @return the running server, ready to serve
		 * @throws IllegalStateException if no etcd can be found, or it does not start;
		 * the message ends with the last lines of its log
		 */
		public EtcdServer start() {
			EtcdServer server = new EtcdServer(this);
			try {
				server.startFirst();
				return server;
			}
			catch (RuntimeException ex) {
				server.close();
				throw ex;
			}
		}

		private LoopbackPort reserveClientPort() {
			return (this.port != 0) ? LoopbackPort.of(this.port) : LoopbackPort.reserve();
		}

	}

}
