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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A program built from the source of etcd by Go, where Go is installed and set up to get
 * modules. It takes a minute, once.
 *
 * @author The etcd-spring authors
 */
final class GoBuild implements BinaryFiller {

	private static final String DEFAULT_LINE = "3.5";

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	@Override
	public String description() {
		return "Go (built from the source of etcd)";
	}

	@Override
	public Optional<Path> fetch(@Nullable String version, Path directory) throws IOException {
		if (!hasGo()) {
			return Optional.empty();
		}
		Path work = Files.createDirectory(directory.resolve("build"));
		String release = "@v" + ((version != null) ? version : DEFAULT_LINE);
		go(work, "mod", "init", "etcd");
		go(work, "get", "go.etcd.io/etcd/server/v3" + release, "go.etcd.io/etcd/etcdutl/v3" + release);
		build(work, "etcd", "go.etcd.io/etcd/server/v3");
		build(work, "etcdutl", "go.etcd.io/etcd/etcdutl/v3");
		return Optional.of(work);
	}

	private static boolean hasGo() {
		try {
			Command.of("go", "version").run();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void build(Path work, String program, String module) throws IOException {
		go(work, "build", "-trimpath", "-ldflags", "-s -w", "-o", program, module);
	}

	private static void go(Path work, String... arguments) throws IOException {
		String[] command = new String[arguments.length + 1];
		command[0] = "go";
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Command.of(command).directory(work).timeout(TIMEOUT).run();
	}

}
