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

import org.jspecify.annotations.Nullable;

/**
 * A property, or a combination of properties, that no connection can be made of.
 *
 * @author The etcd-spring authors
 */
@SuppressWarnings("serial")
class EtcdConfigurationException extends RuntimeException {

	private final String description;

	private final String action;

	EtcdConfigurationException(String description, String action) {
		this(description, action, null);
	}

	EtcdConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	String getDescription() {
		return this.description;
	}

	String getAction() {
		return this.action;
	}

}
