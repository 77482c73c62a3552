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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application prints that cannot start because of etcd.
 *
 * @author The etcd-spring authors
 */
@ExtendWith(OutputCaptureExtension.class)
class StartUpFailureTests {

	@Test
	void clusterThatIsAway(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("etcd.endpoints=http://127.0.0.1:1,http://no-such-host.invalid:2379", "etcd.fail-fast=true"));
		assertThat(output).contains("APPLICATION FAILED TO START", "Description:", "Action:",
				"    http://127.0.0.1:1: disconnected, connection refused",
				"    http://no-such-host.invalid:2379: disconnected, unknown host", "set 'etcd.fail-fast' to false");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void malformedEndpoint(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("etcd.endpoints=http://one:1,http://app:marker@two:2"));
		assertThat(output).contains("APPLICATION FAILED TO START", "'etcd.endpoints[1]'", "'http://two:2'", "Action:");
		assertThat(output).doesNotContain("\tat ").doesNotContain("marker");
	}

	@Test
	void valueOutOfRange(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("etcd.keep-alive.interval=5s"));
		assertThat(output).contains("APPLICATION FAILED TO START", "etcd.keep-alive.interval", "at least 10s");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void unknownBundle(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("etcd.endpoints=https://one:1", "etcd.ssl.bundle=absent"));
		assertThat(output).contains("APPLICATION FAILED TO START", "etcd.ssl.bundle", "spring.ssl.bundle.pem.absent");
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void unknownErrorHandler(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Watching.class, "etcd.endpoints=http://127.0.0.1:1"));
		assertThat(output).contains("APPLICATION FAILED TO START", "Watching.onChange", "'errorHandler'", "'nobody'");
		assertThat(output).doesNotContain("\tat ");
	}

	private static void run(String... properties) {
		run(Application.class, properties);
	}

	private static void run(Class<?> application, String... properties) {
		new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.properties(properties)
			.run()
			.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, SslAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class Watching {

		@EtcdWatch(key = "/k", errorHandler = "nobody")
		void onChange(String value) {
		}

	}

}
