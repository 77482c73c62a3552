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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * One connection of a {@link TcpRelay}, with faults of its own.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class RelayedConnection {

	private static final int BUFFER_SIZE = 64 * 1024;

	private final TcpRelay relay;

	private final Socket client;

	private final Socket server = new Socket();

	private final Passage common;

	private final Passage own = new Passage();

	private final Traffic total;

	private final Traffic traffic = new Traffic();

	private final AtomicInteger openDirections = new AtomicInteger(2);

	private volatile boolean cut;

	RelayedConnection(TcpRelay relay, Socket client, Passage common, Traffic total) {
		this.relay = relay;
		this.client = client;
		this.common = common;
		this.total = total;
	}

	/**
	 * Reset this connection, on both sides.
	 */
	public void cut() {
		this.cut = true;
		reset(this.client);
		reset(this.server);
		this.own.wake();
		this.common.wake();
		this.relay.ended(this);
	}

	/**
	 * Pass nothing on any more, and keep the connection open.
	 */
	public void blackHole() {
		this.own.block();
	}

	/**
	 * Hold back whatever is passed on.
	 * @param delay how long to hold it back
	 */
	public void delay(Duration delay) {
		this.own.delay(delay);
	}

	/**
	 * Pass everything on again, as far as the relay does.
	 */
	public void heal() {
		this.own.heal();
	}

	/**
	 * Whether this connection is open.
	 * @return whether it is open
	 */
	public boolean isOpen() {
		return !this.cut && this.openDirections.get() > 0;
	}

	/**
	 * How much this connection has passed on so far.
	 * @return the counters
	 */
	public Traffic traffic() {
		return this.traffic;
	}

	void connect(InetSocketAddress target) {
		try {
			this.server.connect(target);
			this.client.setTcpNoDelay(true);
			this.server.setTcpNoDelay(true);
		}
		catch (IOException ex) {
			cut();
			return;
		}
		TcpRelay.startDaemon("relay-to-client", () -> pump(this.server, this.client, (count) -> {
			this.traffic.addToClient(count);
			this.total.addToClient(count);
		}));
		pump(this.client, this.server, (count) -> {
			this.traffic.addToServer(count);
			this.total.addToServer(count);
		});
	}

	private void pump(Socket from, Socket to, LongConsumer counter) {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				this.common.pass(() -> this.cut);
				this.own.pass(() -> this.cut);
				counter.accept(count);
				output.write(buffer, 0, count);
			}
			to.shutdownOutput();
			if (this.openDirections.decrementAndGet() == 0) {
				this.client.close();
				this.server.close();
				this.relay.ended(this);
			}
		}
		catch (IOException ex) {
			cut();
		}
	}

	private static void reset(Socket socket) {
		try {
			// Without a time to linger, closing sends a reset instead of an end
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Closed already
		}
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Closed already
		}
	}

}
