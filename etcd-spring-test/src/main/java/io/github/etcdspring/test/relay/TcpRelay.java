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

package io.github.etcdspring.test.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.process.LoopbackPort;

/**
 * A TCP relay between clients and one server, to be put before a member of etcd. It cuts,
 * refuses, swallows, delays and flaps, for single connections (see
 * {@link #connections()}) or for all, those to come included.
 *
 * <pre class="code">
 * try (TcpRelay relay = TcpRelay.to(etcd.endpoint())) {
 *     connectTo(relay.endpoint());
 *     relay.cut();
 * }
 * </pre>
 *
 * <p>
 * Faults add up until {@link #heal()}. Safe for use by several threads.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TcpRelay implements AutoCloseable {

	private static final Duration BIND_TIMEOUT = Duration.ofSeconds(1);

	private final String scheme;

	private final InetSocketAddress target;

	private final LoopbackPort port = LoopbackPort.reserve();

	private final Passage passage = new Passage();

	private final Traffic traffic = new Traffic();

	private final List<RelayedConnection> connections = new CopyOnWriteArrayList<>();

	private final AtomicLong accepted = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable ServerSocket listener;

	private @Nullable Thread acceptor;

	private @Nullable Thread flapping;

	private TcpRelay(URI target) {
		this.scheme = target.getScheme();
		this.target = new InetSocketAddress(target.getHost(), target.getPort());
		listen();
	}

	/**
	 * Start a relay.
	 * @param endpoint the URL of the server
	 * @return the relay, which passes everything on
	 */
	public static TcpRelay to(String endpoint) {
		return new TcpRelay(URI.create(endpoint));
	}

	/**
	 * Where clients reach this relay.
	 * @return a URL with the scheme of that of the server
	 */
	public String endpoint() {
		return this.scheme + "://127.0.0.1:" + this.port.number();
	}

	/**
	 * Reset all connections. New ones are accepted.
	 */
	public void cut() {
		this.connections.forEach(RelayedConnection::cut);
	}

	/**
	 * Reset all connections, and let new ones be refused.
	 */
	public void refuse() {
		doLocked(() -> {
			closeListener();
			cut();
		});
	}

	/**
	 * Pass nothing on any more, in either direction. Connections stay open, new ones are
	 * accepted, and what is sent waits for {@link #heal()}, as when a cable is unplugged.
	 */
	public void blackHole() {
		this.passage.block();
	}

	/**
	 * Hold back whatever is passed on, in both directions. A connection passes one piece
	 * of up to 64 KiB at a time, so that its throughput falls as well.
	 * @param delay how long to hold it back
	 */
	public void delay(Duration delay) {
		this.passage.delay(delay);
	}

	/**
	 * Refuse for a while, pass for a while, and so on, until {@link #heal()}.
	 * @param down how long to refuse
	 * @param up how long to pass
	 */
	public void flap(Duration down, Duration up) {
		doLocked(() -> {
			stopFlapping();
			this.flapping = startDaemon("relay-flapping", () -> {
				boolean goOn = true;
				while (goOn) {
					goOn = Passage.sleep(up) && whileFlapping(this::refuse) && Passage.sleep(down)
							&& whileFlapping(this::listen);
				}
			});
		});
	}

	/**
	 * Pass everything on again. Connections that were cut stay cut.
	 */
	public void heal() {
		doLocked(() -> {
			stopFlapping();
			listen();
			this.passage.heal();
			this.connections.forEach(RelayedConnection::heal);
		});
	}

	/**
	 * The open connections, oldest first.
	 * @return the connections
	 */
	public List<RelayedConnection> connections() {
		return List.copyOf(this.connections);
	}

	/**
	 * How many connections have been accepted so far.
	 * @return the number of connections
	 */
	public long accepted() {
		return this.accepted.get();
	}

	/**
	 * How much has been passed on so far, by all connections.
	 * @return the counters
	 */
	public Traffic traffic() {
		return this.traffic;
	}

	/**
	 * End the relay and reset its connections.
	 */
	@Override
	public void close() {
		doLocked(() -> {
			stopFlapping();
			refuse();
			this.port.close();
		});
	}

	void ended(RelayedConnection connection) {
		this.connections.remove(connection);
	}

	static Thread startDaemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private void listen() {
		if (this.listener != null) {
			return;
		}
		try {
			ServerSocket socket = bind();
			this.listener = socket;
			this.acceptor = startDaemon("relay-" + this.port.number(), () -> accept(socket));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ServerSocket bind() throws IOException {
		long deadline = System.nanoTime() + BIND_TIMEOUT.toNanos();
		while (true) {
			try {
				return new ServerSocket(this.port.number(), 50, InetAddress.getLoopbackAddress());
			}
			catch (BindException ex) {
				// A process that is being started has a copy of the old socket until it
				// runs a program of its own
				if (System.nanoTime() - deadline > 0 || !Passage.sleep(Duration.ofMillis(10))) {
					throw ex;
				}
			}
		}
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Socket client = socket.accept();
				this.accepted.incrementAndGet();
				RelayedConnection connection = new RelayedConnection(this, client, this.passage, this.traffic);
				this.connections.add(connection);
				if (socket.isClosed()) {
					connection.cut();
				}
				startDaemon("relay-connect", () -> connection.connect(this.target));
			}
			catch (IOException ex) {
				// The socket has been closed, or the client has gone already
			}
		}
	}

	private void closeListener() {
		if (this.listener == null || this.acceptor == null) {
			return;
		}
		try {
			this.listener.close();
			this.listener = null;
			// The port is closed only when nobody waits for a connection any more
			this.acceptor.join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void stopFlapping() {
		if (this.flapping != null) {
			this.flapping.interrupt();
			this.flapping = null;
		}
	}

	private boolean whileFlapping(Runnable action) {
		this.lock.lock();
		try {
			boolean flaps = this.flapping == Thread.currentThread();
			if (flaps) {
				action.run();
			}
			return flaps;
		}
		finally {
			this.lock.unlock();
		}
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

}
