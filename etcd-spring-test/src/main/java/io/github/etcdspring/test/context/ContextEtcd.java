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

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes an etcd a part of an application context: a bean that is closed with it, and a
 * property with its addresses.
 *
 * @author The etcd-spring authors
 */
final class ContextEtcd {

	static final String NAME = "embeddedEtcd";

	private ContextEtcd() {
	}

	static void register(ConfigurableApplicationContext context, AutoCloseable etcd, String endpointsProperty,
			List<String> endpoints) {
		register(context.getBeanFactory(), context.getEnvironment(), etcd, endpointsProperty, endpoints);
	}

	static void register(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment,
			AutoCloseable etcd, String endpointsProperty, List<String> endpoints) {
		beanFactory.registerSingleton(NAME, etcd);
		((DefaultSingletonBeanRegistry) beanFactory).registerDisposableBean(NAME, etcd::close);
		environment.getPropertySources()
			.addFirst(new MapPropertySource(NAME, Map.of(endpointsProperty, String.join(",", endpoints))));
	}

}
