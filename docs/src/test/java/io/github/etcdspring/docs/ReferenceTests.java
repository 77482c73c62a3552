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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks up what the pages refer to: other pages and their headings, tests, types and
 * settings.
 *
 * @author The etcd-spring authors
 */
class ReferenceTests {

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)(?:\\.(\\w+))?`");

	private static final Pattern TYPE = Pattern
		.compile("`@?(Etcd[A-Z]\\w*(?<!Tests)\\b|KeyRange|TxnOperation|EmbeddedEtcd)(?:[.(<`]|$)");

	private static final Pattern SETTING = Pattern
		.compile("`((?:etcd|management|spring|server|logging)\\.[a-z.-]+[a-z])(?:[=:][^`]*)?`");

	private final List<Page> pages = Page.all();

	private final Map<String, String> sources = sources();

	@Test
	void linksLeadSomewhere() {
		forEach(LINK, (match, place) -> {
			String target = match.group(1);
			if (!target.matches("(https?|mailto):.*")) {
				assertThat(exists(place.page(), target)).as("%s: link to %s", place, target).isTrue();
			}
		});
	}

	private boolean exists(Page from, String target) {
		String[] parts = target.split("#", 2);
		Path file = (parts[0].isEmpty()) ? from.file() : from.file().resolveSibling(parts[0]).normalize();
		if (parts.length == 1 || !Files.exists(file)) {
			return Files.exists(file);
		}
		return read(file).lines()
			.filter((line) -> line.startsWith("#"))
			.map(ReferenceTests::anchor)
			.anyMatch(parts[1]::equals);
	}

	private static String anchor(String heading) {
		return heading.replaceFirst("^#+ ", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9 _-]", "")
			.replace(' ', '-');
	}

	@Test
	void testsExist() {
		forEach(TEST, (match, place) -> {
			assertThat(this.sources).as("%s: test %s", place, match.group(1)).containsKey(match.group(1));
			if (match.group(2) != null) {
				assertThat(this.sources.get(match.group(1))).as("%s: test %s", place, match.group())
					.contains(" " + match.group(2) + "(");
			}
		});
	}

	@Test
	void typesExist() {
		forEach(TYPE,
				(match, place) -> assertThat(this.sources.get(match.group(1))).as("%s: type %s", place, match.group(1))
					.isNotNull()
					.containsPattern("(?m)^(public |@interface )"));
	}

	@Test
	void settingsExist() {
		KnownSettings known = KnownSettings.load();
		forEach(SETTING, (match, place) -> {
			String name = match.group(1);
			assertThat(known.contains(name) || isNamed(name) || isPrefix(known, name))
				.as("%s: %s is a setting, or a name in the code", place, name)
				.isTrue();
		});
	}

	// Meters, observations and their attributes
	private boolean isNamed(String name) {
		return this.sources.values().stream().anyMatch((source) -> source.contains("\"" + name + "\""));
	}

	private static boolean isPrefix(KnownSettings known, String name) {
		String prefix = name.replace("-", "") + ".";
		return known.names().stream().anyMatch((setting) -> setting.startsWith(prefix));
	}

	private void forEach(Pattern pattern, BiConsumer<MatchResult, Place> check) {
		List<String> problems = new ArrayList<>();
		for (Page page : this.pages) {
			List<String> prose = page.prose();
			for (int i = 0; i < prose.size(); i++) {
				Place place = new Place(page, i + 1);
				pattern.matcher(prose.get(i)).results().forEach((match) -> {
					try {
						check.accept(match, place);
					}
					catch (AssertionError ex) {
						problems.add(ex.getMessage().lines().findFirst().orElseThrow());
					}
				});
			}
		}
		assertThat(problems).isEmpty();
	}

	private static Map<String, String> sources() {
		Map<String, String> sources = new HashMap<>();
		try (Stream<Path> files = Files.walk(Page.ROOT)) {
			files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> !file.toString().contains("/target/"))
				.forEach((file) -> sources.merge(file.getFileName().toString().replace(".java", ""), read(file),
						String::concat));
			return sources;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A line of a page.
	 *
	 * @param page the page
	 * @param line the number
	 */
	private record Place(Page page, int line) {

		@Override
		public String toString() {
			return this.page + ":" + this.line;
		}

	}

}
