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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation.
 *
 * @param path the path, from the root of the project on
 * @param lines all lines
 * @author The etcd-spring authors
 */
record Page(String path, List<String> lines) {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final String FENCE = "```";

	static List<Page> all() {
		try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
			Stream<Path> docs = files.filter((file) -> file.toString().endsWith(".md"))
				.filter((file) -> !file.startsWith(ROOT.resolve("docs/target")))
				.sorted();
			Stream<Path> others = Stream
				.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "samples/README.md")
				.map(ROOT::resolve)
				.filter(Files::exists);
			return Stream.concat(others, docs).map(Page::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Page read(Path file) {
		try {
			return new Page(ROOT.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path file() {
		return ROOT.resolve(this.path);
	}

	/**
	 * Return a name that a Java package can have.
	 * @return the name
	 */
	String packageName() {
		return "snippets." + this.path.replaceFirst("\\.md$", "").toLowerCase().replaceAll("[^a-z0-9]", "_");
	}

	List<Snippet> snippets(String... languages) {
		List<String> wanted = List.of(languages);
		return snippets().stream().filter((snippet) -> wanted.contains(snippet.language())).toList();
	}

	List<Snippet> snippets() {
		List<Snippet> snippets = new ArrayList<>();
		Snippet open = null;
		for (int i = 0; i < this.lines.size(); i++) {
			String line = this.lines.get(i);
			if (open != null && line.strip().equals(FENCE)) {
				snippets.add(open);
				open = null;
			}
			else if (open != null) {
				open.lines().add(line);
			}
			else if (line.strip().startsWith(FENCE)) {
				open = new Snippet(this.path, i + 1, line.strip().substring(FENCE.length()).strip(), new ArrayList<>());
			}
		}
		requireClosed(open);
		return snippets;
	}

	private static void requireClosed(@Nullable Snippet open) {
		if (open != null) {
			throw new IllegalStateException(open.place() + ": the block is not closed");
		}
	}

	/**
	 * Return the lines outside of blocks, the others being empty.
	 * @return as many lines as the page has
	 */
	List<String> prose() {
		List<String> prose = new ArrayList<>(this.lines);
		for (Snippet snippet : snippets()) {
			for (int i = 0; i <= snippet.lines().size() + 1; i++) {
				prose.set(snippet.line() - 1 + i, "");
			}
		}
		return prose;
	}

	@Override
	public String toString() {
		return this.path;
	}

}
