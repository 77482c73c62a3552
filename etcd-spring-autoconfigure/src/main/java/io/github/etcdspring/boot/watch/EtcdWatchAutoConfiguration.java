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

package io.github.etcdspring.boot.watch;

import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.etcdspring.annotation.EnableEtcdWatch;
import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.consumer.EtcdCursors;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchMetrics;
import io.github.etcdspring.watch.EtcdWatchObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for watches and for methods
 * annotated with {@link io.github.etcdspring.annotation.EtcdWatch @EtcdWatch}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@AutoConfiguration(after = EtcdAutoConfiguration.class)
@ConditionalOnClass(EtcdWatchContainer.class)
@ConditionalOnBean(EtcdConnection.class)
@EnableConfigurationProperties(EtcdWatchProperties.class)
public final class EtcdWatchAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnThreading(Threading.PLATFORM)
	EtcdWatchContainerConfigurer etcdWatchContainerConfigurer(EtcdWatchProperties properties,
			ObjectProvider<EtcdValueConverter> converter, ObjectProvider<EtcdWatchMetrics> metrics,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EtcdWatchObservationConvention> observationConvention) {
		return configurer(properties, converter, metrics, observationRegistry, observationConvention, null);
	}

	@Bean(name = "etcdWatchContainerConfigurer")
	@ConditionalOnMissingBean
	@ConditionalOnThreading(Threading.VIRTUAL)
	EtcdWatchContainerConfigurer etcdWatchContainerConfigurerVirtualThreads(EtcdWatchProperties properties,
			ObjectProvider<EtcdValueConverter> converter, ObjectProvider<EtcdWatchMetrics> metrics,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EtcdWatchObservationConvention> observationConvention) {
		return configurer(properties, converter, metrics, observationRegistry, observationConvention,
				new VirtualThreadTaskExecutor("etcd-watch-"));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(EtcdConnection.class)
	EtcdWatchContainer etcdWatchContainer(EtcdWatchContainerConfigurer configurer, EtcdConnection connection) {
		return configurer.container(connection);
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdCursors etcdCursors(EtcdWatchProperties properties) {
		EtcdWatchPropertiesValidator.validate(properties);
		EtcdWatchProperties.Cursor cursor = properties.getCursor();
		return EtcdCursors.create(cursor.getPrefix(), cursor.getSaveInterval());
	}

	private EtcdWatchContainerConfigurer configurer(EtcdWatchProperties properties,
			ObjectProvider<EtcdValueConverter> converter, ObjectProvider<EtcdWatchMetrics> metrics,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EtcdWatchObservationConvention> observationConvention, @Nullable Executor executor) {
		return new EtcdWatchContainerConfigurer(properties, converter.getIfUnique(EtcdValueConverter::create),
				metrics.getIfUnique(() -> EtcdWatchMetrics.NOOP),
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP), observationConvention.getIfUnique(),
				executor);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableEtcdWatch
	@ConditionalOnMissingBean(name = "etcdWatchBeanPostProcessor")
	static class EnableEtcdWatchConfiguration {

	}

}
