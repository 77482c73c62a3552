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

package io.github.etcdspring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the picture of the packages to the imports of the code.
 *
 * @author The etcd-spring authors
 */
class ArchitecturePageTests {

	private static final Path CORE = Page.ROOT.resolve("etcd-spring-core/src/main/java/io/github/etcdspring");

	private static final Pattern ARROW = Pattern.compile("(?m)^ {2}(\\w+) --> (\\w+)$");

	private static final Pattern IMPORT = Pattern
		.compile("(?m)^import (?:static )?io\\.github\\.etcdspring\\.([a-z]+)\\.");

	private final Map<String, Set<String>> drawn = drawn();

	@Test
	void everyPackageIsInThePicture() throws IOException {
		Set<String> names = new TreeSet<>(this.drawn.keySet());
		this.drawn.values().forEach(names::addAll);
		assertThat(names).isEqualTo(imports().keySet());
	}

	@Test
	void everyArrowIsAnImport() throws IOException {
		Map<String, Set<String>> imports = imports();
		this.drawn.forEach((from, to) -> assertThat(imports.get(from)).as("imports of %s", from).containsAll(to));
	}

	@Test
	void everyImportFollowsArrows() throws IOException {
		imports().forEach(
				(from, to) -> assertThat(reachable(from)).as("packages below %s in the picture", from).containsAll(to));
	}

	private Set<String> reachable(String from) {
		Set<String> reachable = new TreeSet<>(this.drawn.getOrDefault(from, Set.of()));
		for (String name : this.drawn.getOrDefault(from, Set.of())) {
			reachable.addAll(reachable(name));
		}
		return reachable;
	}

	private static Map<String, Set<String>> drawn() {
		Map<String, Set<String>> drawn = new HashMap<>();
		Snippet picture = Page.all()
			.stream()
			.filter((page) -> page.path().equals("docs/architecture.md"))
			.flatMap((page) -> page.snippets("mermaid").stream())
			.findFirst()
			.orElseThrow();
		ARROW.matcher(picture.text())
			.results()
			.forEach((arrow) -> drawn.computeIfAbsent(arrow.group(1), (name) -> new TreeSet<>()).add(arrow.group(2)));
		return drawn;
	}

	private static Map<String, Set<String>> imports() throws IOException {
		Map<String, Set<String>> imports = new HashMap<>();
		try (Stream<Path> files = Files.walk(CORE, 2)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				String name = CORE.relativize(file.getParent()).toString();
				if (!name.isEmpty()) {
					Set<String> used = imports.computeIfAbsent(name, (key) -> new TreeSet<>());
					IMPORT.matcher(Files.readString(file))
						.results()
						.map((MatchResult match) -> match.group(1))
						.filter((other) -> !other.equals(name))
						.forEach(used::add);
				}
			}
		}
		return imports;
	}

}
