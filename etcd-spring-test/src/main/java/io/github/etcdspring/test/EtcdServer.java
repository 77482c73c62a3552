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
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.test.gateway.GatewayException;
import io.github.etcdspring.test.process.LoopbackPort;

/**
 * A real etcd, running as a child process on a free port of the loopback interface, with
 * temporary data. It ends with this virtual machine, however that ends.
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

	private static final int PORT_ATTEMPTS = 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final ServerSettings settings;

	private final String name;

	private final int fixedPort;

	private final ServerProcess process;

	private LoopbackPort clientPort;

	private LoopbackPort peerPort;

	private Topology topology;

	private volatile @Nullable String rootPassword;

	private boolean closed;

	EtcdServer(ServerSettings settings, String name, int fixedPort, @Nullable Path dataDirectory) {
		this.settings = settings;
		this.name = name;
		this.fixedPort = fixedPort;
		this.process = new ServerProcess(settings, name, dataDirectory);
		this.clientPort = (fixedPort != 0) ? LoopbackPort.of(fixedPort) : LoopbackPort.reserve();
		this.peerPort = LoopbackPort.reserve();
		this.topology = Topology.single(name, peerUrl());
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
		return this.settings.endpoint(this.clientPort.number());
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
		return this.settings.binary().version();
	}

	/**
	 * The process id of the running etcd.
	 * @return the process id
	 * @throws IllegalStateException if it does not run
	 */
	public long pid() {
		return this.process.running().pid();
	}

	/**
	 * Whether the process of etcd is alive. One that is paused is.
	 * @return whether it is alive
	 */
	public boolean isRunning() {
		return this.process.isRunning();
	}

	/**
	 * Where etcd keeps its data.
	 * @return the directory
	 */
	public Path dataDirectory() {
		return this.process.dataDirectory();
	}

	/**
	 * A client which is independent of the one under test, to prepare or check data. Once
	 * authentication is enabled, it calls as {@code root}.
	 * @return the client
	 */
	public EtcdGateway gateway() {
		EtcdGateway gateway = this.settings.gateway(endpoint());
		String password = this.rootPassword;
		return (password != null) ? gateway.as("root", password) : gateway;
	}

	/**
	 * Ask for authentication from now on: adds the user {@code root} and its role.
	 * @param password the password of {@code root}
	 */
	public void enableAuthentication(String password) {
		gateway().authentication().addUser("root", password).addRole("root").grantRole("root", "root").enable();
		actAsRoot(password);
	}

	/**
	 * Serve everybody again.
	 */
	public void disableAuthentication() {
		gateway().authentication().disable();
		actAsRoot(null);
	}

	/**
	 * Stop etcd in good order ({@code SIGTERM}) and keep its data. Does nothing if it
	 * does not run.
	 */
	public void stop() {
		doLocked(this.process::stop);
	}

	/**
	 * Kill etcd ({@code SIGKILL}) and keep its data. Does nothing if it does not run.
	 */
	public void kill() {
		doLocked(this.process::kill);
	}

	/**
	 * Freeze etcd ({@code SIGSTOP}): its port stays open, but nothing is answered.
	 * @throws IllegalStateException if it does not run
	 */
	public void pause() {
		doLocked(() -> this.process.running().pause());
	}

	/**
	 * Let a frozen etcd go on ({@code SIGCONT}).
	 * @throws IllegalStateException if it does not run
	 */
	public void resume() {
		doLocked(() -> this.process.running().resume());
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
			awaitReady();
		});
	}

	/**
	 * Replace all data by that of a snapshot, on the same port: for clients, time goes
	 * back. The server runs afterwards.
	 * @param snapshot the file, as saved by
	 * {@link io.github.etcdspring.test.gateway.MaintenanceCalls#snapshot}
	 * @throws IllegalStateException if there is no tool to restore it, or etcd does not
	 * start
	 */
	public void restore(Path snapshot) {
		doLocked(() -> {
			restoreData(snapshot);
			restart();
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
				this.process.close();
				this.clientPort.close();
				this.peerPort.close();
			}
		});
	}

	@Override
	public String toString() {
		return "etcd " + version() + " at " + endpoint();
	}

	private void startFirst() {
		for (int attempt = 1;; attempt++) {
			try {
				launch();
				awaitReady();
				return;
			}
			catch (PortInUseException ex) {
				if (attempt == PORT_ATTEMPTS || this.fixedPort != 0) {
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
		this.topology = Topology.single(this.name, peerUrl());
	}

	String name() {
		return this.name;
	}

	String peerUrl() {
		return "http://127.0.0.1:" + this.peerPort.number();
	}

	void join(Topology topology) {
		this.topology = topology;
	}

	void actAsRoot(@Nullable String password) {
		this.rootPassword = password;
	}

	void launch() {
		doLocked(() -> this.process.launch(this.topology, endpoint()));
	}

	void awaitReady() {
		doLocked(() -> this.process.awaitReady(endpoint()));
	}

	boolean serves(Duration timeout) {
		return isRunning() && this.settings.gateway(endpoint()).within(timeout).isReady();
	}

	boolean leads(Duration timeout) {
		try {
			return isRunning() && gateway().within(timeout).maintenance().status().isLeader();
		}
		catch (GatewayException ex) {
			return false;
		}
	}

	void wipe() {
		doLocked(this.process::wipe);
	}

	void restoreData(Path snapshot) {
		doLocked(() -> this.process.restore(snapshot, this.topology));
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
	 * Settings of an etcd with one member. It elects itself quickly
	 * ({@code --election-timeout=200}), which also lets leases be as short as 1 instead
	 * of 2 seconds.
	 */
	public static final class Builder extends EtcdBuilder<Builder> {

		private @Nullable Path dataDirectory;

		private int port;

		private Builder() {
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
		 * Start the server.
		 * @return the running server, ready to serve
		 * @throws IllegalStateException if no etcd can be found, or it does not start;
		 * the message ends with its log
		 */
		public EtcdServer start() {
			EtcdServer server = new EtcdServer(settings(), "default", this.port, this.dataDirectory);
			try {
				server.startFirst();
				return server;
			}
			catch (RuntimeException ex) {
				server.close();
				throw ex;
			}
		}

	}

}
