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

package io.github.etcdspring.test.context;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdDevelopmentService}.
 *
 * @author The etcd-spring authors
 */
class EtcdDevelopmentServiceTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(EtcdDevelopmentService.class);

	@Test
	void startsEtcdAndEndsItWithContext() {
		EtcdServer[] started = new EtcdServer[1];
		this.runner.withPropertyValues("etcd.endpoints=http://unused:1").run((context) -> {
			started[0] = context.getBean(EtcdServer.class);
			assertThat(started[0].isRunning()).isTrue();
			assertThat(context.getEnvironment().getProperty("etcd.endpoints")).isEqualTo(started[0].endpoint());
		});
		assertThat(started[0].isRunning()).isFalse();
	}

	@Test
	void startsNothingWhenDisabled() {
		this.runner.withPropertyValues("etcd.development.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EtcdServer.class));
	}

}
