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

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an observed call.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdRequestObservationContext extends Observation.Context {

	private final String operation;

	private final @Nullable Object subject;

	EtcdRequestObservationContext(String operation, @Nullable Object subject) {
		this.operation = operation;
		this.subject = subject;
	}

	/**
	 * Return the operation.
	 * @return the name, such as {@code kv.put}
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * Return what the call is about.
	 * @return a key, a range or a lease, never a value; {@code null} if there is none
	 */
	public @Nullable Object getSubject() {
		return this.subject;
	}

}
