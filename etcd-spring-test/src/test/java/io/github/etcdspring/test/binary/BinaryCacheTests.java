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

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link BinaryCache}.
 *
 * @author The etcd-spring authors
 */
class BinaryCacheTests {

	@TempDir
	private Path directory;

	@Test
	void findsNothingWhenThereIsNoDirectory() throws IOException {
		assertThat(new BinaryCache(this.directory.resolve("none")).find(null)).isEmpty();
	}

	@Test
	void findsNewestThatFitsAndPrefersUsualLine() throws IOException {
		for (String version : List.of("3.4.23", "3.5.9", "3.5.30", "3.6.0-rc.1")) {
			FakeBinaries.create(this.directory.resolve(version), version);
		}
		BinaryCache cache = new BinaryCache(this.directory);
		assertThat(cache.find("3.5").orElseThrow().version()).isEqualTo("3.5.30");
		assertThat(cache.find("3").orElseThrow().version()).isEqualTo("3.5.30");
		assertThat(cache.find(null).orElseThrow().version()).isEqualTo("3.5.30");
		assertThat(cache.find("3.6").orElseThrow().version()).isEqualTo("3.6.0-rc.1");
		assertThat(cache.find("3.7")).isEmpty();
	}

	@Test
	void isFilledOnce() throws IOException {
		BinaryCache cache = new BinaryCache(this.directory);
		Filler filler = new Filler(this.directory.resolve("calls"), "3.5.1");
		EtcdBinary binary = cache.filledBy(filler).find("3.5").orElseThrow();
		assertThat(binary).isEqualTo(new EtcdBinary(this.directory.resolve("3.5.1/etcd"), "3.5.1"));
		assertThat(cache.filledBy(filler).find("3.5")).contains(binary);
		assertThat(Files.readAllLines(this.directory.resolve("calls"))).hasSize(1);
	}

	@Test
	void isNotFilledWithAnotherVersionThanWanted() {
		BinaryCache cache = new BinaryCache(this.directory);
		assertThatIOException()
			.isThrownBy(() -> cache.filledBy(new Filler(this.directory.resolve("calls"), "3.5.1")).find("3.6"))
			.withMessageContaining("3.5.1 only");
		assertThat(this.directory.resolve("3.5.1")).doesNotExist();
	}

	@Test
	void removesRemainsOfKilledBuild() throws IOException {
		Path remains = Files.createDirectories(this.directory.resolve(".fill-1/deep"));
		new BinaryCache(this.directory).filledBy(new Filler(this.directory.resolve("calls"), "3.5.1")).find(null);
		assertThat(remains.getParent()).doesNotExist();
	}

	@Test
	void isFilledOnceByTwoBuildsAtTheSameTime() throws Exception {
		List<Process> builds = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			builds.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), Build.class.getName(), this.directory.toString())
				.redirectError(Redirect.INHERIT)
				.start());
		}
		for (Process build : builds) {
			try (BufferedReader output = build.inputReader()) {
				assertThat(output.readLine()).isEqualTo(this.directory.resolve("3.5.1/etcd").toString());
			}
			assertThat(build.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(Files.readAllLines(this.directory.resolve("calls"))).hasSize(1);
	}

	/**
	 * Another build, which uses the same cache.
	 */
	public static final class Build {

		private Build() {
		}

		public static void main(String[] args) throws IOException {
			Path directory = Path.of(args[0]);
			BinarySource source = new BinaryCache(directory).filledBy(new Filler(directory.resolve("calls"), "3.5.1"));
			System.out.println(source.find(null).orElseThrow().path());
		}

	}

	private record Filler(Path calls, String version) implements BinaryFiller {

		@Override
		public String description() {
			return "a filler";
		}

		@Override
		public Optional<Path> fetch(@Nullable String wanted, Path work) throws IOException {
			Files.writeString(this.calls, "call\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			// Slow enough for the other build to come in between
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
			return Optional.of(FakeBinaries.create(work.resolve("bin"), this.version).getParent());
		}

	}

}
