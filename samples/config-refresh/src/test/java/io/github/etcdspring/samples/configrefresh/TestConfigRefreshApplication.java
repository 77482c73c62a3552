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

package io.github.etcdspring.samples.configrefresh;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.github.etcdspring.test.EtcdServer;

/**
 * Starts the application with an etcd of its own. The etcd is there first: settings are
 * imported before there are beans.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class TestConfigRefreshApplication {

	private static final Log logger = LogFactory.getLog(TestConfigRefreshApplication.class);

	private TestConfigRefreshApplication() {
	}

	/**
	 * Start the application.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		EtcdServer etcd = EtcdServer.start();
		etcd.gateway().put("/config/shop/shop/banner", "Everything for good coffee");
		etcd.gateway().put("/config/shop/shop/discount", "10");
		System.setProperty("etcd.endpoints", etcd.endpoint());
		SpringApplication.from(ConfigRefreshApplication::main).with(WhereToLook.class).run(args);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class WhereToLook {

		@Bean
		ApplicationRunner whereToLook(Environment environment) {
			return (args) -> logger
				.info("""
						Ready

						  Open                http://localhost:%1$s
						  Change a setting    curl -X PUT -H 'Content-Type: text/plain' -d 25 http://localhost:%1$s/settings/discount
						  or past the page    etcdctl --endpoints=%2$s put /config/shop/shop/discount 50
						"""
					.formatted(environment.getProperty("local.server.port"),
							environment.getProperty("etcd.endpoints")));
		}

	}

}
