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

package io.github.etcdspring.samples.configrefresh;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ConfigRefreshApplication}.
 *
 * @author The etcd-spring authors
 */
@Timeout(60)
class ConfigRefreshApplicationTests {

	@RegisterExtension
	final EtcdExtension etcd = new EtcdExtension();

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		this.etcd.server().gateway().put("/config/shop/shop/discount", "10");
		this.context = SpringApplication.run(ConfigRefreshApplication.class, "--server.port=0",
				"--etcd.endpoints=" + this.etcd.endpoint());
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void showsWhatIsInEtcdAndDefaultsForTheRest() throws Exception {
		JsonNode shop = shop();
		assertThat(shop.get("discount").asInt()).isEqualTo(10);
		assertThat(shop.get("banner").asString()).isEqualTo("Welcome");
		assertThat(shop.get("products").get(0).get("cents").asInt()).isEqualTo(38610);
	}

	@Test
	void takesOverWhatOthersPut() {
		this.etcd.server().gateway().put("/config/shop/shop/banner", "Sale");
		await().untilAsserted(() -> assertThat(shop().get("banner").asString()).isEqualTo("Sale"));
		this.etcd.server().gateway().delete("/config/shop/shop/banner");
		await().untilAsserted(() -> assertThat(shop().get("banner").asString()).isEqualTo("Welcome"));
	}

	@Test
	void tellsBrowsersOfChangesThatThePageMakes() throws Exception {
		List<String> lines = new CopyOnWriteArrayList<>();
		CompletableFuture<?> stream = this.client.sendAsync(request("/events").build(),
				HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(lines)));
		await().until(() -> lines.contains("event:shop"));
		put("discount", "25");
		await().untilAsserted(() -> assertThat(lines).contains("event:change")
			.anyMatch((line) -> line.contains("\"shop.discount\"")));
		assertThat(shop().get("discount").asInt()).isEqualTo(25);
		stream.cancel(true);
	}

	@Test
	void valueThatCannotBeBoundLeavesTheLastOne() throws Exception {
		put("discount", "much");
		put("banner", "After that");
		put("discount", "30");
		await().untilAsserted(() -> assertThat(shop().get("discount").asInt()).isEqualTo(30));
		assertThat(shop().get("banner").asString()).isEqualTo("After that");
	}

	@Test
	void goesOnAfterAnOutage() throws Exception {
		this.etcd.server().kill();
		assertThat(shop().get("discount").asInt()).isEqualTo(10);
		this.etcd.server().restart();
		this.etcd.server().gateway().put("/config/shop/shop/discount", "50");
		await().untilAsserted(() -> assertThat(shop().get("discount").asInt()).isEqualTo(50));
	}

	private JsonNode shop() throws IOException, InterruptedException {
		return JsonMapper.shared()
			.readTree(this.client.send(request("/shop").build(), HttpResponse.BodyHandlers.ofString()).body());
	}

	private void put(String name, String value) throws IOException, InterruptedException {
		HttpRequest request = request("/settings/" + name).header("Content-Type", "text/plain")
			.PUT(HttpRequest.BodyPublishers.ofString(value))
			.build();
		assertThat(this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(204);
	}

	private HttpRequest.Builder request(String path) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

}
