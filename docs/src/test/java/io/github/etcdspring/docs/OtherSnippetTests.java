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
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the blocks of the pages that are neither Java code nor settings.
 *
 * @author The etcd-spring authors
 */
class OtherSnippetTests {

	/**
	 * Empty is output of programs.
	 */
	private static final Set<String> LANGUAGES = Set.of("java", "yaml", "properties", "xml", "shell", "mermaid", "");

	private static final Pattern MODULE = Pattern.compile("-pl (\\S+)");

	private static final Pattern PROFILE = Pattern.compile("mvn .*-P(\\w+)");

	@Test
	void everyBlockIsOfALanguageThatIsChecked() {
		assertThat(Page.all()).flatExtracting(Page::snippets)
			.allSatisfy(
					(snippet) -> assertThat(snippet.language()).as("language of %s", snippet.place()).isIn(LANGUAGES));
	}

	@TestFactory
	Stream<DynamicTest> dependenciesExist() {
		return tests("xml", (snippet) -> {
			Element root = DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(new InputSource(new StringReader("<snippet>" + snippet.text() + "</snippet>")))
				.getDocumentElement();
			String version = text(DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(Page.ROOT.resolve("pom.xml").toFile())
				.getDocumentElement(), "version");
			NodeList dependencies = root.getElementsByTagName("dependency");
			for (int i = 0; i < dependencies.getLength(); i++) {
				Element dependency = (Element) dependencies.item(i);
				if (text(dependency, "groupId").equals("io.github.etcdspring")) {
					assertThat(Page.ROOT.resolve(text(dependency, "artifactId")).resolve("pom.xml")).exists();
					assertThat(text(dependency, "version")).as("version in " + snippet.place()).isIn(version, "");
				}
			}
		});
	}

	private static String text(Element parent, String name) {
		NodeList elements = parent.getElementsByTagName(name);
		return (elements.getLength() > 0) ? elements.item(0).getTextContent() : "";
	}

	@TestFactory
	Stream<DynamicTest> modulesAndProfilesOfCommandsExist() throws IOException {
		String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
		return tests("shell", (snippet) -> snippet.lines().forEach((line) -> {
			groups(MODULE, line)
				.forEach((module) -> assertThat(pom).as(snippet.place()).contains("<module>" + module + "</module>"));
			groups(PROFILE, line)
				.forEach((profile) -> assertThat(pom).as(snippet.place()).contains("<id>" + profile + "</id>"));
		}));
	}

	private static List<String> groups(Pattern pattern, String line) {
		return pattern.matcher(line).results().map((match) -> match.group(1)).toList();
	}

	@TestFactory
	Stream<DynamicTest> manifestsAreYaml() {
		return tests("yaml",
				(snippet) -> assertThat(new Yaml().loadAll(snippet.text())).as(snippet.place()).isNotEmpty());
	}

	private static Stream<DynamicTest> tests(String language, Check check) {
		return Page.all()
			.stream()
			.flatMap((page) -> page.snippets(language)
				.stream()
				.map((snippet) -> DynamicTest.dynamicTest(snippet.place(), page.file().toUri(),
						() -> check.check(snippet))));
	}

	/**
	 * What is asked of a block.
	 */
	private interface Check {

		void check(Snippet snippet) throws Exception;

	}

}
