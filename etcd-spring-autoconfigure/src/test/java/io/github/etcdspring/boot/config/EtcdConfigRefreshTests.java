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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

import io.github.etcdspring.test.EtcdExtension;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.EtcdGateway;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for changes of imported configuration while the application runs.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EtcdConfigRefreshTests {

	@RegisterExtension
	static final EtcdExtension etcd = new EtcdExtension();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void changeReachesEnvironmentAndReboundBeanAtOnce() {
		put("/quick/shop/discount", "1");
		run("etcd:/quick/");
		Shop shop = this.context.getBean(Shop.class);
		assertThat(shop.getDiscount()).isEqualTo(1);
		List<Duration> durations = new ArrayList<>();
		for (int i = 2; i < 12; i++) {
			long start = System.nanoTime();
			long revision = put("/quick/shop/discount", "" + i);
			int expected = i;
			await().pollInterval(Duration.ofMillis(1)).until(() -> shop.getDiscount() == expected);
			durations.add(Duration.ofNanos(System.nanoTime() - start));
			assertThat(property("shop.discount")).isEqualTo("" + i);
			await().untilAsserted(() -> assertThat(lastEvent().getRevision()).isGreaterThanOrEqualTo(revision));
			assertThat(lastEvent().getKeys()).containsExactly("/quick/shop/discount");
			assertThat(lastEvent().getProperties()).containsExactly("shop.discount");
		}
		// Of some, since the machine may be busy with something else
		assertThat(durations.stream().sorted().toList().get(durations.size() / 5)).isLessThan(Duration.ofMillis(200));
		assertThat(registrations()).extracting(EtcdWatchRegistration::id).containsExactly("config:/quick/");
	}

	@Test
	void hundredChangesInOneTransactionAreOneEventAlsoInSeveralLocations() {
		put("/left/start", "1");
		put("/right/start", "1");
		run("etcd:/left/,etcd:/right/");
		List<Map<String, Object>> puts = IntStream.range(0, 100)
			.mapToObj((i) -> putOperation(((i % 2 == 0) ? "/left/" : "/right/") + "key" + i, "" + i))
			.toList();
		etcd.server().gateway().call("/v3/kv/txn", Map.of("success", puts));
		long last = put("/left/last", "1");
		await().until(() -> property("last") != null);
		await().until(() -> lastEvent().getRevision() >= last);
		List<EtcdConfigChangedEvent> events = this.context.getBean(Events.class).all;
		assertThat(events.get(0).getProperties()).hasSizeGreaterThanOrEqualTo(100);
		assertThat(events.stream().flatMap((event) -> event.getKeys().stream())).hasSize(101).doesNotHaveDuplicates();
		assertThat(events).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void removedKeysTakeTheirPropertiesAlongAndBeansFallBackToTheirDefaults() {
		put("/removed/shop/discount", "9");
		put("/removed/shop/nested/depth", "9");
		put("/removed/shop/tags[0]", "a");
		put("/removed/shop/labels/x", "1");
		put("/removed/other", "1");
		run("etcd:/removed/");
		Shop shop = this.context.getBean(Shop.class);
		assertThat(shop)
			.extracting(Shop::getDiscount, (each) -> each.getNested().getDepth(), Shop::getTags, Shop::getLabels)
			.containsExactly(9, 9, List.of("a"), Map.of("x", "1"));
		etcd.server()
			.gateway()
			.call("/v3/kv/deleterange", Map.of("key", EtcdGateway.encode("/removed/shop/"), "range_end",
					EtcdGateway.encode("/removed/shop0")));
		await().until(() -> property("shop.discount") == null);
		await().untilAsserted(() -> assertThat(shop)
			.extracting(Shop::getDiscount, (each) -> each.getNested().getDepth(), Shop::getTags, Shop::getLabels)
			.containsExactly(5, 3, List.of(), Map.of()));
	}

	@Test
	void documentsAreReplacedWholeAndActiveOnesAreToldAnew() {
		put("/whole.yaml", "a: 1\nb: 1\n---\nspring.config.activate.on-profile: dev\na: dev\n");
		run("etcd:/whole.yaml,optional:etcd:/absent.properties", "spring.profiles.active=dev");
		assertThat(property("a")).isEqualTo("dev");
		put("/whole.yaml", "a: 2\n---\nspring.config.activate.on-profile: '!dev'\na: no\n---\na: 3\nc: 3\n");
		await().until(() -> "3".equals(property("a")));
		assertThat(property("b")).isNull();
		assertThat(property("c")).isEqualTo("3");
		put("/whole.yaml", "a: 4\n");
		await().until(() -> "4".equals(property("a")));
		assertThat(property("c")).isNull();
		put("/absent.properties", "a=5");
		await().until(() -> "5".equals(property("a")));
	}

	@Test
	void whatCannotBeUsedLeavesTheLastValues(CapturedOutput output) {
		put("/bad/doc.yaml", "a: 1\nshop.discount: 1\n");
		run("etcd:/bad/doc.yaml");
		put("/bad/doc.yaml", "a: [marker\n");
		await().until(() -> output.toString().contains("is not taken over, and the last values stay"));
		assertThat(property("a")).isEqualTo("1");
		etcd.server().gateway().delete("/bad/doc.yaml");
		await().until(() -> output.toString().contains("There is no key '/bad/doc.yaml'"));
		assertThat(property("a")).isEqualTo("1");
		put("/bad/doc.yaml", "a: 2\nshop.discount: marker\n");
		await().until(() -> output.toString().contains("The bean 'shop-"));
		assertThat(this.context.getBean(Shop.class).getDiscount()).isEqualTo(1);
		assertThat(property("a")).isEqualTo("2");
		put("/bad/doc.yaml", "a: 3\nshop.discount: 3\n");
		await().until(() -> this.context.getBean(Shop.class).getDiscount() == 3);
		assertThat(output).doesNotContain("marker");
	}

	@Test
	void valuesThatAreRejectedLeaveTheBeanAsItIsAsAWhole(CapturedOutput output) {
		put("/rejected/shop/discount", "1");
		put("/rejected/shop/level", "1");
		run("etcd:/rejected/");
		Shop shop = this.context.getBean(Shop.class);
		assertThat(shop.getLevel()).contains(1);
		etcd.server()
			.gateway()
			.call("/v3/kv/txn", Map.of("success", List.of(putOperation("/rejected/shop/level", "2"),
					putOperation("/rejected/shop/discount", "-4711"))));
		await().until(() -> output.toString().contains("keeps its values"));
		assertThat(property("shop.level")).isEqualTo("2");
		assertThat(shop.getLevel()).contains(1);
		assertThat(shop.getDiscount()).isEqualTo(1);
		put("/rejected/shop/discount", "3");
		await().until(() -> shop.getDiscount() == 3);
		assertThat(shop.getLevel()).contains(2);
		etcd.server().gateway().delete("/rejected/shop/level");
		await().until(() -> shop.getLevel().isEmpty());
		assertThat(output).doesNotContain("4711");
	}

	@Test
	void nothingOfARevisionIsTakenOverIfADocumentOfItCannotBeUsed(CapturedOutput output) {
		put("/part/one.yaml", "a: 1\n");
		put("/part/two.yaml", "b: 1\n");
		run("etcd:/part/one.yaml,etcd:/part/two.yaml");
		etcd.server()
			.gateway()
			.call("/v3/kv/txn", Map.of("success", List.of(putOperation("/part/one.yaml", "a: 2\n"),
					putOperation("/part/two.yaml", "spring.config.activate.on-profile: 'x & y | z'\nb: 2\n"))));
		await().until(() -> output.toString().contains("could not be taken over"));
		assertThat(property("a")).isEqualTo("1");
		assertThat(property("b")).isEqualTo("1");
		put("/part/two.yaml", "b: 3\n");
		await().until(() -> "3".equals(property("b")));
		assertThat(property("a")).isEqualTo("2");
	}

	@Test
	void clusterThatGoesAwayLeavesTheLastValuesAndIsFollowedAgain() {
		try (EtcdServer server = EtcdServer.start()) {
			server.gateway().put("/away/a", "1");
			server.gateway().put("/away/b.yaml", "b: 1");
			this.context = ImportingApplication.run(server.endpoint(), "etcd:/away/,etcd:/away/b.yaml");
			server.kill();
			await().during(Duration.ofMillis(500)).until(() -> "1".equals(property("a")));
			server.restart();
			server.gateway().put("/away/a", "2");
			await().until(() -> "2".equals(property("a")));
			assertThat(property("b")).isEqualTo("1");
		}
	}

	@Test
	void compactedHistoryIsReadAgain() {
		put("/compacted/a", "1");
		run("etcd:/compacted/");
		EtcdWatchRegistration watch = registrations().get(0);
		watch.pause();
		put("/compacted/a", "2");
		long revision = put("/compacted/a", "3");
		etcd.server().gateway().call("/v3/kv/compaction", Map.of("revision", revision));
		watch.resume();
		await().until(() -> "3".equals(property("a")));
	}

	@Test
	void nothingIsWatchedWhenThatIsNotWanted() {
		put("/still/a", "1");
		run("etcd:/still/", "etcd.config.refresh=false");
		assertThat(registrations()).isEmpty();
	}

	@Test
	void watchesEndAndBeginWithTheContext() {
		put("/cycle/a", "1");
		run("etcd:/cycle/");
		this.context.stop();
		assertThat(registrations()).isEmpty();
		put("/cycle/a", "2");
		this.context.start();
		await().until(() -> "2".equals(property("a")));
	}

	@Test
	void beanThatCannotBeBoundAgainIsRejectedAtStart(CapturedOutput output) {
		put("/immutable/a", "1");
		assertThatException().isThrownBy(() -> ImportingApplication.run(
				new Class<?>[] { ImportingApplication.class, ImmutableConfiguration.class }, etcd.endpoint(),
				"etcd:/immutable/"));
		assertThat(output).contains("APPLICATION FAILED TO START", "has @EtcdRebind, but cannot be bound again",
				"a constructor without arguments");
	}

	private void run(String location, String... properties) {
		this.context = ImportingApplication.run(
				new Class<?>[] { ImportingApplication.class, RebindingConfiguration.class }, etcd.endpoint(), location,
				properties);
	}

	private String property(String name) {
		return this.context.getEnvironment().getProperty(name);
	}

	private EtcdConfigChangedEvent lastEvent() {
		List<EtcdConfigChangedEvent> events = this.context.getBean(Events.class).all;
		await().until(() -> !events.isEmpty());
		return events.get(events.size() - 1);
	}

	private List<EtcdWatchRegistration> registrations() {
		return List.copyOf(this.context.getBean(EtcdWatchContainer.class).registrations());
	}

	private static Map<String, Object> putOperation(String key, String value) {
		return Map.of("request_put", Map.of("key", EtcdGateway.encode(key), "value", EtcdGateway.encode(value)));
	}

	private static long put(String key, String value) {
		return etcd.server().gateway().put(key, value);
	}

	@EnableConfigurationProperties(Shop.class)
	@Import(Events.class)
	static class RebindingConfiguration {

	}

	static class Events {

		private final List<EtcdConfigChangedEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void on(EtcdConfigChangedEvent event) {
			this.all.add(event);
		}

	}

	@EtcdRebind
	@ConfigurationProperties("shop")
	public static class Shop implements Validator {

		private int discount = 5;

		private Integer level;

		private List<String> tags = new ArrayList<>();

		private final Map<String, String> labels = new HashMap<>();

		private final Nested nested = new Nested();

		public int getDiscount() {
			return this.discount;
		}

		public void setDiscount(int discount) {
			this.discount = discount;
		}

		public List<String> getTags() {
			return this.tags;
		}

		public void setTags(List<String> tags) {
			this.tags = tags;
		}

		public Map<String, String> getLabels() {
			return this.labels;
		}

		public Set<String> getNames() {
			return this.labels.keySet();
		}

		public List<String> getSortedNames() {
			return this.labels.keySet().stream().sorted().toList();
		}

		public Nested getNested() {
			return this.nested;
		}

		public Optional<Integer> getLevel() {
			return Optional.ofNullable(this.level);
		}

		public void setLevel(Integer level) {
			this.level = level;
		}

		@Override
		public boolean supports(Class<?> type) {
			return type == Shop.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Shop) target).discount < 0) {
				errors.rejectValue("discount", "negative", "must not be negative");
			}
		}

	}

	public static class Nested {

		private int depth = 3;

		public int getDepth() {
			return this.depth;
		}

		public void setDepth(int depth) {
			this.depth = depth;
		}

	}

	@EnableConfigurationProperties(Immutable.class)
	static class ImmutableConfiguration {

	}

	@EtcdRebind
	@ConfigurationProperties("immutable")
	record Immutable(int a) {

	}

}
