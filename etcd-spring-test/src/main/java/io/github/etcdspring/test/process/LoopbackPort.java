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

package io.github.etcdspring.test.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A free TCP port of the loopback interface, reserved until closed, so that a server can
 * be stopped and started on the same port again.
 *
 * <p>
 * Two builds of the same user never get the same port: a reservation is the lock of one
 * byte of a file which they share, and which the operating system gives up with the
 * virtual machine. Ports come from below the range from which the operating system takes
 * the local ports of connections: a client that tries to reach a stopped server on a port
 * of that range can end up connected to itself, and then occupies the port.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LoopbackPort implements AutoCloseable {

	private static final int LOWEST = 12_000;

	private static final int HIGHEST = 29_999;

	private static final int ATTEMPTS = 1_000;

	private final int number;

	private final @Nullable FileLock lock;

	private LoopbackPort(int number, @Nullable FileLock lock) {
		this.number = number;
		this.lock = lock;
	}

	/**
	 * Reserve a free port.
	 * @return the reservation
	 */
	public static LoopbackPort reserve() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
			FileLock lock = Locks.tryLock(candidate);
			if (lock != null) {
				LoopbackPort port = new LoopbackPort(candidate, lock);
				if (port.isFree()) {
					return port;
				}
				port.close();
			}
		}
		throw new IllegalStateException("No free TCP port found between " + LOWEST + " and " + HIGHEST);
	}

	/**
	 * Use a port which was chosen by somebody else.
	 * @param number the port
	 * @return a reservation which reserves nothing
	 */
	public static LoopbackPort of(int number) {
		return new LoopbackPort(number, null);
	}

	/**
	 * The number of the port.
	 * @return the number
	 */
	public int number() {
		return this.number;
	}

	private boolean isFree() {
		try (ServerSocket socket = new ServerSocket(this.number, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		if (this.lock != null) {
			try {
				this.lock.release();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * The shared file. It stays open for good: to close any channel of a file gives up
	 * all locks that the process holds on it.
	 */
	private static final class Locks {

		private static final FileChannel CHANNEL = open();

		private static FileChannel open() {
			try {
				return FileChannel.open(UserCache.directory().resolve("ports.lock"), StandardOpenOption.CREATE,
						StandardOpenOption.WRITE);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		static @Nullable FileLock tryLock(int port) {
			try {
				return CHANNEL.tryLock(port, 1, false);
			}
			catch (OverlappingFileLockException ex) {
				return null;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
