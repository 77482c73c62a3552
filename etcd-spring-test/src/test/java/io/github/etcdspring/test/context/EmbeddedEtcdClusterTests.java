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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdCluster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedEtcd} with several members.
 *
 * @author The etcd-spring authors
 */
@SpringJUnitConfig
@EmbeddedEtcd(members = 3, version = "3.5", endpointsProperty = "my.endpoints")
class EmbeddedEtcdClusterTests {

	@Autowired
	private EtcdCluster cluster;

	@Value("${my.endpoints}")
	private String[] endpoints;

	@Test
	void offersClusterAsBean() {
		assertThat(this.cluster.members()).hasSize(3);
		assertThat(this.cluster.version()).startsWith("3.5.");
		assertThat(this.cluster.endpoints()).containsExactly(this.endpoints);
	}

}
