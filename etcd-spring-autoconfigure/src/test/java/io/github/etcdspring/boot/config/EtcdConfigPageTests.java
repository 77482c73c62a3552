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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Does what the page about the import shows.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class EtcdConfigPageTests {

	private static final Pattern PUT = Pattern.compile("etcdctl put '?([^\\s']+)'? '?([^']+)'?");

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void pageShowsWhatIsCompiledHere() throws IOException {
		List<String> source = new ArrayList<>();
		for (Class<?> type : List.of(getClass(), ShopProperties.class)) {
			Path file = Path.of("src/test/java", type.getName().replace('.', '/') + ".java");
			Files.readAllLines(file).forEach((line) -> source.add(line.strip()));
		}
		List<List<String>> snippets = snippets("java");
		assertThat(snippets).hasSize(2);
		snippets
			.forEach((snippet) -> assertThat(source).containsSequence(snippet.stream().map(String::strip).toList()));
	}

	@Test
	void commandsAndPropertiesOfThePageWork(@TempDir Path directory) throws IOException {
		for (String command : snippets("shell").get(0)) {
			Matcher put = PUT.matcher(command);
			assertThat(put.matches()).as(command).isTrue();
			etcd.server().gateway().put(put.group(1), put.group(2));
		}
		Path file = directory.resolve("application.yaml");
		Files.write(file, snippets("yaml").get(0));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ImportingApplication.class,
				Page.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.location=" + file.toUri(), "--etcd.endpoints=" + etcd.endpoint(),
					"--spring.profiles.active=dev")) {
			ShopProperties properties = context.getBean(ShopProperties.class);
			assertThat(properties.getDiscount()).isEqualTo(50);
			assertThat(context.getEnvironment().getProperty("shop.currencies[0]")).isEqualTo("EUR");
			assertThat(context.getEnvironment().getProperty("spring.task.scheduling.pool.size")).isEqualTo("2");
			long revision = etcd.server().gateway().delete("/config/shop-dev/shop/discount");
			await().until(() -> properties.getDiscount() == 10);
			await().untilAsserted(() -> assertThat(context.getBean(Listener.class).changed).hasSize(1)
				.allMatch((change) -> change.endsWith(" [shop.discount]")));
			assertThat(revision).isPositive();
		}
	}

	private static List<List<String>> snippets(String language) throws IOException {
		List<List<String>> snippets = new ArrayList<>();
		List<String> current = null;
		for (String line : Files.readAllLines(Path.of("../docs/configuration-import.md"))) {
			if (current != null && line.equals("```")) {
				snippets.add(current);
				current = null;
			}
			else if (current != null) {
				current.add(line);
			}
			else if (line.equals("```" + language)) {
				current = new ArrayList<>();
			}
		}
		return snippets;
	}

	@EnableConfigurationProperties(ShopProperties.class)
	@Import(Listener.class)
	static class Page {

	}

	static class Listener {

		private final List<String> changed = new CopyOnWriteArrayList<>();

		@EventListener
		void onChange(EtcdConfigChangedEvent event) {
			this.changed.add(event.getRevision() + " " + event.getProperties());
		}

	}

}
