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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the application does while etcd is away, and afterwards.
 *
 * @author The etcd-spring authors
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EmbeddedEtcd
@ExtendWith(OutputCaptureExtension.class)
class OutageTests {

	private static final int OUTAGES = 10;

	@LocalServerPort
	private int port;

	@Autowired
	private EtcdServer etcd;

	@Autowired
	private Flags flags;

	@Autowired
	private Recorder recorder;

	@Test
	void everyWriteIsSeenOnceAndInOrderThoughEtcdIsKilledTenTimes(CapturedOutput output) {
		List<String> written = new ArrayList<>();
		written.add(writeToEtcd("before"));
		await().untilAsserted(() -> assertThat(this.recorder.seen).endsWith(written.get(0)));
		this.recorder.seen.retainAll(written);
		int start = output.getAll().length();
		try (Browser browser = Browser.openAndAwaitFlags(this.port)) {
			for (int outage = 0; outage < OUTAGES; outage++) {
				this.etcd.kill();
				this.etcd.restart();
				written.add(writeToEtcd("by-others-" + outage));
				written.add(write("first-" + outage));
				written.add(write("second-" + outage));
			}
			await().untilAsserted(() -> {
				assertThat(this.recorder.seen).containsExactlyElementsOf(written);
				assertThat(browser.received("change")).hasSize(written.size() - 1);
			});
		}
		await().untilAsserted(() -> {
			List<String> lines = output.getAll().substring(start).lines().toList();
			assertThat(lines).filteredOn((line) -> line.contains("Lost the connection to etcd")).hasSize(OUTAGES);
			assertThat(lines)
				.filteredOn((line) -> line.contains("Connected to etcd at " + this.etcd.endpoint() + " again"))
				.hasSize(OUTAGES);
			// A slow machine may have to try more than once
			assertThat(lines).filteredOn((line) -> line.contains(" WARN ") || line.contains(" ERROR "))
				.filteredOn((line) -> !line.contains("Cannot connect to etcd"))
				.hasSize(OUTAGES);
		});
	}

	@Test
	void pageLearnsThatEtcdIsAwayAndThatItIsBack() {
		try (Browser browser = Browser.openAndAwaitFlags(this.port)) {
			this.etcd.kill();
			await().until(() -> !lastState(browser));
			this.etcd.restart();
			await().until(() -> lastState(browser));
			assertThat(browser.received("snapshot")).hasSize(1);
		}
	}

	@Test
	void browserThatComesWhileEtcdIsAwayGetsFlagsWhenItIsBack() {
		this.etcd.kill();
		try (Browser browser = Browser.open(this.port)) {
			await().until(() -> !browser.received("cluster").isEmpty() && !lastState(browser));
			this.etcd.restart();
			await().untilAsserted(() -> assertThat(browser.received("snapshot")).hasSize(1));
		}
	}

	private String write(String name) {
		return name + "@" + this.flags.put(name, new Flag(true, "Written by the application"));
	}

	private String writeToEtcd(String name) {
		return name + "@" + this.etcd.gateway().put(Flags.PREFIX + name, "{\"enabled\":true}");
	}

	private static boolean lastState(Browser browser) {
		List<Boolean> states = browser.received("cluster")
			.stream()
			.map((state) -> state.get("available").asBoolean())
			.toList();
		return states.get(states.size() - 1);
	}

	/**
	 * Remembers what an annotated method was called with.
	 */
	static class Recorder {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@EtcdWatch(key = Flags.PREFIX, prefix = true)
		void onChange(EtcdEvent<Flag> event) {
			this.seen.add(Flags.name(event.key()) + "@" + event.revision());
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class RecorderConfiguration {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

}
