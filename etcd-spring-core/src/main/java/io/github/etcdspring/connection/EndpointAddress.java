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

package io.github.etcdspring.connection;

import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is.
 *
 * @param target host and port, or a target for a name resolver of gRPC
 * @param authority the name that the certificate has and that calls are addressed to, or
 * {@code null} for that of the target
 * @author The etcd-spring authors
 */
record EndpointAddress(String target, @Nullable String authority) {

	static EndpointAddress of(String target) {
		return new EndpointAddress(target, null);
	}

	/**
	 * Whether a name resolver finds it, rather than us.
	 * @return whether the target names one
	 */
	boolean hasScheme() {
		return this.target.contains("://");
	}

}
