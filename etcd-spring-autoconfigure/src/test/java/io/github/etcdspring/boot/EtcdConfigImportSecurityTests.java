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

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.boot.config.EtcdConfigAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.gateway.EtcdGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for imports from clusters that want credentials or certificates.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EtcdConfigImportSecurityTests {

	@Test
	void credentialsAreThoseOfThePropertiesAndWrongOnesAreNeverSwallowed(CapturedOutput output) {
		try (EtcdServer etcd = EtcdServer.start()) {
			TestUsers.enable(etcd);
			EtcdGateway gateway = etcd.gateway().as(TestUsers.APP, TestUsers.PASSWORD);
			gateway.put("/app/a", "1");
			String password = "etcd.password=" + TestUsers.PASSWORD;
			try (ConfigurableApplicationContext context = run(etcd, "etcd:/app/", "etcd.username=app", password)) {
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
				gateway.put("/app/a", "2");
				await().until(() -> "2".equals(context.getEnvironment().getProperty("a")));
			}
			assertThatException()
				.isThrownBy(() -> run(etcd, "optional:etcd:/app/", "etcd.username=app", "etcd.password=marker"));
			assertThat(output).contains("APPLICATION FAILED TO START", "'optional:etcd:/app/'", "'etcd.password'");
			assertThatException().isThrownBy(() -> run(etcd, "optional:etcd:/app/"));
			assertThatException().isThrownBy(() -> run(etcd, "optional:etcd:/other/", "etcd.username=app", password));
			assertThat(output).contains("Grant the user of 'etcd.username' a role that may read", "\"/other/\"")
				.doesNotContain("marker")
				.doesNotContain("\tat ");
		}
	}

	@Test
	void certificatesAreThoseOfTheBundle() {
		try (EtcdServer etcd = TestTls.MUTUAL.start()) {
			etcd.gateway().put("/app/a", "1");
			String[] properties = Stream
				.concat(Stream.of("etcd.ssl.bundle=etcd"), Arrays.stream(TestTls.MUTUAL.bundle()))
				.toArray(String[]::new);
			try (ConfigurableApplicationContext context = run(etcd, "etcd:/app/", properties)) {
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			}
			assertThatException().isThrownBy(() -> run(etcd, "etcd:/app/", "etcd.request-timeout=1s"));
		}
	}

	private static ConfigurableApplicationContext run(EtcdServer etcd, String location, String... properties) {
		Stream<String> all = Stream.concat(Stream.of("etcd.endpoints=" + etcd.endpoint(),
				"spring.config.import=" + location, "spring.main.banner-mode=off"), Arrays.stream(properties));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(all.map((property) -> "--" + property).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			EtcdConfigAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

}
