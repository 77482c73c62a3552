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
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DistributionPackage}, which download packages.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
class DistributionPackageSoakTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "3.4", "3.5" })
	void fetchesWantedLine(String line) throws IOException {
		AptRepositories repositories = new AptRepositories();
		Assumptions.assumeTrue(repositories.exist(), "Only Debian and Ubuntu have such packages");
		EtcdBinary binary = new BinaryCache(this.directory).filledBy(new DistributionPackage(repositories))
			.find(line)
			.orElseThrow();
		assertThat(binary.fits(line)).isTrue();
		assertThat(binary.path().resolveSibling("etcdctl")).isExecutable();
	}

}
