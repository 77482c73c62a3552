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
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An etcd program which runs as a child of this virtual machine and never outlives it.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class ChildProcess {

	// The program starts only when the watchdog knows its process id
	private static final String GATE = "read -r go && exec \"$@\" </dev/null";

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final Process process;

	private boolean paused;

	private ChildProcess(Process process) {
		this.process = process;
	}

	/**
	 * Start a program. Its environment is that of this virtual machine without the
	 * {@code ETCD_*} variables, which etcd would take for settings of its own.
	 * @param command the program and its arguments
	 * @param directory the working directory
	 * @param output the file to which standard output and standard error are appended
	 * @return the running child
	 * @throws UncheckedIOException if the program could not be started
	 */
	public static ChildProcess start(List<String> command, Path directory, Path output) {
		Watchdog watchdog = Watchdog.get();
		List<String> gated = new ArrayList<>(List.of("/bin/sh", "-c", GATE, "etcd-gate"));
		gated.addAll(command);
		ProcessBuilder builder = new ProcessBuilder(Watchdog.inOwnSession(gated)).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(output.toFile()));
		builder.environment().keySet().removeIf((name) -> name.startsWith("ETCD_"));
		if ("aarch64".equals(System.getProperty("os.arch"))) {
			// etcd 3.4 refuses to run there without it
			builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64");
		}
		try {
			Process process = builder.start();
			watchdog.guard(process);
			try (var gate = process.getOutputStream()) {
				gate.write('\n');
			}
			return new ChildProcess(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start '" + command.get(0) + "'", ex);
		}
	}

	/**
	 * The process id.
	 * @return the process id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Whether the process has not ended. A paused process is alive.
	 * @return whether the process is alive
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Ask the process to end ({@code SIGTERM}), wait, and kill it when the time is over.
	 * @param timeout how long to wait before it is killed
	 */
	public void terminate(Duration timeout) {
		if (this.paused) {
			resume();
		}
		this.process.destroy();
		if (!await(timeout)) {
			kill();
		}
	}

	/**
	 * Kill the process ({@code SIGKILL}) and wait until it is gone.
	 */
	public void kill() {
		this.process.destroyForcibly();
		if (!await(KILL_TIMEOUT)) {
			throw new IllegalStateException("Process " + pid() + " could not be killed");
		}
	}

	/**
	 * Freeze the process ({@code SIGSTOP}), and wait until it is: its connections stay
	 * open, but nothing is answered any more.
	 */
	public void pause() {
		signal("STOP");
		this.paused = true;
		ProcessThreads threads = new ProcessThreads(pid());
		long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
		while (!threads.areStopped() && isAlive()) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("Process " + pid() + " does not stop");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	/**
	 * Let a frozen process go on ({@code SIGCONT}).
	 */
	public void resume() {
		signal("CONT");
		this.paused = false;
	}

	private void signal(String name) {
		if (!isAlive()) {
			throw new IllegalStateException("Process " + pid() + " has ended");
		}
		try {
			Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid())
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("Could not send SIG" + name + " to process " + pid());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while sending SIG" + name, ex);
		}
	}

	private boolean await(Duration timeout) {
		try {
			return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			return true;
		}
	}

}
