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

package io.github.etcdspring.jetcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page that gives the reasons names the tests that show them, all of them and no
 * other.
 *
 * @author The etcd-spring authors
 */
class JetcdPageTests {

	private static final Pattern CODE = Pattern.compile("`(?:Jetcd\\w+Tests\\.)?([a-z]\\w+)`");

	@Test
	void pageNamesEachTestOfADefect() throws IOException {
		Set<String> named = new HashSet<>();
		Matcher code = CODE.matcher(Files.readString(Path.of("../docs/why-not-jetcd-client.md")));
		while (code.find()) {
			named.add(code.group(1));
		}
		Set<String> tests = Stream.of(JetcdCallDefectTests.class, JetcdWatchDefectTests.class)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Test.class))
			.map((method) -> method.getName())
			.collect(Collectors.toSet());
		assertThat(named).containsAll(tests);
		named.removeIf((name) -> tests.contains(name) || !name.matches("\\w+[A-Z]\\w+[A-Z]\\w+[A-Z]\\w+"));
		assertThat(named).as("names that look like those of tests").isEmpty();
	}

}
