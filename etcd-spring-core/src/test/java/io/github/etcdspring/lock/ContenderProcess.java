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

package io.github.etcdspring.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;

import io.github.etcdspring.test.relay.TcpRelay;

/**
 * A process of contenders that reaches each member through a relay of its own, so that it
 * can be killed, stopped and cut off without anybody else noticing.
 *
 * @author The etcd-spring authors
 */
final class ContenderProcess implements AutoCloseable {

	private final List<TcpRelay> relays;

	private final ProcessBuilder builder;

	private final Path claims;

	private Process process;

	ContenderProcess(List<String> endpoints, Duration ttl, String name, String writes, int threads, Path directory,
			int number) throws IOException {
		this.relays = endpoints.stream().map(TcpRelay::to).toList();
		this.claims = directory.resolve("claims-" + number);
		this.builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-cp", System.getProperty("java.class.path"), LockContender.class.getName(),
				String.join(",", this.relays.stream().map(TcpRelay::endpoint).toList()), ttl.toString(), name, writes,
				String.valueOf(threads))
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.claims.toFile()))
			.redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("errors-" + number).toFile()));
		start();
	}

	void start() throws IOException {
		this.process = this.builder.start();
	}

	void kill() {
		this.process.destroyForcibly();
		Awaitility.await().until(() -> !this.process.isAlive());
	}

	void pause() throws IOException {
		signal("STOP");
	}

	void resume() throws IOException {
		signal("CONT");
	}

	private void signal(String name) throws IOException {
		Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start();
		Awaitility.await().until(() -> !kill.isAlive());
	}

	// Packets are lost from now on.
	void blackHole() {
		this.relays.forEach(TcpRelay::blackHole);
	}

	// Connections are closed and refused from now on.
	void refuse() {
		this.relays.forEach(TcpRelay::refuse);
	}

	// Connections break, once.
	void cut() {
		this.relays.forEach(TcpRelay::cut);
	}

	void heal() {
		this.relays.forEach(TcpRelay::heal);
	}

	// Lines of tokens and times, the last of which may have been cut off
	List<String> claims() throws IOException {
		return Files.readAllLines(this.claims);
	}

	@Override
	public void close() {
		kill();
		this.relays.forEach(TcpRelay::close);
	}

}
