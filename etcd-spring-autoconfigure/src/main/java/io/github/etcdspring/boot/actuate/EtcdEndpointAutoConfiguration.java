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

package io.github.etcdspring.boot.actuate;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.election.EtcdLeadership;
import io.github.etcdspring.watch.EtcdWatchContainer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link EtcdEndpoint}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@AutoConfiguration(after = { EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class })
@ConditionalOnClass({ EtcdConnection.class, Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(EtcdConnection.class)
@ConditionalOnAvailableEndpoint(EtcdEndpoint.class)
public final class EtcdEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EtcdEndpoint etcdEndpoint(ConfigurableListableBeanFactory beanFactory) {
		return new EtcdEndpoint(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdConnection.class),
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdWatchContainer.class),
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdLeadership.class));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(EtcdEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = EtcdEndpoint.class, exposure = EndpointExposure.WEB)
	EtcdEndpointWebExtension etcdEndpointWebExtension(EtcdEndpoint endpoint) {
		return new EtcdEndpointWebExtension(endpoint);
	}

}
