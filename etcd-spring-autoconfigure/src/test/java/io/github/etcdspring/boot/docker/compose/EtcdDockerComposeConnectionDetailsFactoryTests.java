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

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

import io.github.etcdspring.boot.EtcdConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EtcdDockerComposeConnectionDetailsFactory}.
 *
 * @author The etcd-spring authors
 */
class EtcdDockerComposeConnectionDetailsFactoryTests {

	@ParameterizedTest
	@ValueSource(strings = { "etcd", "etcd:3.5", "quay.io/coreos/etcd:v3.5.30", "gcr.io/etcd-development/etcd:v3.6.1",
			"bitnami/etcd:latest", "docker.io/bitnamilegacy/etcd:3.5", "registry.example.org/coreos/etcd" })
	void usualImages(String image) {
		EtcdConnectionDetails details = details(source(image, Map.of(), Map.of()));
		assertThat(details).isNotNull();
		assertThat(details.getEndpoints()).containsExactly(URI.create("http://docker.example.org:32768"));
		assertThat(details.getUsername()).isNull();
		assertThat(details.getPassword()).isNull();
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void otherImageWithLabel() {
		assertThat(details(
				source("example/store", Map.of("org.springframework.boot.service-connection", "etcd"), Map.of())))
			.isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "example/etcd-browser", "coreos/etcd-operator" })
	void otherImages(String image) {
		assertThat(details(source(image, Map.of(), Map.of()))).isNull();
	}

	@Test
	void rootPassword() {
		EtcdConnectionDetails details = details(
				source("bitnami/etcd", Map.of(), Map.of("ETCD_ROOT_PASSWORD", "secret")));
		assertThat(details.getUsername()).isEqualTo("root");
		assertThat(details.getPassword()).isEqualTo("secret");
		assertThat(details.toString()).doesNotContain("secret");
	}

	@Test
	void emptyRootPasswordIsNone() {
		EtcdConnectionDetails details = details(source("bitnami/etcd", Map.of(), Map.of("ETCD_ROOT_PASSWORD", "")));
		assertThat(details.getUsername()).isNull();
		assertThat(details.getPassword()).isNull();
	}

	@Test
	void labelsOfSslBundle() {
		EtcdConnectionDetails details = details(source("etcd",
				Map.of("org.springframework.boot.sslbundle.pem.truststore.certificate", "file:ca.crt"), Map.of()));
		assertThat(details.getEndpoints()).containsExactly(URI.create("https://docker.example.org:32768"));
		assertThat(details.getSslBundle()).isNotNull();
	}

	@Test
	void isRegistered() {
		assertThat(new ConnectionDetailsFactories(getClass().getClassLoader())
			.getConnectionDetails(source("etcd", Map.of(), Map.of()), true)).containsKey(EtcdConnectionDetails.class);
	}

	private static EtcdConnectionDetails details(DockerComposeConnectionSource source) {
		return new EtcdDockerComposeConnectionDetailsFactory().getConnectionDetails(source);
	}

	private static DockerComposeConnectionSource source(String image, Map<String, String> labels,
			Map<String, String> environment) {
		ConnectionPorts ports = mock();
		given(ports.get(2379)).willReturn(32768);
		RunningService service = mock();
		given(service.image()).willReturn(ImageReference.of(image));
		given(service.host()).willReturn("docker.example.org");
		given(service.ports()).willReturn(ports);
		given(service.labels()).willReturn(labels);
		given(service.env()).willReturn(environment);
		DockerComposeConnectionSource source = mock();
		given(source.getRunningService()).willReturn(service);
		return source;
	}

}
