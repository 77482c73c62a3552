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

package io.github.etcdspring.boot.testcontainers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.EtcdConnectionDetails;
import io.github.etcdspring.boot.TestImages;
import io.github.etcdspring.core.EtcdTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdContainerConnectionDetailsFactory} on a Docker engine.
 *
 * @author The etcd-spring authors
 */
@Tag("docker")
@SpringJUnitConfig
@Testcontainers
class EtcdContainerConnectionDetailsFactoryTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> etcd = new GenericContainer<>(TestImages.etcd())
		.withCommand("etcd", "--listen-client-urls=http://0.0.0.0:2379", "--advertise-client-urls=http://0.0.0.0:2379")
		.withExposedPorts(2379)
		.waitingFor(Wait.forHttp("/health").forPort(2379));

	@Autowired
	private EtcdConnectionDetails details;

	@Autowired
	private EtcdTemplate template;

	@Test
	void templateTalksToTheContainer() {
		assertThat(this.details.getEndpoints()).singleElement()
			.satisfies((endpoint) -> assertThat(endpoint.getPort()).isEqualTo(etcd.getMappedPort(2379)));
		assertThat(this.details.getUsername()).isNull();
		this.template.put("key", "value");
		assertThat(this.template.get("key")).isEqualTo("value");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(EtcdAutoConfiguration.class)
	static class TestConfiguration {

	}

}
