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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebDriverException;
import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.samples.page.Chromium;
import io.github.etcdspring.test.EtcdExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page, in a real browser.
 *
 * @author The etcd-spring authors
 */
@Tag("browser")
@Timeout(240)
class WorkPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@RegisterExtension
	final EtcdExtension etcd = new EtcdExtension();

	private final List<RunningInstance> instances = new ArrayList<>();

	@AfterEach
	void stop() {
		this.instances.forEach(RunningInstance::close);
	}

	@Test
	void showsTheHandOverWhenTheLeaderIsKilled() throws Exception {
		for (int i = 1; i <= 3; i++) {
			this.instances.add(RunningInstance.start(this.etcd.endpoint(), "node-" + i, 0));
			awaitPort("node-" + i);
		}
		await().atMost(PATIENCE).until(() -> this.etcd.server().gateway().get("/jobs/done/0000000005") != null);
		try (Chromium browser = Chromium.start()) {
			browser.open(awaitPort("node-3"));
			await().atMost(PATIENCE)
				.ignoreExceptionsInstanceOf(WebDriverException.class)
				.untilAsserted(() -> assertThat(browser.findAll("#instances li[data-state=live]")).hasSize(3));
			String leader = await().atMost(PATIENCE)
				.ignoreExceptionsInstanceOf(WebDriverException.class)
				.until(() -> leader(browser), (found) -> !found.isEmpty());
			// The first candidate leads, and is not the one that shows the page
			assertThat(leader).isNotEqualTo("node-3");
			browser.find("#instances li[data-name=" + leader + "] .kill").click();
			await().atMost(PATIENCE).ignoreExceptionsInstanceOf(WebDriverException.class).untilAsserted(() -> {
				assertThat(browser.findAll("#instances li[data-state=live]")).hasSize(2);
				assertThat(browser.text("#handovers")).contains("leads instead of " + leader);
				assertThat(leader(browser)).isNotEmpty().isNotEqualTo(leader);
			});
			long then = done(browser);
			await().atMost(PATIENCE).until(() -> done(browser) > then + 5);
			assertThat(browser.text("#missing")).isEqualTo("0");
			browser.screenshot("leader-and-work");
		}
	}

	private static long done(Chromium browser) {
		return Long.parseLong(browser.text("#done-count"));
	}

	private static String leader(Chromium browser) {
		return browser.findAll("#instances li")
			.stream()
			.filter((instance) -> instance.getText().contains("leads"))
			.map((instance) -> instance.getDomAttribute("data-name"))
			.findFirst()
			.orElse("");
	}

	private int awaitPort(String instance) {
		String value = await().atMost(PATIENCE)
			.until(() -> this.etcd.server().gateway().get("/jobs/instances/" + instance), (found) -> found != null);
		return JsonMapper.shared().readTree(value).get("port").asInt();
	}

}
