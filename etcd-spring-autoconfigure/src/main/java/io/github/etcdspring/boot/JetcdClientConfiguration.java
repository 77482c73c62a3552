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

package io.github.etcdspring.boot;

import io.etcd.jetcd.Client;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import io.github.etcdspring.connection.EtcdConnection;

/**
 * jetcd's own client, for whoever needs it beside the template, which never uses it.
 *
 * @author The etcd-spring authors
 */
class JetcdClientConfiguration {

	/**
	 * Tells whoever expects the template to use their client. Comes before our client, so
	 * that it sees only others.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(Client.class)
	static class Foreign {

		private static final Log logger = LogFactory.getLog(EtcdAutoConfiguration.class);

		@Bean
		SmartInitializingSingleton etcdForeignClientNotice() {
			return () -> logger.info("A bean of jetcd's type Client was found. It stays as it is, and EtcdTemplate "
					+ "and @EtcdWatch do not use it: customize them by EtcdClientBuilderCustomizer beans "
					+ "and properties under 'etcd'.");
		}

	}

	/**
	 * The client is made on first use, opens connections of its own, and is the one that
	 * the callbacks of the template get. It ends with the connection.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(Client.class)
	static class Own {

		@Bean(destroyMethod = "")
		@Lazy
		@ConditionalOnSingleCandidate(EtcdConnection.class)
		Client etcdClient(EtcdConnection connection) {
			return connection.client();
		}

	}

}
