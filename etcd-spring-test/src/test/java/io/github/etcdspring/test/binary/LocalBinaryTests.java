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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ConfiguredBinary} and {@link PathBinary}.
 *
 * @author The etcd-spring authors
 */
class LocalBinaryTests {

	@TempDir
	private Path directory;

	private Path first;

	private Path second;

	@BeforeEach
	void setUp() throws IOException {
		this.first = FakeBinaries.create(this.directory.resolve("first"), "3.4.1");
		this.second = FakeBinaries.create(this.directory.resolve("second"), "3.50.2");
	}

	@Test
	void findsConfiguredProgram() throws IOException {
		assertThat(new ConfiguredBinary(this.first.toString()).find(null))
			.contains(new EtcdBinary(this.first, "3.4.1"));
	}

	@Test
	void findsNothingWhenNothingIsConfigured() throws IOException {
		assertThat(new ConfiguredBinary(null).find(null)).isEmpty();
	}

	@Test
	void choosesAmongConfiguredProgramsByVersion() throws IOException {
		ConfiguredBinary source = new ConfiguredBinary(this.first + File.pathSeparator + this.second);
		assertThat(source.find("3.50")).contains(new EtcdBinary(this.second, "3.50.2"));
		assertThat(source.find("3.4.1")).contains(new EtcdBinary(this.first, "3.4.1"));
		assertThatIOException().isThrownBy(() -> source.find("3.5")).withMessageContaining("3.4.1, 3.50.2 only");
	}

	@Test
	void failsWhenConfiguredProgramIsNotThere() {
		assertThatIllegalStateException().isThrownBy(() -> new ConfiguredBinary("/no/such/etcd").find(null))
			.withMessageContainingAll("/no/such/etcd", "etcd.test.binary");
	}

	@Test
	void failsWhenConfiguredProgramIsNotEtcd() throws IOException {
		Files.writeString(this.first, "#!/bin/sh\necho hello\n");
		assertThatIllegalStateException().isThrownBy(() -> new ConfiguredBinary(this.first.toString()).find(null))
			.withMessageContaining("does not say that it is etcd");
	}

	@Test
	void findsFirstProgramOnPathThatFits() throws IOException {
		PathBinary source = new PathBinary("/no/such" + File.pathSeparator + this.first.getParent() + File.pathSeparator
				+ this.second.getParent());
		assertThat(source.find(null)).contains(new EtcdBinary(this.first, "3.4.1"));
		assertThat(source.find("3.50")).contains(new EtcdBinary(this.second, "3.50.2"));
		assertThat(source.find("3.6")).isEmpty();
	}

}
