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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.etcdspring.test.binary.EtcdBinary;

/**
 * Makes the data directory of a new member out of a snapshot, by etcd's own tools.
 *
 * @author The etcd-spring authors
 */
final class Snapshots {

	private Snapshots() {
	}

	static void restore(EtcdBinary binary, Path snapshot, Topology topology, Path dataDirectory) {
		ProcessBuilder builder = new ProcessBuilder(tool(binary).toString(), "snapshot", "restore", snapshot.toString(),
				"--name", topology.name(), "--initial-cluster", topology.cluster(), "--initial-advertise-peer-urls",
				topology.peerUrl(), "--data-dir", dataDirectory.toString())
			.redirectErrorStream(true)
			.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
		builder.environment().keySet().removeIf((name) -> name.startsWith("ETCD_"));
		builder.environment().put("ETCDCTL_API", "3");
		try {
			Process process = builder.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("The snapshot could not be restored: " + output.trim());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while restoring a snapshot", ex);
		}
	}

	private static Path tool(EtcdBinary binary) {
		for (String name : new String[] { "etcdutl", "etcdctl" }) {
			Path tool = binary.path().resolveSibling(name);
			if (Files.isExecutable(tool)) {
				return tool;
			}
		}
		throw new IllegalStateException(
				"To restore a snapshot, etcdutl (or etcdctl 3.4) must be beside '%s'".formatted(binary.path()));
	}

}
