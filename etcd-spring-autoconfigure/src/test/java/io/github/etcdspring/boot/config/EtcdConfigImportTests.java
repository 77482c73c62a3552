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

package io.github.etcdspring.boot.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import io.github.etcdspring.boot.EtcdClientBuilderCustomizer;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.EtcdGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is imported when an application starts.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EtcdConfigImportTests {

	private static final String NOWHERE = "http://127.0.0.1:1";

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void treeOfKeysBecomesProperties() {
		long revision = put("/tree/server/port", "1234");
		put("/tree/names[0]", "one");
		put("/tree/names[1]", "zwei äöü");
		put("/tree/directory/", "");
		put("/tree//odd//path", "odd");
		put("/tree/", "not a property");
		put("/treetop", "neither");
		try (ConfigurableApplicationContext context = run("etcd:/tree/")) {
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("server.port", Integer.class)).isEqualTo(1234);
			assertThat(environment.getProperty("odd.path")).isEqualTo("odd");
			assertThat(Binder.get(environment).bind("names", String[].class).get()).containsExactly("one", "zwei äöü");
			assertThat(origin(context, "server.port"))
				.hasToString("etcd key '/tree/server/port' at revision " + revision);
		}
	}

	@Test
	void wholeDocumentsAreReadAsFilesAre() {
		put("/doc/app.yaml", "a:\n  b: [1, 2]\n  c: 'ö'\n---\na:\n  c: later\n");
		put("/doc/app.properties", "p.q=ü\n#---\np.r=\\u00fc\n");
		put("/doc/app.json", "{\n\t\"j\": {\"k\": [true, {\"l\": \"x\\/y\\n\\u00e4\"}], \"n\": null, \"d\": 1.5}\n}");
		put("/doc/hint", "h: 1\n");
		try (ConfigurableApplicationContext context = run(
				"etcd:/doc/app.yaml;etcd:/doc/app.properties,etcd:/doc/app.json,etcd:/doc/hint[.yaml]")) {
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("a.b[1]")).isEqualTo("2");
			assertThat(environment.getProperty("a.c")).isEqualTo("later");
			assertThat(environment.getProperty("p.q")).isEqualTo("ü");
			assertThat(environment.getProperty("p.r")).isEqualTo("ü");
			assertThat(environment.getProperty("j.k[0]", Boolean.class)).isTrue();
			assertThat(environment.getProperty("j.k[1].l")).isEqualTo("x/y\nä");
			assertThat(environment.getProperty("j.n")).isEmpty();
			assertThat(environment.getProperty("j.d", Double.class)).isEqualTo(1.5);
			assertThat(environment.getProperty("h")).isEqualTo("1");
			assertThat(origin(context, "a.b[1]")).hasToString("etcd key '/doc/app.yaml' - 2:10");
		}
	}

	@Test
	void laterLocationsWinAndProfilesWinOverAll() {
		put("/one/a", "1");
		put("/one/b", "1");
		put("/one/c", "1");
		put("/one-dev/c", "1-dev");
		put("/two.yaml", "b: 2\nd: 2\n---\nspring.config.activate.on-profile: dev\nd: active\n"
				+ "---\nspring.config.activate.on-profile: prod\nd: inactive\n");
		put("/two-dev.yaml", "b: 2-dev\n");
		try (ConfigurableApplicationContext context = run("etcd:/one/,etcd:/two.yaml", "spring.profiles.active=dev")) {
			assertThat(properties(context, "a", "b", "c", "d")).containsExactly("1", "2-dev", "1-dev", "active");
		}
		try (ConfigurableApplicationContext context = run("etcd:/one/,etcd:/two.yaml")) {
			assertThat(properties(context, "a", "b", "c", "d")).containsExactly("1", "2", "1", "2");
		}
	}

	@Test
	void nothingButTheSchemeImportsWhatIsForAllAndWhatIsForTheApplication() {
		put("/base/application/a", "all");
		put("/base/application/b", "all");
		put("/base/shop/b", "shop");
		put("/base/shop-dev/c", "dev");
		try (ConfigurableApplicationContext context = run("etcd:", "etcd.config.prefix=/base",
				"spring.application.name=shop", "spring.profiles.active=dev")) {
			assertThat(properties(context, "a", "b", "c")).containsExactly("all", "shop", "dev");
		}
	}

	@Test
	void everythingIsOfOneRevision() {
		AtomicBoolean stop = new AtomicBoolean();
		putBoth(0);
		Thread writer = new Thread(() -> {
			for (int i = 1; !stop.get(); i++) {
				putBoth(i);
			}
		});
		writer.start();
		try {
			for (int round = 0; round < 5; round++) {
				try (ConfigurableApplicationContext context = run("etcd:/first/,etcd:/second/",
						"etcd.config.refresh=false")) {
					assertThat(context.getEnvironment().getProperty("left")).isNotNull()
						.isEqualTo(context.getEnvironment().getProperty("right"));
				}
			}
		}
		finally {
			stop.set(true);
		}
		await().until(() -> !writer.isAlive());
	}

	@Test
	void importedDocumentCanImportAnother() {
		put("/nested.yaml", "spring.config.import: 'etcd:/nested/'\nn: document\n");
		put("/nested/n", "tree");
		try (ConfigurableApplicationContext context = run("etcd:/nested.yaml")) {
			assertThat(properties(context, "n")).containsExactly("tree");
		}
	}

	@Test
	void connectionIsThatOfTheFileThatImports(@TempDir Path directory) throws IOException {
		put("/file/app/a", "app");
		put("/file/dev/b", "dev");
		Files.writeString(directory.resolve("application.yaml"), """
				etcd.endpoints: ${file.endpoint}
				spring.config.import: etcd:/app/
				etcd.namespace: /file
				""");
		try (ConfigurableApplicationContext context = runFiles(directory, "file.endpoint=" + etcd.endpoint())) {
			assertThat(properties(context, "a", "b")).containsExactly("app", null);
			assertThat(context.getBean(EtcdConfigImport.class).connection())
				.isSameAs(context.getBean(EtcdConnection.class));
		}
		Files.delete(directory.resolve("application.yaml"));
		Files.writeString(directory.resolve("application-dev.yaml"), """
				etcd.endpoints: ${file.endpoint}
				spring.config.import: etcd:/file/dev/
				""");
		try (ConfigurableApplicationContext context = runFiles(directory, "file.endpoint=" + etcd.endpoint(),
				"spring.profiles.active=dev")) {
			assertThat(properties(context, "a", "b")).containsExactly(null, "dev");
		}
	}

	@Test
	void missingKeysFailUnlessTheyAreOptional(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("etcd:/missing/"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"There is no key below '/missing/' in etcd to import by 'etcd:/missing/'", "optional:etcd:/missing/");
		assertThatException().isThrownBy(() -> run("etcd:/missing.yaml"));
		assertThat(output).contains("There is no key '/missing.yaml' in etcd").doesNotContain("\tat ");
		run("optional:etcd:/missing/,optional:etcd:/missing.yaml").close();
	}

	@Test
	void slashThatIsMissingOrTooManyIsPointedAt(CapturedOutput output) {
		put("/spelled/a", "1");
		put("spelled.yaml", "b: 2");
		assertThatException().isThrownBy(() -> run("etcd:spelled/"));
		assertThat(output).contains("There is no key below 'spelled/' in etcd to import by 'etcd:spelled/', "
				+ "but there is one below '/spelled/'.", "import it by 'etcd:/spelled/'");
		assertThatException().isThrownBy(() -> run("etcd://spelled/"));
		assertThat(output).contains("by 'etcd://spelled/', but there is one below '/spelled/'.");
		assertThatException().isThrownBy(() -> run("etcd:/spelled.yaml"));
		assertThat(output).contains("but there is 'spelled.yaml'.", "import it by 'etcd:spelled.yaml'")
			.doesNotContain("\tat ", "WARN");
		try (ConfigurableApplicationContext context = run("optional:etcd:spelled/", "spring.profiles.active=dev")) {
			assertThat(properties(context, "a")).containsOnlyNulls();
			assertThat(output).containsOnlyOnce("WARN").contains("import it by 'optional:etcd:/spelled/'");
		}
	}

	@Test
	void keysWithoutSlashAtTheBeginningAreImportedAsTheyAre(CapturedOutput output) {
		put("relative/a", "1");
		put("relative.yaml", "b: 2");
		try (ConfigurableApplicationContext context = run("etcd:relative/,optional:etcd:relative.yaml")) {
			assertThat(properties(context, "a", "b")).containsExactly("1", "2");
			assertThat(output).doesNotContain("WARN");
		}
	}

	@Test
	void locationThatNamesNothingIsRejected(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("etcd:/config/app"));
		assertThat(output).contains("'etcd:/config/app' names neither a tree of keys nor a document", "End it with '/'")
			.doesNotContain("\tat ");
	}

	@Test
	void brokenDocumentFailsWithoutShowingIt(CapturedOutput output) {
		put("/broken.yaml", "a: 1\npassword: [marker-secret\n");
		assertThatException().isThrownBy(() -> run("optional:etcd:/broken.yaml", "logging.level.root=debug"));
		assertThat(output).contains("The value of key '/broken.yaml'", "is no valid yaml document, see line")
			.doesNotContain("marker-secret");
	}

	@Test
	void brokenJsonFailsWithItsPlaceAndWithoutShowingIt(CapturedOutput output) {
		put("/broken.json", "{\n  \"a\": 1,\n  \"password\": marker-secret\n}\n");
		assertThatException().isThrownBy(() -> run("optional:etcd:/broken.json", "logging.level.root=debug"));
		assertThat(output)
			.contains("The value of key '/broken.json'", "is no valid json document, see line 3, column 15")
			.doesNotContain("marker-secret");
	}

	@Test
	void clusterThatIsAwayFailsTheStart(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> ImportingApplication.run(NOWHERE, "etcd:/config/app/", "etcd.request-timeout=500ms"));
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "Configuration cannot be imported from 'etcd:/config/app/'",
					"connection refused", "'etcd.endpoints'", "only if 'spring.config.import' is set there",
					"'optional:etcd:/config/app/'")
			.doesNotContain("\tat ");
		assertThatNoThreadsAreLeft();
	}

	@Test
	void clusterThatIsAwayIsWarnedOfOnceWhereOptionalAndTakenOverLater(CapturedOutput output) {
		EtcdServer server = EtcdServer.start();
		server.gateway().put("/late/tree/a", "tree");
		server.gateway().put("/late/doc.yaml", "b: document\n");
		server.kill();
		long start = System.nanoTime();
		try (server;
				ConfigurableApplicationContext context = ImportingApplication.run(server.endpoint(),
						"optional:etcd:/late/tree/,optional:etcd:/late/doc.yaml", "etcd.request-timeout=60s")) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
			assertThat(properties(context, "a", "b")).containsOnlyNulls();
			assertThat(output).containsOnlyOnce("Configuration cannot be imported from")
				.contains("optional:etcd:/late/", "connection refused");
			server.restart();
			await().untilAsserted(() -> assertThat(properties(context, "a", "b")).containsExactly("tree", "document"));
		}
	}

	@Test
	void connectionIsThatOfTheBeans() {
		put("/shared/a", "1");
		try (ConfigurableApplicationContext context = run("etcd:/shared/")) {
			assertThat(context.getBean(EtcdConfigImport.class).connection())
				.isSameAs(context.getBean(EtcdConnection.class));
		}
		assertThatNoThreadsAreLeft();
	}

	@Test
	void connectionIsAnotherIfThatOfTheBeansIsDifferent(CapturedOutput output) {
		put("/apart/etcd/request-timeout", "7s");
		try (ConfigurableApplicationContext context = run("etcd:/apart/")) {
			assertThat(context.getBean(EtcdConnection.class).settings().requestTimeout()).hasSeconds(7);
			assertThat(output).contains("by a connection of its own, because properties under 'etcd'");
		}
		put("/shared/a", "1");
		try (ConfigurableApplicationContext context = ImportingApplication
			.run(new Class<?>[] { ImportingApplication.class, Customized.class }, etcd.endpoint(), "etcd:/shared/")) {
			assertThat(context.getBean(EtcdConfigImport.class).connection())
				.isNotSameAs(context.getBean(EtcdConnection.class));
			assertThat(output).contains("by a connection of its own, because that of the application is customized");
		}
		assertThatNoThreadsAreLeft();
	}

	private static void assertThatNoThreadsAreLeft() {
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.filteredOn((name) -> name.matches("etcd-(io|timer|callback|watch|config)-.*"))
			.isEmpty());
	}

	private static ConfigurableApplicationContext run(String location, String... properties) {
		return ImportingApplication.run(etcd.endpoint(), location, properties);
	}

	private static ConfigurableApplicationContext runFiles(Path directory, String... properties) {
		return new SpringApplicationBuilder(ImportingApplication.class).web(WebApplicationType.NONE)
			.run(Stream.concat(Stream.of("spring.config.location=" + directory.toUri()), Arrays.stream(properties))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	private static String[] properties(ConfigurableApplicationContext context, String... names) {
		return Arrays.stream(names).map(context.getEnvironment()::getProperty).toArray(String[]::new);
	}

	private static Origin origin(ConfigurableApplicationContext context, String name) {
		ConfigurableEnvironment environment = context.getEnvironment();
		return environment.getPropertySources()
			.stream()
			.filter((source) -> source.getName().startsWith("Config resource 'etcd") && source.containsProperty(name))
			.map((source) -> OriginLookup.getOrigin(source, name))
			.findFirst()
			.orElseThrow();
	}

	private static long put(String key, String value) {
		return etcd.server().gateway().put(key, value);
	}

	private static void putBoth(int number) {
		etcd.server()
			.gateway()
			.call("/v3/kv/txn", Map.of("success", List.of(
					Map.of("request_put", Map.of("key", encode("/first/left"), "value", encode("" + number))),
					Map.of("request_put", Map.of("key", encode("/second/right"), "value", encode("" + number))))));
	}

	private static String encode(String text) {
		return EtcdGateway.encode(text);
	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		EtcdClientBuilderCustomizer customizer() {
			return (builder) -> builder.connectTimeout(Duration.ofSeconds(3));
		}

	}

}
