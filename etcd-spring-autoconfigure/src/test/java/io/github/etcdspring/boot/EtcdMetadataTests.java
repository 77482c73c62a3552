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

package io.github.etcdspring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata that tools show to users.
 *
 * @author The etcd-spring authors
 */
class EtcdMetadataTests {

	@Test
	void everyKeyHasDescriptionThatEndsLikeSentence() throws IOException {
		assertThat(keys()).hasSizeGreaterThan(15).allSatisfy((key) -> {
			assertThat(key.path("description").asString("")).as(key.path("name").asString()).endsWith(".");
			assertThat(key.path("type").asString("")).as(key.path("name").asString()).isNotEmpty();
		});
	}

	@Test
	void everyKeyBelongsToUs() throws IOException {
		assertThat(keys()).extracting((key) -> key.path("name").asString())
			.allMatch((name) -> name.startsWith("etcd.") || name.startsWith("management."));
	}

	@Test
	void noKeyCanBeSetByVariablesThatKubernetesInjects() throws IOException {
		assertThat(keys()).extracting((key) -> key.path("name").asString())
			.noneMatch((name) -> name.matches("etcd\\.(host|port|name|service|data-dir)(\\..*)?"));
	}

	@Test
	void defaultEndpointIsShown() throws IOException {
		assertThat(keys()).filteredOn((key) -> key.path("name").asString().equals("etcd.endpoints"))
			.singleElement()
			.satisfies((key) -> assertThat(key.path("defaultValue").toString()).contains("http://localhost:2379"));
	}

	private static List<JsonNode> keys() throws IOException {
		try (InputStream metadata = EtcdProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			List<JsonNode> keys = new ArrayList<>();
			JsonMapper.shared().readTree(metadata).path("properties").forEach(keys::add);
			return keys;
		}
	}

}
