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

package io.github.etcdspring.boot.logging;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WireLoggingEnvironmentPostProcessor}.
 *
 * @author The etcd-spring authors
 */
class WireLoggingEnvironmentPostProcessorTests {

	private static final String LOGGER = "io.grpc.netty.NettyClientHandler";

	@Test
	void framesAreNotLoggedWhenEverythingElseIs() {
		try (ConfigurableApplicationContext context = run("--logging.level.root=debug")) {
			assertThat(context.isActive()).isTrue();
			assertThat(LogFactory.getLog(LOGGER).isDebugEnabled()).isFalse();
			assertThat(LogFactory.getLog("io.grpc.netty.NettyServerHandler").isDebugEnabled()).isTrue();
		}
	}

	@Test
	void levelOfTheUserCounts() {
		try (ConfigurableApplicationContext context = run("--logging.level." + LOGGER + "=debug")) {
			assertThat(context.isActive()).isTrue();
			assertThat(LogFactory.getLog(LOGGER).isDebugEnabled()).isTrue();
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE).run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
