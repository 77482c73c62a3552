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

package io.github.etcdspring.boot.health;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;
import io.github.etcdspring.watch.EtcdWatchContainer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link EtcdWatchHealthIndicator}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@AutoConfiguration(after = EtcdWatchAutoConfiguration.class)
@ConditionalOnClass({ EtcdWatchContainer.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(EtcdWatchContainer.class)
@ConditionalOnEnabledHealthIndicator("etcd-watch")
public final class EtcdWatchHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<EtcdWatchHealthIndicator, EtcdWatchContainer> {

	EtcdWatchHealthContributorAutoConfiguration() {
		super(EtcdWatchHealthIndicator::new);
	}

	@Bean
	@ConditionalOnMissingBean(name = { "etcdWatchHealthIndicator", "etcdWatchHealthContributor" })
	HealthContributor etcdWatchHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, EtcdWatchContainer.class);
	}

}
