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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the README tells the truth about the properties.
 *
 * @author The etcd-spring authors
 */
class ReadmeTests {

	@Test
	void tableOfPropertiesAgreesWithMetadata() throws IOException {
		List<String> rows = Files.readAllLines(Path.of("..", "README.md"))
			.stream()
			.dropWhile((line) -> !line.equals("## Properties"))
			.filter((line) -> line.matches("\\| `(etcd|management)\\..*"))
			.toList();
		assertThat(rows).as("Rows of '## Properties' in README.md").containsExactlyElementsOf(expectedRows());
	}

	private static List<String> expectedRows() throws IOException {
		try (InputStream metadata = EtcdProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			List<JsonNode> properties = new ArrayList<>();
			JsonMapper.shared().readTree(metadata).path("properties").forEach(properties::add);
			return properties.stream()
				.sorted(Comparator.comparing((property) -> property.get("name").asString()))
				.map(ReadmeTests::row)
				.toList();
		}
	}

	private static String row(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		String text = (value.isArray()) ? value.path(0).asString() : value.asString("");
		return "| `%s` | %s | %s |".formatted(property.get("name").asString(), (text.isEmpty()) ? "" : "`" + text + "`",
				property.get("description").asString());
	}

}
