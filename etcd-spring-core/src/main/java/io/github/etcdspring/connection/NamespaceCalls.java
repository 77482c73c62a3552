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

import io.github.etcdspring.EtcdException;

/**
 * Puts every key of a request below a namespace, and takes the namespace off the keys of
 * every answer, so that nobody else has to know of it.
 *
 * @author The etcd-spring authors
 */
final class NamespaceCalls implements EtcdCalls {

	private final EtcdCalls delegate;

	private final EtcdRequestLimits limits;

	private final NamespaceRequests requests;

	private final NamespaceResponses responses;

	NamespaceCalls(EtcdCalls delegate, Namespace namespace) {
		this.delegate = delegate;
		this.limits = delegate.limits().below(namespace);
		this.requests = new NamespaceRequests(namespace);
		this.responses = new NamespaceResponses(namespace);
	}

	@Override
	public <Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {
		return this.delegate.call(rpc, this.requests.add(request), spec, stripped(mapper));
	}

	@Override
	public <Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
			Function<R, T> mapper) {
		return this.delegate.callAsync(rpc, this.requests.add(request), spec, stripped(mapper));
	}

	private <R, T> Function<R, T> stripped(Function<R, T> mapper) {
		return (response) -> mapper.apply(this.responses.strip(response));
	}

	@Override
	public <Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken,
			EtcdStreamListener<R> listener) {
		return new NamespaceStream<>(this.delegate.open(rpc, avoid, freshToken, new NamespaceListener<>(listener)));
	}

	@Override
	public Duration timeout() {
		return this.delegate.timeout();
	}

	@Override
	public EtcdRequestLimits limits() {
		return this.limits;
	}

	/**
	 * The way out.
	 */
	private final class NamespaceStream<Q> implements EtcdStream<Q> {

		private final EtcdStream<Q> stream;

		NamespaceStream(EtcdStream<Q> stream) {
			this.stream = stream;
		}

		@Override
		public void send(Q request) {
			this.stream.send(NamespaceCalls.this.requests.add(request));
		}

		@Override
		public void request(int messages) {
			this.stream.request(messages);
		}

		@Override
		public void cancel() {
			this.stream.cancel();
		}

		@Override
		public String endpoint() {
			return this.stream.endpoint();
		}

	}

	/**
	 * The way in.
	 */
	private final class NamespaceListener<R> implements EtcdStreamListener<R> {

		private final EtcdStreamListener<R> listener;

		NamespaceListener(EtcdStreamListener<R> listener) {
			this.listener = listener;
		}

		@Override
		public int window() {
			return this.listener.window();
		}

		@Override
		public void onOpen() {
			this.listener.onOpen();
		}

		@Override
		public void onNext(R response) {
			this.listener.onNext(NamespaceCalls.this.responses.strip(response));
		}

		@Override
		public void onClosed(EtcdException reason) {
			this.listener.onClosed(reason);
		}

	}

}
