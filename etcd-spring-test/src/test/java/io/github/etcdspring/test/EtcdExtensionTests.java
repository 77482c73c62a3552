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

package io.github.etcdspring.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EtcdExtension}.
 *
 * @author The etcd-spring authors
 */
class EtcdExtensionTests {

	@Nested
	class StaticField {

		@RegisterExtension
		static EtcdExtension etcd = new EtcdExtension(EtcdServer.builder().flag("max-request-bytes", "2000000"));

		@Test
		void offersServer(EtcdServer server) {
			assertThat(etcd.server()).isSameAs(server);
			assertThat(etcd.endpoint()).isEqualTo(server.endpoint());
			assertThat(server.isRunning()).isTrue();
		}

	}

	@Nested
	class InstanceField {

		@RegisterExtension
		EtcdExtension etcd = new EtcdExtension();

		@Test
		void startsServerForTest(EtcdServer server) {
			assertThat(this.etcd.server()).isSameAs(server);
			assertThat(server.isRunning()).isTrue();
		}

	}

	@Nested
	@ExtendWith(EtcdExtension.class)
	class Annotation {

		private final EtcdServer server;

		Annotation(EtcdServer server) {
			this.server = server;
		}

		@Test
		void resolvesParameters(EtcdServer server) {
			assertThat(server).isSameAs(this.server);
		}

		@Nested
		class Inner {

			@Test
			void sharesServerOfEnclosingClass(EtcdServer server) {
				assertThat(server).isSameAs(Annotation.this.server);
				assertThat(server.isRunning()).isTrue();
			}

		}

	}

}
