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
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FlagStream}.
 *
 * @author The etcd-spring authors
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EmbeddedEtcd
class FlagStreamTests {

	private static final Flag ON = new Flag(true, "Something");

	@LocalServerPort
	private int port;

	@Autowired
	private EtcdServer etcd;

	@Autowired
	private Flags flags;

	@Autowired
	private FlagStream stream;

	@Test
	void everyBrowserSeesWhatApplicationWrites() {
		try (Browser first = Browser.openAndAwaitFlags(this.port);
				Browser second = Browser.openAndAwaitFlags(this.port)) {
			this.flags.put("written", ON);
			this.flags.put("written", new Flag(false, "Something"));
			this.flags.delete("written");
			await().untilAsserted(() -> {
				assertThat(first.changes("written")).containsExactly("created", "updated", "deleted");
				assertThat(second.changes("written")).containsExactly("created", "updated", "deleted");
			});
		}
	}

	@Test
	void browserSeesWhatOthersWriteToEtcd() {
		try (Browser browser = Browser.openAndAwaitFlags(this.port)) {
			this.etcd.gateway().put("/flags/elsewhere", "{\"enabled\":true}");
			await().untilAsserted(() -> assertThat(browser.changes("elsewhere")).containsExactly("created"));
		}
	}

	@Test
	void browserThatComesWhileFlagsChangeMissesNothingAndSeesNothingTwice() {
		List<Browser> browsers = new ArrayList<>();
		long last = 0;
		for (int i = 0; i < 100; i++) {
			last = this.flags.put("busy", ON);
			if (i % 10 == 5) {
				browsers.add(Browser.open(this.port));
			}
		}
		long end = last;
		await().untilAsserted(() -> assertThat(browsers).allSatisfy((browser) -> {
			assertThat(browser.received("snapshot")).hasSize(1);
			long start = browser.received("snapshot").get(0).get("revision").asLong();
			assertThat(browser.received("change")).extracting((change) -> change.get("revision").asLong())
				.containsExactlyElementsOf(LongStream.rangeClosed(start + 1, end).boxed().toList());
		}));
		browsers.forEach(Browser::close);
	}

	@Test
	void snapshotTellsWhatHappenedBefore() {
		this.flags.put("before", ON);
		await().untilAsserted(() -> {
			try (Browser browser = Browser.openAndAwaitFlags(this.port)) {
				JsonNode snapshot = browser.received("snapshot").get(0);
				assertThat(snapshot.get("history")).extracting((change) -> change.get("name").asString())
					.contains("before");
			}
		});
	}

	@Test
	void instanceThatIsStartedLaterKnowsTheHistoryAndShowsBothInstances() {
		this.flags.put("long-ago", ON);
		this.flags.delete("long-ago");
		try (ConfigurableApplicationContext later = SpringApplication.run(FeatureFlagsApplication.class,
				"--server.port=0", "--etcd.endpoints=" + this.etcd.endpoint())) {
			int laterPort = later.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			await().untilAsserted(() -> {
				try (Browser browser = Browser.openAndAwaitFlags(laterPort)) {
					assertThat(browser.received("snapshot").get(0).get("history"))
						.filteredOn((change) -> change.get("name").asString().equals("long-ago"))
						.extracting((change) -> change.get("type").asString())
						.endsWith("created", "deleted");
					assertThat(browser.received("cluster").get(0).get("instances"))
						.extracting((instance) -> instance.asString())
						.contains("localhost:" + this.port, "localhost:" + laterPort);
				}
			});
		}
	}

	@Test
	void browserThatLeavesIsForgotten() {
		Browser browser = Browser.openAndAwaitFlags(this.port);
		assertThat(this.stream.subscribers()).isPositive();
		browser.close();
		await().until(() -> this.stream.subscribers() == 0);
	}

	@Test
	void valueThatIsNoFlagIsReportedAndDoesNoHarm() {
		this.etcd.gateway().put("/flags/broken", "not JSON");
		try (Browser browser = Browser.open(this.port)) {
			await().untilAsserted(() -> assertThat(browser.received("problem")).isNotEmpty()
				.first()
				.satisfies((problem) -> assertThat(problem.get("detail").asString()).contains("/flags/broken")
					.doesNotContain("not JSON")));
			this.etcd.gateway().delete("/flags/broken");
			await().untilAsserted(() -> assertThat(browser.received("snapshot")).hasSize(1));
		}
	}

	@Test
	void stateOfClusterIsShown() {
		try (Browser browser = Browser.openAndAwaitFlags(this.port)) {
			JsonNode cluster = browser.received("cluster").get(0);
			assertThat(cluster.get("available").asBoolean()).isTrue();
			JsonNode member = cluster.get("members").get(0);
			assertThat(member.get("endpoint").asString()).isEqualTo(this.etcd.endpoint());
			assertThat(member.get("version").asString()).isEqualTo(this.etcd.version());
			assertThat(member.get("leader").asBoolean()).isTrue();
		}
	}

}
