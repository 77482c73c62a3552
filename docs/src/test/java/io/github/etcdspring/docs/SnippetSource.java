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
import java.util.List;
import java.util.Optional;

import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;

/**
 * Java code of a page as a source file whose lines have the numbers that they have in the
 * page. It is what it can be read as first: types, statements or members of a class.
 *
 * @param snippet the block
 * @param form what it is
 * @param types the names of the types of the file
 * @author The etcd-spring authors
 */
record SnippetSource(Snippet snippet, Form form, List<String> types) {

	/**
	 * What stands in every file, so that pages need not say it.
	 */
	private static final List<String> IMPORTS = List.of("java.io.*", "java.net.URI", "java.nio.file.*", "java.time.*",
			"java.util.*", "java.util.concurrent.*", "java.util.function.*", "java.util.stream.*",
			"io.github.etcdspring.*", "io.github.etcdspring.annotation.*", "io.github.etcdspring.auth.*",
			"io.github.etcdspring.cluster.*", "io.github.etcdspring.connection.*", "io.github.etcdspring.consumer.*",
			"io.github.etcdspring.core.*", "io.github.etcdspring.election.*", "io.github.etcdspring.kv.*",
			"io.github.etcdspring.lease.*", "io.github.etcdspring.lock.*", "io.github.etcdspring.maintenance.*",
			"io.github.etcdspring.mirror.*", "io.github.etcdspring.watch.*",
			"io.github.etcdspring.watch.EtcdWatchSpec.Initial", "io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction",
			"io.github.etcdspring.watch.EtcdEvent.Type", "io.github.etcdspring.boot.*",
			"io.github.etcdspring.boot.config.*", "io.github.etcdspring.boot.watch.*", "io.github.etcdspring.test.*",
			"io.github.etcdspring.test.context.*", "io.github.etcdspring.test.relay.*",
			"io.github.etcdspring.test.security.*", "io.github.etcdspring.docs.scenery.*",
			"org.apache.commons.logging.*", "org.jspecify.annotations.Nullable", "org.springframework.boot.*",
			"org.springframework.boot.autoconfigure.*", "org.springframework.boot.context.properties.*",
			"org.springframework.boot.test.context.*", "org.springframework.boot.test.web.server.LocalServerPort",
			"org.springframework.beans.factory.annotation.*", "org.springframework.context.annotation.*",
			"org.springframework.context.event.EventListener", "org.springframework.core.ParameterizedTypeReference",
			"org.springframework.core.task.*", "org.springframework.scheduling.annotation.*",
			"org.springframework.stereotype.*", "org.springframework.web.bind.annotation.*",
			"org.junit.jupiter.api.Test", "org.junit.jupiter.api.extension.*", "reactor.core.publisher.*",
			"static org.assertj.core.api.Assertions.*", "static org.awaitility.Awaitility.await");

	private static final String SCENE = " extends io.github.etcdspring.docs.scenery.Scene ";

	static SnippetSource of(Page page, Snippet snippet) {
		for (Form form : Form.values()) {
			SnippetSource source = new SnippetSource(snippet, form, List.of());
			Optional<CompilationUnitTree> tree = SnippetCompiler.parse(source.file(page));
			if (tree.isPresent()) {
				return new SnippetSource(snippet, form, names(tree.get()));
			}
		}
		return new SnippetSource(snippet, Form.STATEMENTS, List.of());
	}

	// A public type comes first, as it gives the file its name
	private static List<String> names(CompilationUnitTree tree) {
		return tree.getTypeDecls()
			.stream()
			.filter((type) -> type.getKind() != Tree.Kind.EMPTY_STATEMENT)
			.map(ClassTree.class::cast)
			.sorted((one, other) -> Boolean.compare(isPublic(other), isPublic(one)))
			.map((type) -> type.getSimpleName().toString())
			.toList();
	}

	private static boolean isPublic(ClassTree type) {
		return type.getModifiers().getFlags().contains(Modifier.PUBLIC);
	}

	/**
	 * Return the name of the class that is made of statements or members.
	 * @return the simple name
	 */
	String scene() {
		return "Line" + this.snippet.line();
	}

	JavaFileObject file(Page page) {
		String name = (this.form == Form.TYPES && !this.types.isEmpty()) ? this.types.get(0) : scene();
		return file(page, name, content(page));
	}

	static JavaFileObject file(Page page, String name, String content) {
		URI uri = URI.create("string:///" + page.packageName().replace('.', '/') + "/" + name + ".java");
		return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return content;
			}

		};
	}

	private String content(Page page) {
		StringBuilder content = new StringBuilder("\n".repeat(this.snippet.line() - 1));
		content.append("package ").append(page.packageName()).append(";");
		IMPORTS.forEach((type) -> content.append(" import ").append(type).append(";"));
		String body = switch (this.form) {
			case TYPES -> "\n%s";
			case STATEMENTS -> " class " + scene() + SCENE + "{ public void run() throws Exception {\n%s}}";
			case MEMBERS -> " class " + scene() + SCENE + "{\n%s}";
		};
		return content.append(body.formatted(this.snippet.text())).toString();
	}

	/**
	 * What a block can be read as, in the order in which it is tried.
	 */
	enum Form {

		/**
		 * Classes and the like.
		 */
		TYPES,

		/**
		 * What stands in a method.
		 */
		STATEMENTS,

		/**
		 * Methods and fields.
		 */
		MEMBERS

	}

}
