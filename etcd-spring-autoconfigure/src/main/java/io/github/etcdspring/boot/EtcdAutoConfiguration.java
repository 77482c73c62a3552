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

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdOperations;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the connection to etcd and the
 * template.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(EtcdConnection.class)
@EnableConfigurationProperties(EtcdProperties.class)
@Import({ EtcdConnectionConfiguration.class, EtcdValueConverterConfiguration.Json.class,
		EtcdValueConverterConfiguration.Default.class, JetcdClientConfiguration.Foreign.class,
		JetcdClientConfiguration.Own.class })
public final class EtcdAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(EtcdOperations.class)
	@ConditionalOnSingleCandidate(EtcdConnection.class)
	EtcdTemplate etcdTemplate(EtcdConnection connection, EtcdValueConverter converter,
			ConfigurableListableBeanFactory beanFactory) {
		return new EtcdTemplate(connection, converter, new ContainerOfConnection(connection, beanFactory));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty("etcd.fail-fast")
	EtcdStartUpCheck etcdStartUpCheck(ConfigurableListableBeanFactory beanFactory) {
		return new EtcdStartUpCheck(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdConnection.class).values());
	}

}
