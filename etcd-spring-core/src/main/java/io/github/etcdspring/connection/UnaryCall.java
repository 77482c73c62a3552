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

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A call of one remote procedure.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @param <T> the result
 * @param rpc the method
 * @param request the request
 * @param spec what the call asks for
 * @param mapper turns the answer into the result
 * @author The etcd-spring authors
 */
record UnaryCall<Q, R, T extends @Nullable Object>(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
		Function<R, T> mapper) implements EtcdCall<T> {

	@Override
	public T execute(EtcdCalls calls) {
		return calls.call(this.rpc, this.request, this.spec, this.mapper);
	}

	@Override
	public CompletableFuture<T> executeAsync(EtcdCalls calls) {
		return calls.callAsync(this.rpc, this.request, this.spec, this.mapper);
	}

	/**
	 * Return the operation alone: requests hold values and passwords.
	 */
	@Override
	public String toString() {
		return this.rpc.operation();
	}

}
