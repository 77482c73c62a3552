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

package io.github.etcdspring.boot.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
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
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchMetrics;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics of connections, watches,
 * leases, locks and leadership. Calls and the methods that watch are observed, and have
 * their timers from there; without a registry of observations, only the methods are
 * timed.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@AutoConfiguration(after = { EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ EtcdConnection.class, MeterRegistry.class })
@ConditionalOnBean({ EtcdConnection.class, MeterRegistry.class })
public final class EtcdMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(EtcdWatchMetrics.class)
	MicrometerEtcdWatchMetrics etcdWatchMetrics(MeterRegistry registry,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		return new MicrometerEtcdWatchMetrics(registry, observationRegistry.getIfUnique() == null);
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdConnectionMetrics etcdConnectionMetrics(ConfigurableListableBeanFactory beanFactory) {
		return new EtcdConnectionMetrics(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdConnection.class));
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdWatchContainerMetrics etcdWatchContainerMetrics(ConfigurableListableBeanFactory beanFactory) {
		return new EtcdWatchContainerMetrics(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdWatchContainer.class));
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdCoordinationMetrics etcdCoordinationMetrics(ConfigurableListableBeanFactory beanFactory) {
		return new EtcdCoordinationMetrics(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdConnection.class),
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdLeadership.class));
	}

	@Bean
	@ConditionalOnMissingBean
	EtcdMirrorMetrics etcdMirrorMetrics(ConfigurableListableBeanFactory beanFactory) {
		Map<String, EtcdMirror<?>> mirrors = new LinkedHashMap<>();
		SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, EtcdMirror.class)
			.forEach((name, mirror) -> mirrors.put(name, mirror));
		return new EtcdMirrorMetrics(mirrors);
	}

}
