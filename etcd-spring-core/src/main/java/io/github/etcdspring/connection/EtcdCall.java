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
 * A call, ready to be made either way: blocking and asynchronous operations differ in
 * nothing else. Internal to the library.
 *
 * @param <T> the result
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public interface EtcdCall<T extends @Nullable Object> {

	/**
	 * Make the call and wait for its answer.
	 * @param calls the path of the call
	 * @return the result
	 * @throws io.github.etcdspring.EtcdException if the call fails
	 */
	T execute(EtcdCalls calls);

	/**
	 * Make the call without waiting.
	 * @param calls the path of the call
	 * @return a future of the result, which cancels the call when it is cancelled
	 */
	CompletableFuture<T> executeAsync(EtcdCalls calls);

	/**
	 * Return a call of one remote procedure.
	 * @param <Q> the request message
	 * @param <R> the response message
	 * @param <T> the result
	 * @param rpc the method
	 * @param request the request
	 * @param spec what the call asks for
	 * @param mapper turns the answer into the result
	 * @return the call
	 */
	static <Q, R, T extends @Nullable Object> EtcdCall<T> of(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
			Function<R, T> mapper) {
		return new UnaryCall<>(rpc, request, spec, mapper);
	}

}
