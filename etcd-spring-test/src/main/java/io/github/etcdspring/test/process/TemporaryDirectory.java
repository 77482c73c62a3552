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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * A directory that is removed when it is closed, at the latest when this virtual machine
 * has ended, however it ends.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TemporaryDirectory implements AutoCloseable {

	private final Path path;

	private TemporaryDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Create a directory.
	 * @param prefix the beginning of its name
	 * @return the directory, readable by the current user only
	 */
	public static TemporaryDirectory create(String prefix) {
		try {
			return new TemporaryDirectory(Files.createTempDirectory(Watchdog.get().root(), prefix + "-"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not create a temporary directory", ex);
		}
	}

	/**
	 * The path of the directory.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	@Override
	public void close() {
		delete(this.path);
	}

	/**
	 * Remove a file or a directory with all that it holds. What does not exist is fine.
	 * @param path what to remove
	 */
	public static void delete(Path path) {
		if (!Files.exists(path)) {
			return;
		}
		try {
			Files.walkFileTree(path, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.delete(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
						throws IOException {
					Files.delete(directory);
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not remove '" + path + "'", ex);
		}
	}

}
