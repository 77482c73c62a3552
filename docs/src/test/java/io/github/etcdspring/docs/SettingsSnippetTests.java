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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.io.ByteArrayResource;

import io.github.etcdspring.boot.EtcdProperties;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.docs.scenery.Samples;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.security.EtcdTls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Starts an application with the settings of each block of YAML or properties: with TLS
 * and a user where it has them. What is at home elsewhere, such as certificates and
 * endpoints, is replaced; names that nobody knows are found.
 *
 * @author The etcd-spring authors
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SettingsSnippetTests {

	private static final String PASSWORD = "secret";

	private static final EtcdTls tls = EtcdTls.mutual();

	private static final Map<String, Path> FILES = Map.of("/etc/etcd/ca.pem", tls.trustedCertificate(),
			"/etc/etcd/client.pem", tls.client().certificate(), "/etc/etcd/client-key.pem", tls.client().key());

	@RegisterExtension
	static final EtcdExtension open = new EtcdExtension();

	@RegisterExtension
	static final EtcdExtension closed = new EtcdExtension(
			EtcdServer.builder().tls(tls).flags("--client-cert-auth=false", "--trusted-ca-file="));

	@TempDir
	private static Path directory;

	private static final KnownSettings known = KnownSettings.load();

	@BeforeAll
	static void createUser() {
		closed.server().gateway().authentication().addUser("app", PASSWORD).grantRole("app", "root");
		closed.server().enableAuthentication(PASSWORD);
	}

	@TestFactory
	Stream<DynamicTest> everyBlock() {
		return Page.all()
			.stream()
			.flatMap((page) -> page.snippets("yaml", "properties")
				.stream()
				.filter((snippet) -> !isForAnotherProgram(snippet))
				.map((snippet) -> DynamicTest.dynamicTest(snippet.place(), page.file().toUri(), () -> {
					check(snippet);
					start(page, snippet);
				})));
	}

	// Manifests of Kubernetes and of Docker Compose
	static boolean isForAnotherProgram(Snippet snippet) {
		return snippet.lines().stream().anyMatch((line) -> line.matches("(apiVersion|services):.*"));
	}

	private static void check(Snippet snippet) {
		for (PropertySource<?> source : load(snippet)) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				assertThat(known.contains(name))
					.as("%s: '%s' is the name of a setting", placeOf(snippet, source, name), name)
					.isTrue();
			}
			bind(snippet, source);
		}
	}

	private static void bind(Snippet snippet, PropertySource<?> source) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(new MapPropertySource("surroundings", surroundings()));
		sources.addLast(source);
		try {
			new Binder(ConfigurationPropertySources.from(sources),
					(text) -> (text instanceof String value)
							? new PropertySourcesPropertyResolver(sources).resolveRequiredPlaceholders(value) : text)
				.bind("etcd", Bindable.of(EtcdProperties.class));
		}
		catch (RuntimeException ex) {
			throw new AssertionError("%s: %s".formatted(snippet.place(), PageApplication.describe(ex)), ex);
		}
	}

	private static Map<String, Object> surroundings() {
		return Map.of("ETCD_APP_PASSWORD", PASSWORD, "HOSTNAME", "node-1");
	}

	private static List<PropertySource<?>> load(Snippet snippet) {
		PropertySourceLoader loader = (snippet.language().equals("yaml")) ? new YamlPropertySourceLoader()
				: new PropertiesPropertySourceLoader();
		try {
			return loader.load(snippet.place(), new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException | RuntimeException ex) {
			throw new AssertionError("%s: %s".formatted(snippet.place(), ex.getMessage()), ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static String placeOf(Snippet snippet, PropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin((OriginLookup<String>) (OriginLookup<?>) source, name);
		return (origin instanceof TextResourceOrigin text && text.getLocation() != null)
				? snippet.place(snippet.line() + 1 + text.getLocation().getLine()) : snippet.place();
	}

	private static void start(Page page, Snippet snippet) {
		boolean secured = snippet.text().contains("https://") || snippet.text().contains("ssl.bundle");
		EtcdServer server = (secured) ? closed.server() : open.server();
		Samples.commands(page.snippets("shell").stream().flatMap((block) -> block.lines().stream()).toList())
			.forEach(((secured) ? server.gateway().as("root", PASSWORD) : server.gateway())::put);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(surroundings())
			.run("--spring.config.location=" + write(snippet), "--etcd.endpoints=" + server.endpoint(),
					"--spring.main.banner-mode=off", "--logging.level.root=warn",
					"--etcd.username=" + ((secured) ? "app" : ""), "--etcd.password=" + ((secured) ? PASSWORD : ""))) {
			EtcdTemplate etcd = context.getBean(EtcdTemplate.class);
			etcd.put("/settings", snippet.page());
			assertThat(etcd.get("/settings")).isEqualTo(snippet.page());
		}
		catch (RuntimeException ex) {
			throw new AssertionError("%s: %s".formatted(snippet.place(), PageApplication.describe(ex)), ex);
		}
	}

	private static String write(Snippet snippet) {
		String text = snippet.text();
		for (Map.Entry<String, Path> file : FILES.entrySet()) {
			text = text.replace(file.getKey(), file.getValue().toString());
		}
		if (text.contains("etcd.ssl.bundle: etcd") || text.contains("ssl.bundle: etcd")) {
			text += (text.contains("spring.ssl.bundle") || text.contains("truststore")) ? "" : bundle();
		}
		try {
			Path file = directory.resolve(snippet.line() + "." + snippet.language());
			return Files.writeString(file, text).toUri().toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String bundle() {
		StringBuilder bundle = new StringBuilder();
		tls.bundleProperties("etcd")
			.forEach((name, value) -> bundle.append(name).append(": ").append(value).append('\n'));
		return bundle.toString();
	}

	@TestFactory
	Stream<DynamicTest> mistakesAreFoundWithTheirLines() {
		return Stream.of(mistake("unknown name", 4, List.of("etcd:", "  endpoint: http://localhost:2379")),
				mistake("unknown name of Spring Boot", 3, List.of("spring.ssl.bundel.pem.etcd.key.alias: x")),
				mistake("value of another type", 3, List.of("etcd.request-timeout: soon")),
				mistake("no YAML", 3, List.of("etcd: [")));
	}

	private static DynamicTest mistake(String name, int line, List<String> lines) {
		Snippet snippet = new Snippet("docs/mistake.md", 2, "yaml", lines);
		return DynamicTest.dynamicTest(name,
				() -> assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> check(snippet))
					.withMessageContaining("docs/mistake.md:" + line));
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
