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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The first {@code etcd} on the {@code PATH} that fits.
 *
 * @author The etcd-spring authors
 */
final class PathBinary implements BinarySource {

	private final @Nullable String searchPath;

	PathBinary() {
		this(System.getenv("PATH"));
	}

	PathBinary(@Nullable String searchPath) {
		this.searchPath = searchPath;
	}

	@Override
	public String description() {
		return "the PATH";
	}

	@Override
	public Optional<EtcdBinary> find(@Nullable String version) throws IOException {
		if (this.searchPath == null) {
			return Optional.empty();
		}
		for (String directory : this.searchPath.split(Pattern.quote(File.pathSeparator))) {
			Path candidate = Path.of(directory).resolve("etcd").toAbsolutePath();
			if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
				EtcdBinary binary = EtcdBinary.of(candidate);
				if (binary.fits(version)) {
					return Optional.of(binary);
				}
			}
		}
		return Optional.empty();
	}

}
