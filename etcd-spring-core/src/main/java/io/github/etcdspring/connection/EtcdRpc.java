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

import io.grpc.MethodDescriptor;

/**
 * One method of etcd's gRPC services and how a call of it must be treated. Internal to
 * the library: applications use the operations of the template.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @param operation the name in messages, metrics and traces, such as {@code kv.put}
 * @param method the method of the generated stub
 * @param read whether repeating the call is harmless, so that it may be retried after it
 * was sent
 * @param requireLeader whether a member without a leader shall refuse the call at once
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdRpc<Q, R>(String operation, MethodDescriptor<Q, R> method, boolean read, boolean requireLeader) {

	/**
	 * Describe a call that changes nothing.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param operation the name of the operation
	 * @param method the method of the stub
	 * @return the description, with require-leader
	 */
	public static <Q, R> EtcdRpc<Q, R> read(String operation, MethodDescriptor<Q, R> method) {
		return new EtcdRpc<>(operation, method, true, true);
	}

	/**
	 * Describe a call that changes something.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param operation the name of the operation
	 * @param method the method of the stub
	 * @return the description, with require-leader
	 */
	public static <Q, R> EtcdRpc<Q, R> write(String operation, MethodDescriptor<Q, R> method) {
		return new EtcdRpc<>(operation, method, false, true);
	}

	/**
	 * Return the same call for a member that may have no leader.
	 * @return a copy without require-leader
	 */
	public EtcdRpc<Q, R> withoutLeader() {
		return new EtcdRpc<>(this.operation, this.method, this.read, false);
	}

}
