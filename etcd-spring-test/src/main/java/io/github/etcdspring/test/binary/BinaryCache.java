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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.test.process.TemporaryDirectory;
import io.github.etcdspring.test.process.UserCache;

/**
 * The programs which earlier builds of this user have fetched: one directory per version.
 * It is filled under a lock that holds across processes, and a version appears in it
 * whole or not at all.
 *
 * @author The etcd-spring authors
 */
final class BinaryCache implements BinarySource {

	private static final List<String> PROGRAMS = List.of("etcd", "etcdutl", "etcdctl");

	// What a test gets that does not care shall not depend on what other builds wanted
	private static final String PREFERRED_LINE = "3.5";

	private static final String WORK_PREFIX = ".fill-";

	private final Path directory;

	BinaryCache(Path directory) {
		this.directory = directory;
	}

	static BinaryCache ofUser() {
		return new BinaryCache(UserCache.directory().resolve("binaries"));
	}

	@Override
	public String description() {
		return "the cache '" + this.directory + "'";
	}

	@Override
	public Optional<EtcdBinary> find(@Nullable String version) throws IOException {
		if (!Files.isDirectory(this.directory)) {
			return Optional.empty();
		}
		try (Stream<Path> entries = Files.list(this.directory)) {
			return entries.filter((entry) -> !entry.getFileName().toString().startsWith("."))
				.map((entry) -> new EtcdBinary(entry.resolve("etcd"), entry.getFileName().toString()))
				.filter((binary) -> binary.fits(version) && Files.isExecutable(binary.path()))
				.max(Comparator.comparing((EtcdBinary binary) -> binary.fits(PREFERRED_LINE))
					.thenComparing(EtcdBinary::version, BinaryCache::compareVersions));
		}
	}

	/**
	 * A source which puts a program into this cache and finds it there.
	 * @param filler where the program comes from
	 * @return the source
	 */
	BinarySource filledBy(BinaryFiller filler) {
		return new BinarySource() {

			@Override
			public String description() {
				return filler.description();
			}

			@Override
			public boolean isLocal() {
				return false;
			}

			@Override
			public Optional<EtcdBinary> find(@Nullable String version) throws IOException {
				return fill(version, filler);
			}

		};
	}

	private Optional<EtcdBinary> fill(@Nullable String version, BinaryFiller filler) throws IOException {
		Files.createDirectories(this.directory);
		try (FileChannel channel = FileChannel.open(this.directory.resolve(".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			Optional<EtcdBinary> foundMeanwhile = find(version);
			if (foundMeanwhile.isPresent() || !lock.isValid()) {
				return foundMeanwhile;
			}
			removeRemains();
			Path work = Files.createTempDirectory(this.directory, WORK_PREFIX);
			try {
				Optional<Path> fetched = filler.fetch(version, work);
				return (fetched.isPresent()) ? Optional.of(add(fetched.get(), work, version)) : Optional.empty();
			}
			finally {
				TemporaryDirectory.delete(work);
			}
		}
	}

	private EtcdBinary add(Path fetched, Path work, @Nullable String wanted) throws IOException {
		EtcdBinary binary = EtcdBinary.of(fetched.resolve("etcd"));
		if (!binary.fits(wanted)) {
			throw new IOException("it offers %s only".formatted(binary.version()));
		}
		Path target = this.directory.resolve(binary.version());
		if (!Files.exists(target)) {
			Path complete = Files.createDirectory(work.resolve("complete"));
			for (String program : PROGRAMS) {
				if (Files.exists(fetched.resolve(program))) {
					Files.move(fetched.resolve(program), complete.resolve(program));
				}
			}
			Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
		}
		return new EtcdBinary(target.resolve("etcd"), binary.version());
	}

	/**
	 * What a build has left that was killed while it filled the cache.
	 */
	private void removeRemains() throws IOException {
		try (Stream<Path> entries = Files.list(this.directory)) {
			entries.filter((entry) -> entry.getFileName().toString().startsWith(WORK_PREFIX))
				.forEach(TemporaryDirectory::delete);
		}
	}

	private static int compareVersions(String left, String right) {
		String[] leftParts = left.split("\\D+");
		String[] rightParts = right.split("\\D+");
		for (int i = 0; i < Math.min(leftParts.length, rightParts.length); i++) {
			int result = Integer.compare(Integer.parseInt(leftParts[i]), Integer.parseInt(rightParts[i]));
			if (result != 0) {
				return result;
			}
		}
		return Integer.compare(leftParts.length, rightParts.length);
	}

}
