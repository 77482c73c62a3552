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

import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdRequestObservationConvention;

/**
 * The connection and what it is made of.
 *
 * @author The etcd-spring authors
 */
@Configuration(proxyBeanMethods = false)
class EtcdConnectionConfiguration {

	@Bean
	@ConditionalOnMissingBean(EtcdConnectionDetails.class)
	PropertiesEtcdConnectionDetails etcdConnectionDetails(EtcdProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesEtcdConnectionDetails(properties, sslBundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnThreading(Threading.PLATFORM)
	EtcdConnectionConfigurer etcdConnectionConfigurer(EtcdProperties properties,
			ObjectProvider<EtcdClientBuilderCustomizer> customizers,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EtcdRequestObservationConvention> observationConvention,
			ObjectProvider<SslBundles> sslBundles) {
		return configurer(properties, customizers, observationRegistry, observationConvention, null, sslBundles);
	}

	@Bean(name = "etcdConnectionConfigurer")
	@ConditionalOnMissingBean
	@ConditionalOnThreading(Threading.VIRTUAL)
	EtcdConnectionConfigurer etcdConnectionConfigurerVirtualThreads(EtcdProperties properties,
			ObjectProvider<EtcdClientBuilderCustomizer> customizers,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EtcdRequestObservationConvention> observationConvention,
			ObjectProvider<SslBundles> sslBundles) {
		return configurer(properties, customizers, observationRegistry, observationConvention,
				new VirtualThreadTaskExecutor("etcd-callback-"), sslBundles);
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdConnection etcdConnection(EtcdConnectionConfigurer configurer, EtcdConnectionDetails details,
			ObjectProvider<EtcdBootstrapConnection> bootstrapConnection, ObjectProvider<SslBundles> sslBundles,
			Environment environment) {
		EtcdBootstrapConnection existing = bootstrapConnection.getIfAvailable();
		if (existing != null) {
			sslBundles.ifAvailable(existing::follow);
		}
		EtcdConnection shared = (existing != null) ? existing.share(configurer, details, Binder.get(environment))
				: null;
		return (shared != null) ? shared : configurer.connect(details);
	}

	private EtcdConnectionConfigurer configurer(EtcdProperties properties,
			ObjectProvider<EtcdClientBuilderCustomizer> customizers,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EtcdRequestObservationConvention> observationConvention, @Nullable Executor callbackExecutor,
			ObjectProvider<SslBundles> sslBundles) {
		return new EtcdConnectionConfigurer(properties, customizers.orderedStream().toList(),
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP), observationConvention.getIfUnique(),
				callbackExecutor, sslBundles.getIfAvailable());
	}

}
