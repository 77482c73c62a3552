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

package io.github.etcdspring.boot.config;

import java.util.Arrays;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.etcdspring.boot.EtcdAutoConfiguration;
import io.github.etcdspring.boot.watch.EtcdWatchAutoConfiguration;

/**
 * An application that imports its configuration.
 *
 * @author The etcd-spring authors
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ EtcdAutoConfiguration.class, EtcdWatchAutoConfiguration.class,
		EtcdConfigAutoConfiguration.class, SslAutoConfiguration.class })
class ImportingApplication {

	static ConfigurableApplicationContext run(String endpoint, String location, String... properties) {
		return run(new Class<?>[] { ImportingApplication.class }, endpoint, location, properties);
	}

	static ConfigurableApplicationContext run(Class<?>[] sources, String endpoint, String location,
			String... properties) {
		Stream<String> all = Stream.concat(Stream.of("etcd.endpoints=" + endpoint, "spring.config.import=" + location,
				"spring.main.banner-mode=off"), Arrays.stream(properties));
		return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE)
			.run(all.map((property) -> "--" + property).toArray(String[]::new));
	}

}
