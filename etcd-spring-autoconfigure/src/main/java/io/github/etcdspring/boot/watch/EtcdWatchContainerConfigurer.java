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
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.unit.DataSize;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchMetrics;
import io.github.etcdspring.watch.EtcdWatchObservationConvention;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * Makes containers of watches with the properties under {@code etcd.watch}, for the
 * auto-configured one and for any other that an application declares.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class EtcdWatchContainerConfigurer {

	private final EtcdWatchProperties properties;

	private final EtcdValueConverter converter;

	private final EtcdWatchMetrics metrics;

	private final ObservationRegistry observationRegistry;

	private final @Nullable EtcdWatchObservationConvention observationConvention;

	private final @Nullable Executor executor;

	/**
	 * Create a configurer.
	 * @param properties the properties
	 * @param converter converts values
	 * @param metrics hears what the containers do
	 * @param observationRegistry where calls of methods are observed
	 * @param observationConvention the names and key values of observed calls of methods,
	 * or {@code null} for those of the registry or the default ones
	 * @param executor where methods are called, or {@code null} for one of each
	 * container's own
	 */
	public EtcdWatchContainerConfigurer(EtcdWatchProperties properties, EtcdValueConverter converter,
			EtcdWatchMetrics metrics, ObservationRegistry observationRegistry,
			@Nullable EtcdWatchObservationConvention observationConvention, @Nullable Executor executor) {
		EtcdWatchPropertiesValidator.validate(properties);
		this.properties = properties;
		this.converter = converter;
		this.metrics = metrics;
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
		this.executor = executor;
	}

	/**
	 * Create a container with the settings of this configurer.
	 * @param connection the connection, which the container does not close
	 * @return the container, which starts with the application context if it is a bean
	 */
	public EtcdWatchContainer container(EtcdConnection connection) {
		return new EtcdWatchContainer(connection, this.converter, settings().build());
	}

	/**
	 * Create a builder of settings and apply the properties to it.
	 * @return the builder, which can be changed further
	 */
	public EtcdWatchSettings.Builder settings() {
		EtcdWatchSettings.Builder builder = EtcdWatchSettings.builder();
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::isAutoStartup).to(builder::autoStartup);
		map.from(this.properties::getStartTimeout).to(builder::startTimeout);
		map.from(this.properties::getStopTimeout).to(builder::stopTimeout);
		map.from(this.properties::getStreams).to(builder::streams);
		map.from(this.properties::getProgressInterval).to(builder::progressInterval);
		map.from(this.properties::getMaxBacklogEvents).to(builder::maxBacklogEvents);
		map.from(this.properties::getMaxBacklogSize).as(DataSize::toBytes).to(builder::maxBacklogBytes);
		map.from(this.properties::getMaxRevisionSize).as(DataSize::toBytes).to(builder::maxRevisionBytes);
		map.from(this.properties::getCatchUpStreams).to(builder::catchUpStreams);
		map.from(this.properties::getRetry).as(this::backOff).to(builder::handlerBackOff);
		map.from(this.metrics).to(builder::metrics);
		map.from(this.observationRegistry).to(builder::observationRegistry);
		map.from(this.observationConvention).to(builder::observationConvention);
		map.from(this.executor).to(builder::executor);
		return builder;
	}

	private BackOff backOff(EtcdWatchProperties.Retry retry) {
		ExponentialBackOff backOff = new ExponentialBackOff(retry.getDelay().toMillis(), retry.getMultiplier());
		backOff.setMaxInterval(retry.getMaxDelay().toMillis());
		backOff.setMaxAttempts(retry.getMaxRetries());
		return backOff;
	}

}
