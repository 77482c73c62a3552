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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small shell process which outlives this virtual machine by a moment, kills every
 * child that is left, and removes the temporary directories. It learns of the end of the
 * virtual machine by the end of its standard input, which the operating system closes
 * however the virtual machine ends, {@code SIGKILL} included. A shutdown hook would miss
 * that case, and would kill etcd while the application still shuts down.
 *
 * @author The etcd-spring authors
 */
final class Watchdog {

	private static final String SCRIPT = """
			trap '' HUP INT TERM
			while read -r line; do :; done
			for file in "$1"/pids/*; do
				[ -e "$file" ] && kill -9 "${file##*/}" 2>/dev/null
			done
			rm -rf "$1" 2>/dev/null || { sleep 1; rm -rf "$1"; }
			""";

	private static final Path SETSID = Path.of("/usr/bin/setsid");

	private final Path root;

	private final Path pids;

	// Reachable for as long as this class is: the pipe must not be closed earlier
	@SuppressWarnings("unused")
	private final Process process;

	private Watchdog() {
		try {
			this.root = Files.createTempDirectory("etcd-spring-");
			this.pids = Files.createDirectory(this.root.resolve("pids"));
			this.process = new ProcessBuilder(
					inOwnSession(List.of("/bin/sh", "-c", SCRIPT, "etcd-watchdog", this.root.toString())))
				.directory(Path.of("/").toFile())
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start the process which guards the children of this JVM", ex);
		}
	}

	static Watchdog get() {
		return Holder.INSTANCE;
	}

	/**
	 * The directory which is removed with everything in it when this virtual machine has
	 * ended.
	 * @return the directory
	 */
	Path root() {
		return this.root;
	}

	/**
	 * Take a child into care until it has ended.
	 * @param child the child
	 * @throws IOException if it could not be noted
	 */
	void guard(Process child) throws IOException {
		Path note = Files.createFile(this.pids.resolve(Long.toString(child.pid())));
		child.onExit().thenRun(() -> {
			try {
				Files.deleteIfExists(note);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Signals of a terminal (Ctrl-C) go to a whole process group: the application shall
	 * get them, but neither its etcd nor the watchdog.
	 * @param command the command to run
	 * @return the command that runs it in a session of its own, where possible
	 */
	static List<String> inOwnSession(List<String> command) {
		List<String> result = new ArrayList<>(command);
		if (Files.isExecutable(SETSID)) {
			result.add(0, SETSID.toString());
		}
		return result;
	}

	private static final class Holder {

		private static final Watchdog INSTANCE = new Watchdog();

	}

}
