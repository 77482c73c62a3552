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
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory in which this library keeps what outlives a build, for the current user.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class UserCache {

	private UserCache() {
	}

	/**
	 * The directory: {@code etcd-spring} below {@code XDG_CACHE_HOME} or
	 * {@code ~/.cache}; where neither can be written, below the directory for temporary
	 * files. The system property {@code etcd.test.cache} overrides it.
	 * @return the existing directory
	 * @throws UncheckedIOException if there is no place at all
	 */
	public static Path directory() {
		String configured = System.getProperty("etcd.test.cache");
		if (configured != null) {
			return create(Path.of(configured));
		}
		String xdg = System.getenv("XDG_CACHE_HOME");
		Path parent = (xdg != null && !xdg.isBlank()) ? Path.of(xdg)
				: Path.of(System.getProperty("user.home"), ".cache");
		try {
			return create(parent.resolve("etcd-spring"));
		}
		catch (UncheckedIOException ex) {
			return create(Path.of(System.getProperty("java.io.tmpdir"),
					"etcd-spring-cache-" + System.getProperty("user.name")));
		}
	}

	private static Path create(Path directory) {
		try {
			Files.createDirectories(directory);
			if (!Files.isWritable(directory)) {
				throw new IOException("No right to write to '" + directory + "'");
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
