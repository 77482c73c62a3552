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

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AptRepositories}.
 *
 * @author The etcd-spring authors
 */
class AptRepositoriesTests {

	@TempDir
	private Path directory;

	@Test
	void doNotExistOnOtherMachines() throws IOException {
		assertThat(repositories("ID=fedora\n").exist()).isFalse();
		assertThat(new AptRepositories(this.directory.resolve("none")).exist()).isFalse();
	}

	@Test
	void looksIntoNewestReleaseFirstAndAlsoIntoThatOfTheMachine() throws IOException {
		assertThat(repositories("ID=debian\nVERSION_CODENAME=bullseye\n").releases()).startsWith("forky", "trixie")
			.endsWith("bullseye");
		assertThat(repositories("ID=debian\nVERSION_CODENAME=trixie\n").releases()).containsOnlyOnce("trixie");
		assertThat(repositories("ID=\"ubuntu\"\nVERSION_CODENAME=jammy\n").releases()).endsWith("jammy")
			.doesNotContain("trixie");
	}

	@Test
	void takesAddressesFromTheMachine() throws IOException {
		AptRepositories repositories = new AptRepositories();
		Assumptions.assumeTrue(repositories.exist(), "Only Debian and Ubuntu have such repositories");
		assertThat(repositories.sourceLines("forky")).isNotEmpty()
			.allMatch((line) -> line.matches("deb (\\[signed-by=\\S+] )?\\S+ forky (main|universe)"));
	}

	private AptRepositories repositories(String osRelease) throws IOException {
		return new AptRepositories(Files.writeString(this.directory.resolve("os-release"), osRelease));
	}

}
