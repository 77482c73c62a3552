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

package io.github.etcdspring.endurance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.etcdspring.boot.config.EtcdConfigChangedEvent;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.test.EtcdCluster;
import io.github.etcdspring.test.relay.TcpRelay;

/**
 * An application as its users write them, which reaches the cluster through relays of its
 * own.
 *
 * @author The etcd-spring authors
 */
final class Application implements AutoCloseable {

	private final String name;

	private final List<TcpRelay> relays;

	private final ConfigurableApplicationContext context;

	private final List<Consumer<EtcdConfigChangedEvent>> configListeners = new CopyOnWriteArrayList<>();

	private Application(String name, EtcdCluster cluster) {
		this.name = name;
		this.relays = cluster.endpoints().stream().map(TcpRelay::to).toList();
		String endpoints = this.relays.stream().map(TcpRelay::endpoint).collect(Collectors.joining(","));
		ApplicationListener<EtcdConfigChangedEvent> listener = (event) -> this.configListeners
			.forEach((each) -> each.accept(event));
		this.context = new SpringApplicationBuilder(Configuration.class).web(WebApplicationType.NONE)
			.listeners(listener)
			.properties("spring.config.import=etcd:" + Keys.CONFIG, "etcd.endpoints=" + endpoints,
					"spring.main.banner-mode=off", "logging.level.io.github.etcdspring=error",
					"spring.application.name=" + name)
			.run();
	}

	static Application start(String name, EtcdCluster cluster) {
		return new Application(name, cluster);
	}

	String name() {
		return this.name;
	}

	List<TcpRelay> relays() {
		return this.relays;
	}

	EtcdTemplate template() {
		return this.context.getBean(EtcdTemplate.class);
	}

	@Nullable String property(String name) {
		return this.context.getEnvironment().getProperty(name);
	}

	void onConfigChange(Consumer<EtcdConfigChangedEvent> listener) {
		this.configListeners.add(listener);
	}

	@Override
	public void close() {
		this.context.close();
		this.relays.forEach(TcpRelay::close);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Configuration {

	}

}
