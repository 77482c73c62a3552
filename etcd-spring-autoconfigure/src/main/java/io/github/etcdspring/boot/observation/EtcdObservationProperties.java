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

package io.github.etcdspring.boot.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties for the observation of calls to etcd and of watches.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@ConfigurationProperties("etcd.observation")
public class EtcdObservationProperties {

	/**
	 * Whether spans tell the key, range or lease of each call, and the key of each
	 * change. Values are never told.
	 */
	private boolean includeKeys;

	public boolean isIncludeKeys() {
		return this.includeKeys;
	}

	public void setIncludeKeys(boolean includeKeys) {
		this.includeKeys = includeKeys;
	}

}
