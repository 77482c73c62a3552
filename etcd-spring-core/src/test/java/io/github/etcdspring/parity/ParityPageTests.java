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

package io.github.etcdspring.parity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page that lists the rows lists all of them, in order, and no other.
 *
 * @author The etcd-spring authors
 */
class ParityPageTests {

	@Test
	void pageHasTheRowsOfTheTable() throws Exception {
		List<String> rows = Stream
			.<Class<? extends Enum<?>>>of(GetRow.class, WriteRow.class, LeaseRow.class, LockRow.class, ClusterRow.class,
					AdministrationRow.class)
			.flatMap((type) -> Stream.of(type.getEnumConstants())
				.map((row) -> "| %s | `%s.%s` |".formatted(row.toString().replace(" → ", " | "), type.getSimpleName(),
						row.name())))
			.toList();
		assertThat(Files.readAllLines(Path.of("../docs/parity.md"))).filteredOn((line) -> line.endsWith("` |"))
			.containsExactlyElementsOf(rows);
	}

}
