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

/**
 * One call, ready to be made either way: blocking and asynchronous operations differ in
 * nothing else. Internal to the library.
 *
 * @param <Q> the request message
 * @param <R> the response message
 * @param <T> the result
 * @param rpc the method
 * @param request the request
 * @param spec what the call asks for
 * @param mapper turns the answer into the result
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdCall<Q, R, T>(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {

	/**
	 * Make the call and wait for its answer.
	 * @param calls the path of the call
	 * @return the result
	 * @throws io.github.etcdspring.EtcdException if the call fails
	 */
	public T execute(EtcdCalls calls) {
		return calls.call(this.rpc, this.request, this.spec, this.mapper);
	}

	/**
	 * Make the call without waiting.
	 * @param calls the path of the call
	 * @return a future of the result
	 */
	public CompletableFuture<T> executeAsync(EtcdCalls calls) {
		return calls.callAsync(this.rpc, this.request, this.spec, this.mapper);
	}

	/**
	 * Return the same call with another result.
	 * @param <S> the other result
	 * @param then turns the result of this call into the other one
	 * @return the call
	 */
	public <S> EtcdCall<Q, R, S> map(Function<? super T, ? extends S> then) {
		return new EtcdCall<>(this.rpc, this.request, this.spec, (response) -> then.apply(this.mapper.apply(response)));
	}

}
