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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks a folder that was deployed to: the modules, their jars, and what their POMs tell.
 *
 * <pre>java CheckRepository.java repository</pre>
 */
public final class CheckRepository {

	private static final Set<String> JARS = Set.of("etcd-spring-core", "etcd-spring-autoconfigure",
			"etcd-spring-starter", "etcd-spring-test");

	private static final Set<String> POMS = Set.of("etcd-spring", "etcd-spring-bom");

	/**
	 * Modules whose jars have no classes.
	 */
	private static final Set<String> WITHOUT_CODE = Set.of("etcd-spring-starter");

	/**
	 * What a POM must tell, itself or by its parent.
	 */
	private static final List<String> METADATA = List.of("name", "description", "url", "licenses/license/name",
			"licenses/license/url", "developers/developer/name", "scm/connection", "scm/url");

	private final List<String> problems = new ArrayList<>();

	private final Path group;

	private CheckRepository(Path repository) {
		this.group = repository.resolve("io/github/etcdspring");
	}

	public static void main(String[] args) throws Exception {
		CheckRepository check = new CheckRepository(Path.of(args[0]));
		check.run();
		check.problems.forEach((problem) -> System.err.println("ERROR: " + problem));
		if (!check.problems.isEmpty()) {
			System.exit(1);
		}
		System.out.println("What would be published is complete: " + check.group);
	}

	private void run() throws Exception {
		Set<String> expected = new TreeSet<>(JARS);
		expected.addAll(POMS);
		require(expected.equals(names(this.group)), "published are %s instead of %s".formatted(names(this.group), expected));
		Element parent = pom("etcd-spring");
		for (String module : expected) {
			Element pom = pom(module);
			for (String path : METADATA) {
				// The name and the description of a module are its own
				boolean inherited = !path.equals("name") && !path.equals("description");
				String text = text(pom, path);
				require(!text.isEmpty() || (inherited && !text(parent, path).isEmpty()),
						"%s has no %s".formatted(module, path));
			}
		}
		for (String module : JARS) {
			checkJars(module);
		}
		checkBom();
	}

	private void checkJars(String module) throws IOException {
		boolean code = !WITHOUT_CODE.contains(module);
		checkJar(module, "", (code) ? ".class" : "META-INF/LICENSE", "META-INF/LICENSE", "META-INF/MANIFEST.MF");
		checkJar(module, "-sources", (code) ? ".java" : "META-INF/LICENSE");
		checkJar(module, "-javadoc", (code) ? "index.html" : "META-INF/LICENSE");
	}

	private void checkJar(String module, String classifier, String... contents) throws IOException {
		Path file = file(module, classifier + ".jar");
		if (file == null) {
			this.problems.add("%s has no jar '%s'".formatted(module, classifier));
			return;
		}
		try (ZipFile zip = new ZipFile(file.toFile())) {
			List<String> entries = zip.stream().map((entry) -> entry.getName()).toList();
			for (String content : contents) {
				require(entries.stream().anyMatch((entry) -> entry.endsWith(content)),
						"%s has no %s".formatted(file.getFileName(), content));
			}
		}
	}

	private void checkBom() throws Exception {
		Set<String> managed = new TreeSet<>();
		NodeList dependencies = pom("etcd-spring-bom").getElementsByTagName("dependency");
		for (int i = 0; i < dependencies.getLength(); i++) {
			managed.add(text((Element) dependencies.item(i), "artifactId"));
		}
		require(managed.equals(new TreeSet<>(JARS)), "the BOM manages %s instead of %s".formatted(managed, JARS));
	}

	private Element pom(String module) throws Exception {
		Path file = file(module, ".pom");
		try (InputStream content = Files.newInputStream(file)) {
			return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(content).getDocumentElement();
		}
	}

	// A snapshot has a time in its name
	private Path file(String module, String end) throws IOException {
		try (Stream<Path> files = Files.walk(this.group.resolve(module))) {
			return files
				.filter((file) -> file.getFileName().toString().matches(module + "-[0-9][0-9.-]*(-SNAPSHOT)?" + end))
				.findFirst()
				.orElse(null);
		}
	}

	private static Set<String> names(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isDirectory)
				.map((file) -> file.getFileName().toString())
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	private static String text(Element element, String path) {
		Element current = element;
		for (String name : path.split("/")) {
			current = child(current, name);
			if (current == null) {
				return "";
			}
		}
		return current.getTextContent().strip();
	}

	private static Element child(Element element, String name) {
		for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element found && found.getTagName().equals(name)) {
				return found;
			}
		}
		return null;
	}

	private void require(boolean condition, String problem) {
		if (!condition) {
			this.problems.add(problem);
		}
	}

}
