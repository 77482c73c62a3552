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

package io.github.etcdspring.boot.docker.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.EtcdConnectionDetails;
import io.github.etcdspring.boot.TestImages;
import io.github.etcdspring.core.EtcdTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with a Compose file, on a real Docker engine.
 *
 * @author The etcd-spring authors
 */
@Tag("docker")
class EtcdDockerComposeTests {

	private static final String COMPOSE_FILE = """
			services:
			  store:
			    image: '%s'
			    command: ['etcd', '--listen-client-urls=http://0.0.0.0:2379', '--advertise-client-urls=http://0.0.0.0:2379']
			    ports: ['2379']
			    labels:
			      org.springframework.boot.service-connection: etcd
			""";

	@Test
	void applicationUsesTheEtcdOfItsComposeFile() throws IOException {
		// Not a temporary directory: the services are stopped by this file when the
		// virtual
		// machine ends
		Path directory = Files.createDirectories(Path.of("target", "docker-compose-tests"));
		Path file = Files.writeString(directory.resolve("compose.yaml"), COMPOSE_FILE.formatted(TestImages.etcd()));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.docker.compose.file=" + file, "--spring.docker.compose.skip.in-tests=false",
					"--spring.docker.compose.stop.command=down", "--etcd.endpoints=http://127.0.0.1:1")) {
			assertThat(context.getBean(EtcdConnectionDetails.class).getEndpoints()).singleElement()
				.satisfies((endpoint) -> assertThat(endpoint.getPort()).isNotIn(1, 2379));
			EtcdTemplate template = context.getBean(EtcdTemplate.class);
			template.put("key", "value");
			assertThat(template.get("key")).isEqualTo("value");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(EtcdAutoConfiguration.class)
	static class Application {

	}

}
