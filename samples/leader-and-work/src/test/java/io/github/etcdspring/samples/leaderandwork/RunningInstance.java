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

package io.github.etcdspring.samples.leaderandwork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An instance that runs in a process of its own, and ends with this one.
 *
 * @author The etcd-spring authors
 */
final class RunningInstance implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 10;

	private final Process process;

	private RunningInstance(Process process) {
		this.process = process;
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
	}

	/**
	 * Start an instance.
	 * @param etcd the endpoint of etcd
	 * @param name the name of the instance
	 * @param port the port of its page, 0 for any
	 * @return the instance, which may need a moment
	 */
	static RunningInstance start(String etcd, String name, int port) {
		try {
			return new RunningInstance(
					new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
							LeaderAndWorkApplication.class.getName(), "--etcd.endpoints=" + etcd, "--instance=" + name,
							"--server.port=" + port, "--spring.main.banner-mode=off")
						.inheritIO()
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Process process() {
		return this.process;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
