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

import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.watch.EtcdWatchContainer;

/**
 * Finds the container of watches that belongs to a connection, once somebody watches: an
 * application with several clusters has several.
 *
 * @param connection the connection
 * @param beanFactory knows the containers
 * @author The etcd-spring authors
 */
record ContainerOfConnection(EtcdConnection connection,
		ConfigurableListableBeanFactory beanFactory) implements Supplier<EtcdWatchContainer> {

	@Override
	public EtcdWatchContainer get() {
		List<EtcdWatchContainer> containers = BeanFactoryUtils
			.beansOfTypeIncludingAncestors(this.beanFactory, EtcdWatchContainer.class, true, false)
			.values()
			.stream()
			.filter((container) -> container.uses(this.connection))
			.toList();
		Assert.state(!containers.isEmpty(),
				"There is no bean of type EtcdWatchContainer for the connection of this template");
		Assert.state(containers.size() == 1,
				() -> "There are %d beans of type EtcdWatchContainer for the connection ".formatted(containers.size())
						+ "of this template: create the template with one of them");
		return containers.get(0);
	}

}
