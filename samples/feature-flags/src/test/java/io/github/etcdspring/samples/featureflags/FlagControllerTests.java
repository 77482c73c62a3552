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

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FlagController}.
 *
 * @author The etcd-spring authors
 */
@SpringBootTest(properties = "etcd.request-timeout=500ms")
@AutoConfigureMockMvc
@EmbeddedEtcd
class FlagControllerTests {

	@Autowired
	private EtcdServer etcd;

	@Autowired
	private MockMvcTester mvc;

	@Test
	void createsFlagAsJsonInEtcd() {
		assertThat(this.mvc.post().uri("/flags/created").contentType(MediaType.APPLICATION_JSON).content("""
				{"enabled": true, "description": "New"}""")).hasStatus(HttpStatus.CREATED);
		assertThat(this.etcd.gateway().get("/flags/created")).contains("\"enabled\":true,\"description\":\"New\"",
				"\"changedBy\":");
	}

	@Test
	void refusesToCreateFlagTwice() {
		this.etcd.gateway().put("/flags/twice", "{\"enabled\":true}");
		assertThat(this.mvc.post()
			.uri("/flags/twice")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"enabled\": false}")).hasStatus(HttpStatus.CONFLICT);
		assertThat(this.etcd.gateway().get("/flags/twice")).isEqualTo("{\"enabled\":true}");
	}

	@Test
	void switchesFlag() {
		this.etcd.gateway().put("/flags/switched", "{\"enabled\":true}");
		assertThat(this.mvc.put()
			.uri("/flags/switched")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"enabled\": false}")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.mvc.get().uri("/flags/switched")).hasStatusOk()
			.bodyJson()
			.extractingPath("flag.enabled")
			.isEqualTo(false);
	}

	@Test
	void deletesFlagOnce() {
		this.etcd.gateway().put("/flags/deleted", "{\"enabled\":true}");
		assertThat(this.mvc.delete().uri("/flags/deleted")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(this.mvc.delete().uri("/flags/deleted")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(this.mvc.get().uri("/flags/deleted")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void listsFlagsByName() {
		this.etcd.gateway().put("/flags/list-b", "{\"enabled\":true}");
		this.etcd.gateway().put("/flags/list-a", "{\"enabled\":true}");
		assertThat(this.mvc.get().uri("/flags")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].name")
			.asArray()
			.containsSubsequence("list-a", "list-b");
	}

	@Test
	void refusesNamesThatAreHardToType() {
		assertThat(this.mvc.put()
			.uri("/flags/Über")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"enabled\": true}")).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("detail")
			.asString()
			.contains("lower-case letters");
	}

	@Test
	void mirrorAnswersWhileEtcdIsAway() {
		this.etcd.gateway().put("/flags/mirrored", "{\"enabled\":true}");
		await().untilAsserted(
				() -> assertThat(this.mvc.get().uri("/flags/mirrored/enabled")).bodyText().isEqualTo("true"));
		this.etcd.kill();
		try {
			assertThat(this.mvc.get().uri("/flags/mirrored/enabled")).hasStatusOk().bodyText().isEqualTo("true");
			assertThat(this.mvc.get().uri("/flags/absent/enabled")).hasStatusOk().bodyText().isEqualTo("false");
		}
		finally {
			this.etcd.restart();
		}
	}

	@Test
	void saysWhyNothingWorksWhileEtcdIsAway() {
		this.etcd.kill();
		try {
			assertThat(this.mvc.get().uri("/flags")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
				.bodyJson()
				.extractingPath("detail")
				.asString()
				.contains(this.etcd.endpoint());
		}
		finally {
			this.etcd.restart();
		}
	}

	@Test
	void endpointOfActuatorDoesNotFindWhatIsNotThere() {
		assertThat(pause("no-such-watch")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(this.mvc.get().uri("/actuator/etcd/watches/no-such-watch")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(this.mvc.get().uri("/actuator/etcd/no-such-part")).hasStatus(HttpStatus.NOT_FOUND);
	}

	private MvcTestResult pause(String watch) {
		return this.mvc.post()
			.uri("/actuator/etcd/watches/" + watch)
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"paused\": true}")
			.exchange();
	}

}
