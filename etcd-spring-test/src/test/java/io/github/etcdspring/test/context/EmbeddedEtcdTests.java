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

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedEtcd}.
 *
 * @author The etcd-spring authors
 */
@SpringBootTest(classes = EmbeddedEtcdTests.Application.class, properties = "etcd.endpoints=http://unused:1")
@EmbeddedEtcd(flags = "--max-request-bytes=2000000")
class EmbeddedEtcdTests {

	@Autowired
	private EtcdServer server;

	@Autowired
	private Environment environment;

	@Test
	void offersServerAsBean() {
		assertThat(this.server.isRunning()).isTrue();
	}

	@Test
	void contributesEndpointsAboveAllOtherProperties() {
		assertThat(this.environment.getProperty("etcd.endpoints")).isEqualTo(this.server.endpoint());
	}

	@Nested
	class Inner {

		@Autowired
		private EtcdServer inner;

		@Test
		void sharesServerWithEnclosingClass() {
			assertThat(this.inner).isSameAs(EmbeddedEtcdTests.this.server);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
