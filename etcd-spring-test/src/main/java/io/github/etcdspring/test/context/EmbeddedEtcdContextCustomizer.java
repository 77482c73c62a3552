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

import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdBuilder;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.EtcdServer;

/**
 * Starts the etcd of a test context. As a record it equals another one with the same
 * settings, which lets the test framework share the context, and with it the etcd.
 *
 * @param version the wanted version, empty for any
 * @param members the number of members
 * @param flags the flags of the command line
 * @param endpointsProperty the property for the addresses
 * @author The etcd-spring authors
 */
record EmbeddedEtcdContextCustomizer(String version, int members, List<String> flags,
		String endpointsProperty) implements ContextCustomizer {

	static EmbeddedEtcdContextCustomizer of(EmbeddedEtcd annotation) {
		return new EmbeddedEtcdContextCustomizer(annotation.version(), annotation.members(),
				List.of(annotation.flags()), annotation.endpointsProperty());
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		if (this.members == 1) {
			EtcdServer server = configure(EtcdServer.builder()).start();
			ContextEtcd.register(context, server, this.endpointsProperty, server.endpoints());
		}
		else {
			EtcdCluster cluster = configure(EtcdCluster.builder().members(this.members)).start();
			ContextEtcd.register(context, cluster, this.endpointsProperty, cluster.endpoints());
		}
	}

	private <B extends EtcdBuilder<B>> B configure(B builder) {
		builder.flags(this.flags.toArray(String[]::new));
		return (this.version.isEmpty()) ? builder : builder.version(this.version);
	}

}
