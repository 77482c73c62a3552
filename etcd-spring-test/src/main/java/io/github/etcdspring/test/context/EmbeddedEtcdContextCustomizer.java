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
import java.util.Map;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.Assert;

import io.github.etcdspring.test.EmbeddedEtcd;
import io.github.etcdspring.test.EtcdServer;

/**
 * Starts the etcd of a test context. As a record it equals another one with the same
 * settings, which lets the test framework share the context, and with it the etcd.
 *
 * @param version the wanted version, empty for any
 * @param flags the flags of the command line
 * @param endpointsProperty the property for the addresses
 * @author The etcd-spring authors
 */
record EmbeddedEtcdContextCustomizer(String version, List<String> flags,
		String endpointsProperty) implements ContextCustomizer {

	private static final String NAME = "embeddedEtcd";

	static EmbeddedEtcdContextCustomizer of(EmbeddedEtcd annotation) {
		return new EmbeddedEtcdContextCustomizer(annotation.version(), List.of(annotation.flags()),
				annotation.endpointsProperty());
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		EtcdServer server = start();
		DefaultSingletonBeanRegistry beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
		beans.registerSingleton(NAME, server);
		beans.registerDisposableBean(NAME, server::close);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(
					new MapPropertySource(NAME, Map.of(this.endpointsProperty, String.join(",", server.endpoints()))));
	}

	private EtcdServer start() {
		EtcdServer.Builder builder = EtcdServer.builder();
		if (!this.version.isEmpty()) {
			builder.version(this.version);
		}
		for (String flag : this.flags) {
			int separator = flag.indexOf('=');
			Assert.isTrue(separator > 0, () -> "'%s' in 'flags' must be like '--name=value'".formatted(flag));
			builder.flag(flag.substring(0, separator), flag.substring(separator + 1));
		}
		return builder.start();
	}

}
