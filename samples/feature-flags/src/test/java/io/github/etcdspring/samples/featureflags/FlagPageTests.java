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

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.etcdspring.samples.page.Chromium;
import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page, in a real browser.
 *
 * @author The etcd-spring authors
 */
@Tag("browser")
@Timeout(180)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EmbeddedEtcd
class FlagPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private EtcdServer etcd;

	@Autowired
	private Flags flags;

	@Test
	void createsAndSwitchesFlagsAndGoesOnAfterAnOutage() throws Exception {
		this.flags.create("beta-search", new Flag(true, "Typo-tolerant search, for staff first"));
		this.flags.create("dark-mode", new Flag(true, "Offer the dark theme to everybody"));
		this.flags.create("maintenance", new Flag(false, "Announce the maintenance window on Sunday"));
		try (Chromium browser = Chromium.start()) {
			browser.open(this.port);
			awaitState(browser, "live");
			browser.find("#create input[name=name]").sendKeys("new-checkout");
			browser.find("#create input[name=description]").sendKeys("One page instead of four");
			browser.find("#create button").click();
			toggle(browser, "new-checkout").click();
			await().atMost(PATIENCE).until(() -> toggle(browser, "new-checkout").isSelected());
			assertThat(this.etcd.gateway().get("/flags/new-checkout")).contains("\"enabled\":true");
			assertThat(browser.text("#summary")).isEqualTo("3 of 4 on");
			assertThat(browser.text("#events")).contains("new-checkout", "dark-mode");
			assertThat(browser.find("#events li").getSize().getHeight()).as("height of an event").isLessThan(80);
			browser.screenshot("feature-flags");
			this.etcd.kill();
			awaitState(browser, "down");
			assertThat(browser.text("#banner")).contains("etcd cannot be reached");
			assertThat(toggle(browser, "dark-mode").isEnabled()).isFalse();
			browser.screenshot("feature-flags-outage");
			this.etcd.restart();
			awaitState(browser, "live");
			assertThat(toggle(browser, "dark-mode").isEnabled()).isTrue();
		}
	}

	@Test
	void showsWhatAnotherInstanceChanges() {
		try (Chromium browser = Chromium.start();
				ConfigurableApplicationContext other = SpringApplication.run(FeatureFlagsApplication.class,
						"--server.port=0", "--etcd.endpoints=" + this.etcd.endpoint())) {
			browser.open(this.port);
			awaitState(browser, "live");
			other.getBean(Flags.class).put("from-another", new Flag(true, "Put by another instance"));
			await().atMost(PATIENCE).until(() -> toggle(browser, "from-another").isSelected());
			other.getBean(Flags.class).delete("from-another");
		}
	}

	private static WebElement toggle(Chromium browser, String flag) {
		return await().atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(WebDriverException.class)
			.until(() -> browser.find("#flags li[data-name=" + flag + "] input"), (found) -> found != null);
	}

	private static void awaitState(Chromium browser, String state) {
		await().atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(WebDriverException.class)
			.until(() -> state.equals(browser.find("#status").getDomAttribute("data-state")));
	}

}
