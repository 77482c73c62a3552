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

package io.github.etcdspring.test.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A call through etcd's HTTP gateway has failed.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public class GatewayException extends RuntimeException {

	/**
	 * The HTTP status if etcd has refused the call, or 0 if there was no answer.
	 */
	private final int status;

	/**
	 * Create an exception for a refused call.
	 * @param message etcd's reason
	 * @param status the HTTP status
	 */
	public GatewayException(String message, int status) {
		super(message);
		this.status = status;
	}

	/**
	 * Create an exception for a call without an answer.
	 * @param message what was called
	 * @param cause the reason
	 */
	public GatewayException(String message, @Nullable Throwable cause) {
		super(message, cause);
		this.status = 0;
	}

	/**
	 * The HTTP status if etcd has refused the call, or 0 if there was no answer.
	 * @return the status
	 */
	public int getStatus() {
		return this.status;
	}

}
