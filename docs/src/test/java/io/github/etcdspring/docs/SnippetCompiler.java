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
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import org.springframework.util.FileSystemUtils;

/**
 * Compiles the Java code of pages.
 *
 * @author The etcd-spring authors
 */
final class SnippetCompiler {

	private static final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	/**
	 * Shared, as it knows the class path once it has been read.
	 */
	private static final StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);

	private static final List<String> OPTIONS = List.of("--release", "17", "-parameters", "-proc:none", "-g",
			"-Xlint:deprecation,removal,rawtypes,unchecked", "-Werror");

	private SnippetCompiler() {
	}

	/**
	 * Read a file without looking at what it refers to.
	 * @param file the file
	 * @return its syntax, or nothing if it has none
	 */
	static Optional<CompilationUnitTree> parse(JavaFileObject file) {
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		JavacTask task = (JavacTask) compiler.getTask(null, files, problems, List.of("-source", "17"), null,
				List.of(file));
		try {
			Iterator<? extends CompilationUnitTree> trees = task.parse().iterator();
			boolean failed = problems.getDiagnostics()
				.stream()
				.anyMatch((problem) -> problem.getKind() == Diagnostic.Kind.ERROR);
			return (failed) ? Optional.empty() : Optional.of(trees.next());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Compile pages.
	 * @param sources their Java code
	 * @param target the folder for the classes
	 * @return what loads the classes
	 * @throws AssertionError if something is wrong, with the lines of the pages
	 */
	static URLClassLoader compile(Map<Page, List<JavaFileObject>> sources, Path target) {
		Map<URI, Page> pages = new HashMap<>();
		sources.forEach((page, all) -> all.forEach((file) -> pages.put(file.toUri(), page)));
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		try {
			FileSystemUtils.deleteRecursively(target);
			Files.createDirectories(target);
			files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(target));
			List<JavaFileObject> all = sources.values().stream().flatMap(List::stream).toList();
			if (!compiler.getTask(null, files, problems, OPTIONS, null, all).call()) {
				throw new AssertionError(String.join("\n",
						problems.getDiagnostics()
							.stream()
							.filter((problem) -> problem.getSource() != null)
							.map((problem) -> "%s:%d: %s".formatted(pages.get(problem.getSource().toUri()),
									problem.getLineNumber(), problem.getMessage(Locale.ROOT)))
							.toList()));
			}
			return new URLClassLoader(new URL[] { target.toUri().toURL() },
					Thread.currentThread().getContextClassLoader());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
