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
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BinaryResolver}.
 *
 * @author The etcd-spring authors
 */
class BinaryResolverTests {

	private static final EtcdBinary BINARY = new EtcdBinary(Path.of("etcd"), "3.5.1");

	@Test
	void takesFirstSourceThatHasOne() {
		BinaryResolver resolver = new BinaryResolver(List.of(new Source(() -> Optional.empty()),
				new Source(() -> Optional.of(BINARY)), new Source(() -> Optional.empty())));
		assertThat(resolver.resolve(null)).isSameAs(BINARY);
	}

	@Test
	void goesOnWhenSourceFails() {
		BinaryResolver resolver = new BinaryResolver(List.of(new Source(() -> {
			throw new IOException("unreachable");
		}), new Source(() -> Optional.of(BINARY))));
		assertThat(resolver.resolve("3.5")).isSameAs(BINARY);
	}

	@Test
	void doesNotGoOnWhenConfiguredProgramIsUnusable() {
		BinaryResolver resolver = new BinaryResolver(
				List.of(new ConfiguredBinary("/no/such/etcd"), new Source(() -> Optional.of(BINARY))));
		assertThatIllegalStateException().isThrownBy(() -> resolver.resolve(null))
			.withMessageContaining("/no/such/etcd");
	}

	@Test
	void testsWithNewestOfEachLineAtHandOrThoseThatAreListed() {
		BinaryResolver resolver = new BinaryResolver(List.of(new Source(() -> Optional.of(BINARY))));
		assertThat(resolver.forTests("3.4, 3.5")).containsExactly(BINARY, BINARY);
		assertThat(resolver.forTests(null)).containsOnly(BINARY);
		BinaryResolver empty = new BinaryResolver(List.of(new Source(() -> Optional.empty())));
		assertThatIllegalStateException().isThrownBy(() -> empty.forTests("3.4"));
		assertThatIllegalStateException().isThrownBy(() -> empty.forTests(null));
	}

	@Test
	void namesWaysToGetOneAndWhatHasBeenTried() {
		BinaryResolver resolver = new BinaryResolver(List.of(new Source(() -> Optional.empty()), new Source(() -> {
			throw new IOException("unreachable");
		})));
		assertThatIllegalStateException().isThrownBy(() -> resolver.resolve("3.5"))
			.withMessageContainingAll("No etcd 3.5 found", "PATH", "etcd.test.binary", "ETCD_TEST_BINARY", "Docker",
					"a source: none", "a source: unreachable");
	}

	private record Source(Search search) implements BinarySource {

		@Override
		public String description() {
			return "a source";
		}

		@Override
		public Optional<EtcdBinary> find(@Nullable String version) throws IOException {
			return this.search.find();
		}

	}

	private interface Search {

		Optional<EtcdBinary> find() throws IOException;

	}

}
