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

package io.github.etcdspring.samples.featureflags;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * Receives server-sent events as the page does.
 *
 * @author The etcd-spring authors
 */
final class Browser implements AutoCloseable {

	private final List<Message> messages = new CopyOnWriteArrayList<>();

	private final Stream<String> lines;

	private Browser(Stream<String> lines) {
		this.lines = lines;
		CompletableFuture.runAsync(this::read, (task) -> {
			Thread thread = new Thread(task, "browser");
			thread.setDaemon(true);
			thread.start();
		});
	}

	/**
	 * Open the page.
	 * @param port the port of the application
	 * @return the browser, which may not have received anything yet
	 */
	static Browser open(int port) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/events")).build();
		return new Browser(
				HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofLines()).join().body());
	}

	/**
	 * Open the page and wait until it shows flags.
	 * @param port the port of the application
	 * @return the browser, whose first flags have arrived
	 */
	static Browser openAndAwaitFlags(int port) {
		Browser browser = open(port);
		await().until(() -> !browser.received("snapshot").isEmpty());
		return browser;
	}

	List<JsonNode> received(String type) {
		return this.messages.stream().filter((message) -> message.type.equals(type)).map(Message::data).toList();
	}

	/**
	 * What happened to a flag.
	 * @param name the name of the flag
	 * @return the types of the changes, in the order of their arrival
	 */
	List<String> changes(String name) {
		return received("change").stream()
			.filter((change) -> change.get("name").asString().equals(name))
			.map((change) -> change.get("type").asString())
			.toList();
	}

	private void read() {
		String[] type = new String[1];
		try {
			this.lines.forEach((line) -> {
				if (line.startsWith("event:")) {
					type[0] = line.substring("event:".length());
				}
				else if (line.startsWith("data:")) {
					this.messages
						.add(new Message(type[0], JsonMapper.shared().readTree(line.substring("data:".length()))));
				}
			});
		}
		catch (RuntimeException ex) {
			this.messages.add(new Message("closed", JsonMapper.shared().createObjectNode()));
		}
	}

	@Override
	public void close() {
		this.lines.close();
	}

	private record Message(String type, JsonNode data) {

	}

}
