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

import java.time.Duration;
import java.util.stream.Stream;

/**
 * The facts of one attempt, for the translation of its failure.
 *
 * @param operation the name of the operation
 * @param subject what the call is about, empty or with a leading space
 * @param endpoint the endpoint that was asked
 * @param sent whether the request may have reached the server
 * @param timeout the time that the attempt had
 * @author The etcd-spring authors
 */
record Attempt(String operation, String subject, String endpoint, boolean sent, Duration timeout) {

	Attempt(EtcdRpc<?, ?> rpc, EtcdCallSpec spec, String endpoint, boolean sent, Duration timeout) {
		this(rpc.operation(), (spec.subject() != null) ? " of " + spec.subject() : "", endpoint, sent, timeout);
	}

	/**
	 * Return whether the call is about the cluster, a member or its users instead of
	 * keys.
	 * @return whether permissions for keys do not matter to it
	 */
	boolean isAdministration() {
		return Stream.of("auth.", "cluster.", "maintenance.").anyMatch(this.operation::startsWith);
	}

	String describe() {
		return this.operation + this.subject + " at " + this.endpoint;
	}

}
