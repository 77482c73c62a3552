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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The threads of a process, as Linux shows them.
 *
 * @author The etcd-spring authors
 */
final class ProcessThreads {

	private static final String NOT_RUNNING = "TtZX";

	private final Path tasks;

	ProcessThreads(long pid) {
		this.tasks = Path.of("/proc", String.valueOf(pid), "task");
	}

	/**
	 * Whether none of the threads runs any more, though the process is alive: a signal to
	 * stop has been sent before it has stopped them all.
	 * @return whether all are stopped; {@code true} if it can't be told
	 */
	boolean areStopped() {
		if (!Files.isDirectory(this.tasks)) {
			return true;
		}
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(this.tasks)) {
			for (Path thread : threads) {
				if (NOT_RUNNING.indexOf(state(thread)) < 0) {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			// A thread has ended meanwhile
			return false;
		}
	}

	// "pid (name) state ..", in which the name may be anything
	private static char state(Path thread) throws IOException {
		String stat = Files.readString(thread.resolve("stat"));
		return stat.charAt(stat.lastIndexOf(')') + 2);
	}

}
