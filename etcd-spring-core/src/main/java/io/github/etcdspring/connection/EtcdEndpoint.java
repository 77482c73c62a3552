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
 * One endpoint of a connection as it stands now.
 *
 * @param uri the endpoint, such as {@code https://etcd-1:2379}
 * @param state whether it is connected
 * @param lastError why the last attempt to reach it failed, or why it is left out, or
 * {@code null} if there was no such attempt since it was last connected
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdEndpoint(String uri, State state, @Nullable String lastError) {

	/**
	 * The states of an endpoint.
	 */
	public enum State {

		/**
		 * Not used yet.
		 */
		IDLE,

		/**
		 * Being connected for the first time, or again.
		 */
		CONNECTING,

		/**
		 * Connected.
		 */
		CONNECTED,

		/**
		 * The last attempt to connect failed; it is being repeated. Or the server belongs
		 * to another cluster than the other endpoints, and is left out.
		 */
		DISCONNECTED

	}

}
