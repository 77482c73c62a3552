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

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EtcdEndpointParser}.
 *
 * @author The etcd-spring authors
 */
class EtcdEndpointParserTests {

	@ParameterizedTest
	@CsvSource({ "http://localhost:2379, http://localhost:2379", "HTTPS://etcd-1:2379/, https://etcd-1:2379",
			"localhost, http://localhost:2379", "etcd-1.example.org:12379, http://etcd-1.example.org:12379",
			"http://10.0.0.1, http://10.0.0.1:2379", "'  http://localhost:1 ', http://localhost:1",
			"http://[::1]:2379, http://[::1]:2379", "[::1], http://[::1]:2379" })
	void completesSchemeAndPort(String value, String expected) {
		assertThat(new EtcdEndpointParser("http").parse(List.of(value))).containsExactly(URI.create(expected));
	}

	@ParameterizedTest
	@CsvSource({ "dns+srv:///example.org, dns+srv:///example.org", "dns+srv://example.org, dns+srv:///example.org",
			"dns+srv:example.org, dns+srv:///example.org",
			"DNS+SRV:///_etcd-client._tcp.example.org, dns+srv:///_etcd-client._tcp.example.org",
			"dns+srv://10.0.0.53:5353/example.org, dns+srv://10.0.0.53:5353/example.org",
			"dns:///etcd, dns:///etcd:2379", "dns://etcd:1, dns:///etcd:1" })
	void takesOneNameToLookUp(String value, String expected) {
		assertThat(new EtcdEndpointParser("http").parse(List.of(value))).containsExactly(URI.create(expected));
	}

	@ParameterizedTest
	@CsvSource({ "dns+srv://app:marker@example.org", "dns+srv:///example.org?password=marker",
			"dns+srv:///example.org:2379", "dns:///a/b", "dns:///etcd:70000", "dns:///a b" })
	void rejectsWhatIsNoNameToLookUp(String value) {
		assertThatExceptionOfType(EtcdConfigurationException.class)
			.isThrownBy(() -> new EtcdEndpointParser("http").parse(List.of(value)))
			.withMessageContaining("'etcd.endpoints[0]'")
			.withMessageNotContaining("marker");
	}

	@Test
	void usesDefaultScheme() {
		assertThat(new EtcdEndpointParser("https").parse(List.of("one:1", "two")))
			.containsExactly(URI.create("https://one:1"), URI.create("https://two:2379"));
	}

	@ParameterizedTest
	@CsvSource({ "tcp://10.0.0.1:2379, neither http nor https", "http://, ", "'', ", "http://etcd_1:2379, host name",
			"http://localhost:0, port", "http://localhost:70000, port", "http://localhost:2379/v3, path",
			"http://localhost:2379?x=1, query", "http://local host:2379, ", "http://localhost:port, ",
			"http://:2379, " })
	void rejectsWhatIsNoEndpointAndNamesProperty(String value, String reason) {
		assertThatExceptionOfType(EtcdConfigurationException.class)
			.isThrownBy(() -> new EtcdEndpointParser("http").parse(List.of("http://localhost:2379", value)))
			.satisfies((ex) -> {
				assertThat(ex.getDescription()).contains("'etcd.endpoints[1]'", value.split("\\?")[0]);
				assertThat(ex.getDescription()).contains((reason != null) ? reason : "is not an endpoint");
				assertThat(ex.getAction()).contains("etcd.endpoints[1]", "http://localhost:2379");
			});
	}

	@ParameterizedTest
	@CsvSource({ "http://app:marker@localhost:2379", "app:marker@localhost", "http://app:mar@marker@localhost",
			"http://app:marker%@localhost:2379", "http://localhost:2379?password=marker" })
	void neverShowsCredentials(String value) {
		assertThatExceptionOfType(EtcdConfigurationException.class)
			.isThrownBy(() -> new EtcdEndpointParser("http").parse(List.of(value)))
			.satisfies((ex) -> {
				assertThat(ex).hasStackTraceContaining("etcd.endpoints[0]").hasMessageContaining("localhost");
				assertThat(ex.toString()).doesNotContain("marker");
				assertThat(ex.getCause()).isNull();
			});
	}

	@Test
	void rejectsEmptyList() {
		assertThatExceptionOfType(EtcdConfigurationException.class)
			.isThrownBy(() -> new EtcdEndpointParser("http").parse(List.of()))
			.withMessageContaining("'etcd.endpoints' is empty");
	}

}
