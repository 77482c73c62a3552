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

package io.github.etcdspring.test.context;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.etcdspring.test.EtcdServer;

/**
 * Starts an etcd for an application that is run for development, and sets
 * {@code etcd.endpoints} to it.
 *
 * <pre class="code">
 * public static void main(String[] args) {
 *     SpringApplication.from(FlagsApplication::main).with(EtcdDevelopmentService.class).run(args);
 * }
 * </pre>
 *
 * <p>
 * The version is that of the property {@code etcd.development.version}, any by default.
 * The data are gone with the application. With {@code etcd.development.enabled=false}
 * nothing is started.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
public class EtcdDevelopmentService {

	private static final Log logger = LogFactory.getLog(EtcdDevelopmentService.class);

	@Bean
	static BeanFactoryPostProcessor etcdDevelopmentServiceStarter(ConfigurableEnvironment environment) {
		return (beanFactory) -> {
			if (environment.getProperty("etcd.development.enabled", Boolean.class, true)) {
				EtcdServer.Builder builder = EtcdServer.builder();
				String version = environment.getProperty("etcd.development.version");
				EtcdServer server = ((version != null) ? builder.version(version) : builder).start();
				ContextEtcd.register(beanFactory, environment, server, "etcd.endpoints", server.endpoints());
				logger.info("For this run there is %s, process %d".formatted(server, server.pid()));
			}
		};
	}

}
