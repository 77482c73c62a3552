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

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.etcdspring.docs.scenery.Samples;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Compiles and runs the Java code of all pages, from the pages.
 *
 * @author The etcd-spring authors
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JavaSnippetTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private final Map<Page, PageApplication> applications = new HashMap<>();

	private @Nullable PageApplication running;

	@TestFactory
	Stream<DynamicNode> everyPage() {
		List<Page> pages = Page.all().stream().filter((page) -> !page.snippets("java").isEmpty()).toList();
		return Stream.concat(Stream.of(DynamicTest.dynamicTest("are compiled", () -> compile(pages, "pages"))),
				pages.stream().map(this::testsOf));
	}

	private void compile(List<Page> pages, String directory) {
		this.applications.putAll(PageApplication.compile(pages, Path.of("target/snippets", directory)));
	}

	private DynamicContainer testsOf(Page page) {
		List<DynamicTest> tests = new ArrayList<>();
		tests.add(DynamicTest.dynamicTest("is started", () -> start(page)));
		List<Snippet> snippets = page.snippets("java");
		for (int i = 0; i < snippets.size(); i++) {
			int index = i;
			tests.add(DynamicTest.dynamicTest("line " + snippets.get(i).line(), page.file().toUri(), () -> {
				PageApplication application = running();
				application.run(application.sources().get(index));
			}));
		}
		tests.add(DynamicTest.dynamicTest("sees events", () -> running().awaitEvents()));
		tests.add(DynamicTest.dynamicTest("is stopped", () -> running().close()));
		return DynamicContainer.dynamicContainer(page.path(), page.file().toUri(), tests.stream());
	}

	private void start(Page page) {
		close();
		assumeThat(this.applications).as("%s is compiled", page).containsKey(page);
		etcd.server().gateway().call("/v3/kv/deleterange", Map.of("key", "AA==", "range_end", "AA=="));
		Samples.commands(page.snippets("shell").stream().flatMap((snippet) -> snippet.lines().stream()).toList())
			.forEach(etcd.server().gateway()::put);
		PageApplication application = this.applications.get(page);
		application.start(properties());
		this.running = application;
	}

	private PageApplication running() {
		assumeThat(this.running).as("the page has been started").isNotNull();
		return this.running;
	}

	static Map<String, Object> properties() {
		return Map.of("etcd.endpoints", etcd.endpoint(), "audit.endpoints", etcd.endpoint(), "server.port", "0",
				"spring.main.banner-mode", "off", "logging.level.root", "warn");
	}

	@AfterEach
	void close() {
		if (this.running != null) {
			this.running.close();
			this.running = null;
		}
	}

	@TestFactory
	Stream<DynamicTest> mistakesAreFoundWithTheirLines() {
		return Stream.of(mistake("is not known", 4, "etcd.put(\"/x\", \"y\");\nint i = missing;", "cannot find symbol"),
				mistake("is no Java", 4, "etcd.put(\"/x\", \"y\");\nint i = ;", "illegal start of expression"),
				mistake("is an outdated call", 3, "etcd.putt(\"/x\", \"y\");", "cannot find symbol"),
				mistake("fails", 4, "int zero = 0;\nint i = 1 / zero;", "/ by zero"),
				mistake("does not start", 2, "@Bean\nString broken(Runnable missing) {\n\treturn \"\";\n}", "Runnable"),
				mistake("watches in vain", 2, "@EtcdWatch(\"/flags/new-ui\")\nvoid on(int flag) {\n}", "flag"));
	}

	private DynamicTest mistake(String name, int line, String code, String message) {
		List<String> lines = new ArrayList<>(List.of("# Page", "```java"));
		lines.addAll(code.lines().toList());
		lines.add("```");
		Page page = new Page("docs/mistake.md", lines);
		return DynamicTest.dynamicTest(name, URI.create("file:///mistake"),
				() -> assertThatExceptionOfType(Throwable.class).isThrownBy(() -> {
					compile(List.of(page), "mistake");
					start(page);
					running().run(running().sources().get(0));
				})
					.satisfies((problem) -> assertThat(PageApplication.describe(problem)).contains(message)
						.contains("docs/mistake.md:" + line)));
	}

}
