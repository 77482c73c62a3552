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

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties for the import of configuration from etcd.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@ConfigurationProperties("etcd.config")
public class EtcdConfigProperties {

	/**
	 * Prefix of the keys that are imported by 'etcd:' alone, followed by 'application/'
	 * and by the name of the application.
	 */
	private String prefix = "/config/";

	/**
	 * Whether changes of imported keys are taken over while the application runs.
	 */
	private boolean refresh = true;

	public String getPrefix() {
		return this.prefix;
	}

	public void setPrefix(String prefix) {
		this.prefix = prefix;
	}

	public boolean isRefresh() {
		return this.refresh;
	}

	public void setRefresh(boolean refresh) {
		this.refresh = refresh;
	}

}
