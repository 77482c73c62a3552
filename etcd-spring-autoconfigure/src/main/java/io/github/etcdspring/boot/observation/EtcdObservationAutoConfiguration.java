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

package io.github.etcdspring.boot.observation;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.github.etcdspring.connection.DefaultEtcdRequestObservationConvention;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdRequestObservationConvention;
import io.github.etcdspring.watch.DefaultEtcdWatchObservationConvention;
import io.github.etcdspring.watch.EtcdWatchObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the observation of calls to
 * etcd, and of the methods and listeners that watch. Beans of the application of the
 * types {@link EtcdRequestObservationConvention} and
 * {@link EtcdWatchObservationConvention} take the places of the default ones. To observe
 * none, set {@code management.observations.enable.etcd.client} and
 * {@code management.observations.enable.etcd.watch} to {@code false}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ EtcdConnection.class, ObservationRegistry.class })
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(EtcdObservationProperties.class)
public final class EtcdObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(EtcdRequestObservationConvention.class)
	DefaultEtcdRequestObservationConvention etcdRequestObservationConvention(EtcdObservationProperties properties) {
		return new DefaultEtcdRequestObservationConvention(properties.isIncludeKeys());
	}

	@Bean
	@ConditionalOnMissingBean(EtcdWatchObservationConvention.class)
	DefaultEtcdWatchObservationConvention etcdWatchObservationConvention(EtcdObservationProperties properties) {
		return new DefaultEtcdWatchObservationConvention(properties.isIncludeKeys());
	}

}
