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

/**
 * Programs which say that they are etcd.
 *
 * @author The etcd-spring authors
 */
final class FakeBinaries {

	private FakeBinaries() {
	}

	static Path create(Path directory, String version) throws IOException {
		Files.createDirectories(directory);
		Path program = directory.resolve("etcd");
		Files.writeString(program, "#!/bin/sh\necho 'etcd Version: %s'\n".formatted(version));
		program.toFile().setExecutable(true);
		return program;
	}

}
