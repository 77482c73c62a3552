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

package io.github.etcdspring.test.binary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A tool of the machine, run to its end for its output.
 *
 * @author The etcd-spring authors
 */
final class Command {

	private static final int SHOWN_OUTPUT = 600;

	private final List<String> arguments;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable Path directory;

	private Duration timeout = Duration.ofMinutes(3);

	private Command(List<String> arguments) {
		this.arguments = arguments;
	}

	static Command of(List<String> arguments) {
		return new Command(arguments);
	}

	static Command of(String... arguments) {
		return new Command(List.of(arguments));
	}

	Command directory(Path directory) {
		this.directory = directory;
		return this;
	}

	Command environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	Command timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Run the command.
	 * @return what it wrote to standard output and standard error
	 * @throws IOException if it cannot be started, fails, or does not end in time
	 */
	String run() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(this.arguments).redirectErrorStream(true);
		if (this.directory != null) {
			builder.directory(this.directory.toFile());
		}
		builder.environment().keySet().removeIf((name) -> name.startsWith("ETCD_"));
		builder.environment().put("LC_ALL", "C");
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		try {
			process.getOutputStream().close();
			CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
			if (!process.waitFor(this.timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IOException("'%s' did not end within %s".formatted(name(), this.timeout));
			}
			if (process.exitValue() != 0) {
				throw new IOException(
						"'%s' failed (%d): %s".formatted(name(), process.exitValue(), shorten(output.join())));
			}
			return output.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while running '" + name() + "'", ex);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private static String read(Process process) {
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String name() {
		return String.join(" ", this.arguments.subList(0, Math.min(2, this.arguments.size())));
	}

	private static String shorten(String output) {
		String trimmed = output.trim();
		return (trimmed.length() <= SHOWN_OUTPUT) ? trimmed
				: "... " + trimmed.substring(trimmed.length() - SHOWN_OUTPUT);
	}

}
