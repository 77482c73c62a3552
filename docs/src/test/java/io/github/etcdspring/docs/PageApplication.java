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

import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.ReflectionUtils;

import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.docs.scenery.Samples;
import io.github.etcdspring.docs.scenery.Scene;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Java code of a page, which is one application: its own
 * {@link SpringBootApplication} or else one that is made for it, the components of its
 * package, and a bean for each block of members or statements.
 *
 * @author The etcd-spring authors
 */
final class PageApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Page page;

	private final List<SnippetSource> sources;

	private final URLClassLoader loader;

	private final Class<?> main;

	private @Nullable ConfigurableApplicationContext context;

	private PageApplication(Page page, List<SnippetSource> sources, URLClassLoader loader) {
		this.page = page;
		this.sources = sources;
		this.loader = loader;
		this.main = types().filter((type) -> type.isAnnotationPresent(SpringBootApplication.class))
			.findFirst()
			.orElseGet(() -> load("PageApplication"));
	}

	/**
	 * Compile the Java code of pages, all at once.
	 * @param pages the pages
	 * @param target the folder for the classes
	 * @return an application for each page
	 */
	static Map<Page, PageApplication> compile(List<Page> pages, Path target) {
		Map<Page, List<SnippetSource>> sources = new LinkedHashMap<>();
		pages.forEach((page) -> sources.put(page,
				page.snippets("java").stream().map((snippet) -> SnippetSource.of(page, snippet)).toList()));
		Map<Page, List<JavaFileObject>> files = new LinkedHashMap<>();
		sources.forEach((page, snippets) -> files.put(page, files(page, snippets)));
		URLClassLoader loader = SnippetCompiler.compile(files, target);
		Map<Page, PageApplication> applications = new LinkedHashMap<>();
		sources.forEach((page, snippets) -> applications.put(page, new PageApplication(page, snippets, loader)));
		return applications;
	}

	private static List<JavaFileObject> files(Page page, List<SnippetSource> sources) {
		List<JavaFileObject> files = new ArrayList<>(sources.stream().map((source) -> source.file(page)).toList());
		if (sources.stream().noneMatch((source) -> source.snippet().text().contains("@SpringBootApplication"))) {
			files.add(SnippetSource.file(page, "PageApplication", "package %s; @%s class PageApplication {}"
				.formatted(page.packageName(), SpringBootApplication.class.getName())));
		}
		return files;
	}

	List<SnippetSource> sources() {
		return this.sources;
	}

	void start(Map<String, Object> properties) {
		boolean serves = types().anyMatch(
				(type) -> AnnotatedElementUtils.hasAnnotation(type, org.springframework.stereotype.Controller.class));
		try {
			withClassLoader(() -> this.context = new SpringApplicationBuilder(this.main)
				.resourceLoader(new DefaultResourceLoader(this.loader))
				.web((serves) ? WebApplicationType.SERVLET : WebApplicationType.NONE)
				.properties(properties)
				.initializers((created) -> this.sources.forEach((source) -> register(source, created)))
				.run());
		}
		catch (RuntimeException ex) {
			throw new AssertionError(describe(ex).replaceAll(Pattern.quote(this.page.packageName()) + "\\.Line(\\d+)",
					Matcher.quoteReplacement(this.page.path()) + ":$1"), ex);
		}
	}

	private void register(SnippetSource source, ConfigurableApplicationContext created) {
		if (source.form() != SnippetSource.Form.TYPES) {
			((GenericApplicationContext) created).registerBean(source.snippet().place(), load(source.scene()));
		}
	}

	/**
	 * Run what a block says.
	 * @param source the block
	 */
	void run(SnippetSource source) {
		switch (source.form()) {
			case STATEMENTS -> statements(source);
			case MEMBERS -> assertThat(context().getBean(source.snippet().place())).isInstanceOf(Scene.class);
			case TYPES -> source.types().stream().map(this::load).forEach(this::test);
		}
	}

	private void statements(SnippetSource source) {
		Object scene = context().getBean(source.snippet().place());
		Method run = ReflectionUtils.findMethod(scene.getClass(), "run");
		assertThat(run).isNotNull();
		run.setAccessible(true);
		withClassLoader(() -> {
			try {
				run.invoke(scene);
			}
			catch (ReflectiveOperationException ex) {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				throw new AssertionError("%s: %s".formatted(placeOf(cause, source), cause), cause);
			}
		});
	}

	private String placeOf(Throwable problem, SnippetSource source) {
		return Arrays.stream(problem.getStackTrace())
			.filter((frame) -> frame.getClassName().startsWith(this.page.packageName()))
			.findFirst()
			.map((frame) -> source.snippet().place(frame.getLineNumber()))
			.orElse(source.snippet().place());
	}

	private void test(Class<?> type) {
		if (Arrays.stream(type.getDeclaredMethods()).noneMatch((method) -> method.isAnnotationPresent(Test.class))) {
			return;
		}
		SummaryGeneratingListener results = new SummaryGeneratingListener();
		withClassLoader(() -> LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass(type)).build(),
					results));
		results.getSummary().getFailures().forEach((failure) -> {
			throw new AssertionError("%s: %s: %s".formatted(this.page, failure.getTestIdentifier().getDisplayName(),
					failure.getException()), failure.getException());
		});
		assertThat(results.getSummary().getTestsSucceededCount()).as("tests of %s", type).isPositive();
	}

	/**
	 * Change a key of each watch and see whether its method can take it.
	 */
	void awaitEvents() {
		EtcdTemplate etcd = context().getBean("etcdTemplate", EtcdTemplate.class);
		Collection<EtcdWatchRegistration> watches = watches();
		for (EtcdWatchRegistration watch : watches) {
			assertThat(Samples.of(watch.range())).as("%s: sample of a key for %s", this.page, watch).isNotEmpty();
			Samples.of(watch.range()).forEach((key, value) -> {
				etcd.put(key, value);
				etcd.delete(key);
				etcd.put(key, value);
			});
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(watches).as("watches of %s", this.page)
				.allMatch((watch) -> watch.handledEvents() > 0, "has handled events")
				.allMatch((watch) -> watch.skippedEvents() == 0, "has skipped no event"));
	}

	/**
	 * Return all that is said about a problem.
	 * @param problem the problem
	 * @return the messages of it and its causes
	 */
	static String describe(Throwable problem) {
		return problem + ((problem.getCause() != null) ? "\n" + describe(problem.getCause()) : "");
	}

	private Collection<EtcdWatchRegistration> watches() {
		return context().getBeansOfType(EtcdWatchContainer.class)
			.values()
			.stream()
			.flatMap((container) -> container.registrations().stream())
			.filter((watch) -> watch.state() != EtcdWatchRegistration.State.PAUSED)
			.toList();
	}

	private Stream<Class<?>> types() {
		return this.sources.stream().flatMap((source) -> source.types().stream()).map(this::load);
	}

	private Class<?> load(String name) {
		try {
			return Class.forName(this.page.packageName() + "." + name, false, this.loader);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ConfigurableApplicationContext context() {
		assertThat(this.context).as("application of " + this.page).isNotNull();
		return this.context;
	}

	private void withClassLoader(Runnable action) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.loader);
		try {
			action.run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

}
