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

package io.github.etcdspring.boot.config;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.watch.EtcdWatchContainer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the refresh of configuration
 * that was imported by {@code spring.config.import=etcd:..}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 * @see EtcdConfigChangedEvent
 * @see EtcdRebind
 */
@AutoConfiguration(after = EtcdWatchAutoConfiguration.class)
@ConditionalOnClass(EtcdConnection.class)
@ConditionalOnBooleanProperty(name = "etcd.config.refresh", matchIfMissing = true)
@EnableConfigurationProperties(EtcdConfigProperties.class)
public final class EtcdConfigAutoConfiguration {

	@Bean
	EtcdConfigRebinder etcdConfigRebinder(ConfigurableListableBeanFactory beanFactory) {
		return new EtcdConfigRebinder(beanFactory);
	}

	@Bean
	EtcdConfigWatcher etcdConfigWatcher(ApplicationContext context, ConfigurableEnvironment environment,
			ObjectProvider<EtcdConfigImport> configImport, EtcdConfigRebinder rebinder,
			ObjectProvider<EtcdWatchContainer> containers) {
		EtcdConfigImport imported = configImport.getIfAvailable();
		return new EtcdConfigWatcher((imported != null) ? imported.connection() : null,
				(imported != null) ? new EtcdConfigRefresher(context, environment, imported, rebinder) : null,
				containers);
	}

}
