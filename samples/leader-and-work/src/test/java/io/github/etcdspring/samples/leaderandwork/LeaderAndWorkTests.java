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

package io.github.etcdspring.samples.leaderandwork;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests with several instances, each in a process of its own.
 *
 * @author The etcd-spring authors
 */
@Timeout(180)
class LeaderAndWorkTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@RegisterExtension
	final EtcdExtension etcd = new EtcdExtension();

	private final List<RunningInstance> instances = new ArrayList<>();

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.instances.forEach(RunningInstance::close);
	}

	@Test
	void anotherLeadsAndWorksWhenOneIsKilledAndNoTaskIsLostOrDoneTwice() throws Exception {
		IntStream.range(0, 3)
			.forEach((i) -> this.instances.add(RunningInstance.start(this.etcd.endpoint(), "node-" + i, 0)));
		List<Integer> ports = awaitInstances();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(state(ports.get(0)).get("done")).hasSizeGreaterThan(2));
		String killed = state(ports.get(0)).get("leader").asString();
		int port = ports.get((killed.equals("node-0")) ? 1 : 0);
		long before = last(state(port));
		assertThat(post(port, "/instances/" + killed + "/kill")).isEqualTo(202);
		await().atMost(PATIENCE).untilAsserted(() -> {
			JsonNode state = state(port);
			assertThat(state.get("instances")).hasSize(2);
			assertThat(state.get("leader").asString()).isNotEqualTo(killed);
			assertThat(last(state)).isGreaterThan(before + 3);
			assertThat(state.get("done").get(state.get("done").size() - 1).get("worker").asString())
				.isNotEqualTo(killed);
		});
		JsonNode done = state(port).get("done");
		long first = done.get(0).get("number").asLong();
		assertThat(done).extracting((each) -> each.get("number").asLong())
			.containsExactlyElementsOf(LongStream.range(first, first + done.size()).boxed().toList());
		assertThat(post(port, "/instances/" + killed + "/kill")).isEqualTo(404);
	}

	private List<Integer> awaitInstances() {
		List<Integer> ports = new ArrayList<>();
		await().atMost(PATIENCE).untilAsserted(() -> {
			ports.clear();
			for (int i = 0; i < 3; i++) {
				String instance = this.etcd.server().gateway().get("/jobs/instances/node-" + i);
				assertThat(instance).isNotNull();
				ports.add(JsonMapper.shared().readTree(instance).get("port").asInt());
			}
		});
		return ports;
	}

	private static long last(JsonNode state) {
		JsonNode done = state.get("done");
		return (done.isEmpty()) ? 0 : done.get(done.size() - 1).get("number").asLong();
	}

	private JsonNode state(int port) throws IOException, InterruptedException {
		return JsonMapper.shared()
			.readTree(this.client.send(request(port, "/state").build(), HttpResponse.BodyHandlers.ofString()).body());
	}

	private int post(int port, String path) throws IOException, InterruptedException {
		HttpRequest request = request(port, path).POST(HttpRequest.BodyPublishers.noBody()).build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

}
