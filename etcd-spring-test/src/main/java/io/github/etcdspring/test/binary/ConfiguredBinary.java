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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The programs which the user names; several of them, for several versions, are separated
 * as on the {@code PATH}.
 *
 * @author The etcd-spring authors
 */
final class ConfiguredBinary implements BinarySource {

	static final String PROPERTY = "etcd.test.binary";

	static final String VARIABLE = "ETCD_TEST_BINARY";

	private final @Nullable String paths;

	ConfiguredBinary() {
		this(System.getProperty(PROPERTY, System.getenv(VARIABLE)));
	}

	ConfiguredBinary(@Nullable String paths) {
		this.paths = paths;
	}

	@Override
	public String description() {
		return "the system property %s or the environment variable %s".formatted(PROPERTY, VARIABLE);
	}

	@Override
	public Optional<EtcdBinary> find(@Nullable String version) throws IOException {
		if (this.paths == null || this.paths.isBlank()) {
			return Optional.empty();
		}
		List<String> found = new ArrayList<>();
		for (String path : this.paths.split(Pattern.quote(File.pathSeparator))) {
			EtcdBinary binary = binary(path);
			if (binary.fits(version)) {
				return Optional.of(binary);
			}
			found.add(binary.version());
		}
		throw new IOException("it names %s only".formatted(String.join(", ", found)));
	}

	/**
	 * Who has named a program does not want another one in its place.
	 * @param path the path of the program
	 * @return the program
	 */
	private EtcdBinary binary(String path) {
		try {
			return EtcdBinary.of(Path.of(path));
		}
		catch (IOException ex) {
			throw new IllegalStateException(
					"What is named by %s can't be used: %s".formatted(description(), ex.getMessage()), ex);
		}
	}

}
