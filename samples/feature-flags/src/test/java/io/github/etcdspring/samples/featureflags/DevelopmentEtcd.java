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

package io.github.etcdspring.samples.featureflags;

import java.net.URI;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.etcdspring.boot.EtcdConnectionDetails;
import io.github.etcdspring.test.EtcdServer;

/**
 * An etcd for development, which ends with the application, and some flags to begin with.
 *
 * @author The etcd-spring authors
 */
@TestConfiguration(proxyBeanMethods = false)
class DevelopmentEtcd {

	private static final Log logger = LogFactory.getLog(DevelopmentEtcd.class);

	@Bean
	EtcdServer etcdServer() {
		return EtcdServer.start();
	}

	@Bean
	EtcdConnectionDetails etcdConnectionDetails(EtcdServer server) {
		return () -> server.endpoints().stream().map(URI::create).toList();
	}

	@Bean
	ApplicationRunner exampleFlags(Flags flags) {
		return (args) -> {
			flags.create("beta-search", new Flag(true, "Typo-tolerant search, for staff first"));
			flags.create("dark-mode", new Flag(true, "Offer the dark theme to everybody"));
			flags.create("maintenance", new Flag(false, "Announce the maintenance window on Sunday"));
			flags.create("new-checkout", new Flag(false, "One page instead of four"));
		};
	}

	@Bean
	ApplicationRunner whereToLook(EtcdServer server, Environment environment) {
		return (args) -> {
			int port = environment.getRequiredProperty("local.server.port", Integer.class);
			logger
				.info("""
						Ready

						  Open         http://localhost:%1$d
						  Kill etcd    curl -X POST http://localhost:%1$d/development/etcd/kill
						  Start it     curl -X POST http://localhost:%1$d/development/etcd/start
						  Run another  mvn -pl samples/feature-flags -am spring-boot:run -Dspring-boot.run.arguments="--server.port=%2$d --etcd.endpoints=%3$s"
						"""
					.formatted(port, port + 1, server.endpoint()));
		};
	}

	@Bean
	RouterFunction<ServerResponse> outages(EtcdServer server) {
		return RouterFunctions.route().POST("/development/etcd/kill", (request) -> {
			server.kill();
			return ServerResponse.noContent().build();
		}).POST("/development/etcd/start", (request) -> {
			server.restart();
			return ServerResponse.noContent().build();
		}).build();
	}

}
