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

package io.github.etcdspring.boot.slice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import io.github.etcdspring.boot.slice.SlicedComponents.Flag;
import io.github.etcdspring.boot.slice.SlicedComponents.Flags;
import io.github.etcdspring.boot.slice.SlicedComponents.Unrelated;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.context.EtcdTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdTest}, with an application that the class path makes a full one.
 *
 * @author The etcd-spring authors
 */
@EtcdTest(properties = "etcd.request-timeout=4s")
@Import(Flags.class)
class EtcdTestSliceTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Flags flags;

	@Test
	void whatIsImportedWorksOnRealEtcd() {
		this.flags.set(new Flag("dark-mode"));
		await().untilAsserted(() -> assertThat(this.flags.seen()).isEqualTo("dark-mode"));
		assertThat(this.context.getBean(EtcdServer.class).gateway().get("/slice/flag"))
			.isEqualTo("{\"name\":\"dark-mode\"}");
	}

	@Test
	void nothingElseIsThere() {
		assertThat(this.context.getBeansOfType(Unrelated.class)).isEmpty();
		assertThat(this.context.getBeansWithAnnotation(Endpoint.class)).isEmpty();
	}

	@Test
	void propertiesAndCustomizersAreApplied() {
		EtcdConnection connection = this.context.getBean(EtcdConnection.class);
		assertThat(connection.settings().requestTimeout()).hasSeconds(4);
		assertThat(connection.clientBuilder().authority()).isEqualTo("sliced.example.org");
	}

}
