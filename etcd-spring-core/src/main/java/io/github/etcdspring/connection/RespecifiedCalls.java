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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes calls in another way than they ask for.
 *
 * @author The etcd-spring authors
 */
final class RespecifiedCalls implements EtcdCalls {

	private final EtcdCalls delegate;

	private final Duration timeout;

	private final UnaryOperator<EtcdCallSpec> change;

	RespecifiedCalls(EtcdCalls delegate, Duration timeout, UnaryOperator<EtcdCallSpec> change) {
		this.delegate = delegate;
		this.timeout = timeout;
		this.change = change;
	}

	@Override
	public <Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {
		return this.delegate.call(rpc, request, this.change.apply(spec), mapper);
	}

	@Override
	public <Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
			Function<R, T> mapper) {
		return this.delegate.callAsync(rpc, request, this.change.apply(spec), mapper);
	}

	@Override
	public <Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken,
			EtcdStreamListener<R> listener) {
		return this.delegate.open(rpc, avoid, freshToken, listener);
	}

	@Override
	public Duration timeout() {
		return this.timeout;
	}

	@Override
	public EtcdRequestLimits limits() {
		return this.delegate.limits();
	}

}
