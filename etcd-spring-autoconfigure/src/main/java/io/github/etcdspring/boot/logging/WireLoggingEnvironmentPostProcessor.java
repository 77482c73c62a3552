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

package io.github.etcdspring.boot.logging;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps secrets out of logs: at DEBUG, gRPC's Netty transport logs the frames that it
 * sends and receives, which hold tokens, passwords and values. Its logger is set to INFO
 * with the lowest precedence, so that {@code logging.level.root=debug} does not reach it
 * while an explicit level for it still counts.
 *
 * @author The etcd-spring authors
 */
class WireLoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String PROPERTY = "logging.level.io.grpc.netty.NettyClientHandler";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new MapPropertySource("etcdWireLogging", Map.of(PROPERTY, "info")));
	}

}
