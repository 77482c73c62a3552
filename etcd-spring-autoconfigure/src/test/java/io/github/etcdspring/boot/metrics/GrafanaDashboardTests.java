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

package io.github.etcdspring.boot.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the dashboard asks for what a running application exposes.
 *
 * @author The etcd-spring authors
 */
class GrafanaDashboardTests {

	private static final Pattern SAMPLE = Pattern.compile("(?<name>\\w+)(?:\\{(?<labels>.*)\\})? \\S+");

	private static final Pattern LABEL = Pattern.compile("(?<name>\\w+)\\s*(?:=|!=|=~|!~)\\s*\"[^\"]*\"");

	private static final Pattern SELECTOR = Pattern.compile("(?<name>etcd_\\w+)(?:\\{(?<labels>[^}]*)\\}|,|\\b)");

	private static final Pattern GROUPING = Pattern
		.compile("by \\((?<labels>[^)]*)\\)\\s*\\(.*?(?<name>etcd_[a-z_]+)[{\\[]");

	/**
	 * What Prometheus adds to all that it scrapes.
	 */
	private static final Set<String> SCRAPED = Set.of("job", "instance");

	@RegisterExtension
	private static final EtcdExtension etcd = new EtcdExtension();

	@Test
	void everyQueryAsksForMetersAndLabelsThatAreExposed() throws IOException {
		List<String> queries = queries(Path.of("../docs/observability/grafana-dashboard.json"));
		queries.addAll(codeOf(Path.of("../docs/observability/README.md")));
		assertThat(queries).hasSizeGreaterThan(25);
		Map<String, Set<String>> exposed = exposed();
		Set<String> used = new HashSet<>();
		for (String query : queries) {
			Matcher selector = SELECTOR.matcher(query.replaceAll("by \\([^)]*\\)", ""));
			assertThat(selector.find()).as(query).isTrue();
			do {
				String name = selector.group("name");
				used.add(name);
				assertThat(exposed).as(query).containsKey(name);
				assertThat(exposed.get(name)).as(query).containsAll(labels(selector.group("labels")));
			}
			while (selector.find());
			Matcher grouping = GROUPING.matcher(query);
			while (grouping.find()) {
				assertThat(exposed.get(grouping.group("name"))).as(query)
					.containsAll(Arrays.asList(grouping.group("labels").split(",\\s*")));
			}
		}
		assertThat(exposed.keySet()).filteredOn((name) -> name.startsWith("etcd_"))
			.extracting(GrafanaDashboardTests::meter)
			.as("Meters that the dashboard does not show")
			.allMatch((meter) -> meter.contains("_acquire")
					|| used.stream().anyMatch((name) -> meter(name).equals(meter)));
	}

	// The name without what is appended for the parts of a timer, or to a counter
	private static String meter(String name) {
		return name.replaceFirst("(_active)?(_seconds(_count|_sum|_max)?|_total)$", "");
	}

	private static List<String> queries(Path dashboard) throws IOException {
		JsonNode root = JsonMapper.shared().readTree(Files.readString(dashboard));
		List<String> queries = new ArrayList<>();
		root.findValues("expr").forEach((expression) -> queries.add(expression.asString()));
		for (JsonNode variable : root.path("templating").path("list")) {
			if (variable.path("type").asString().equals("query")) {
				queries.add(variable.path("query").asString());
			}
		}
		return queries;
	}

	private static List<String> codeOf(Path page) throws IOException {
		return Files.readAllLines(page)
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.split("`")[1])
			.toList();
	}

	private static Map<String, Set<String>> exposed() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
		Map<String, Set<String>> exposed = new HashMap<>();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
					EtcdMetricsAutoConfiguration.class, SslAutoConfiguration.class))
			.withBean(PrometheusMeterRegistry.class, () -> registry)
			.withBean(ObservationRegistry.class, () -> observations)
			.withUserConfiguration(Application.class)
			.withPropertyValues("etcd.endpoints=" + etcd.endpoint())
			.run((context) -> {
				context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
				context.getBean(EtcdTemplate.class).put("/dashboard/key", "value");
				await().until(
						() -> registry.scrape().contains("etcd_watch_events_handled_total{watch=\"dashboard\"} 1.0"));
				await().until(
						() -> registry.scrape().lines().anyMatch((line) -> line.matches("etcd_leadership\\{.*} 1.0")));
				registry.scrape().lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
					Matcher sample = SAMPLE.matcher(line);
					assertThat(sample.matches()).as(line).isTrue();
					exposed.computeIfAbsent(sample.group("name"), (name) -> new HashSet<>(SCRAPED))
						.addAll(labels(sample.group("labels")));
				});
			});
		return exposed;
	}

	private static Set<String> labels(String labels) {
		Set<String> names = new HashSet<>();
		if (labels != null) {
			Matcher label = LABEL.matcher(labels);
			while (label.find()) {
				names.add(label.group("name"));
			}
		}
		return names;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		EtcdMirror<String> mirror(EtcdTemplate template) {
			return template.mirror(KeyRange.prefix("/dashboard/"), String.class);
		}

		@Bean
		EtcdLeadership candidate(EtcdTemplate template) {
			return new EtcdLeadership(template.elections(), "/election", "me");
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		@EtcdWatch(key = "/dashboard/", prefix = true, id = "dashboard")
		void on(String value) {
		}

	}

}
