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

package io.github.etcdspring.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;

import io.github.etcdspring.EtcdCompactedException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.EtcdUnavailableException;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;

/**
 * Streams whose other end is the test. Reads answer at once, with a revision.
 *
 * @author The etcd-spring authors
 */
final class FakeCalls implements EtcdCalls {

	final List<Stream> streams = new CopyOnWriteArrayList<>();

	long revision = 100;

	/**
	 * Reads below this revision are refused.
	 */
	long compacted;

	/**
	 * What reads at a revision find.
	 */
	final Map<Long, KeyValue> found = new HashMap<>();

	/**
	 * How many reads are still to fail because etcd is away.
	 */
	int outages;

	/**
	 * Why members do not tell their version, if they do not.
	 */
	EtcdException statusFailure;

	/**
	 * How often members were asked for their version.
	 */
	final AtomicInteger statuses = new AtomicInteger();

	/**
	 * Runs before a request is sent.
	 */
	Runnable onSend = () -> {
	};

	@Override
	public Duration timeout() {
		return Duration.ofSeconds(5);
	}

	@Override
	public <Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {
		try {
			return callAsync(rpc, request, spec, mapper).join();
		}
		catch (CompletionException ex) {
			throw (EtcdException) ex.getCause();
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
			Function<R, T> mapper) {
		if (request instanceof StatusRequest) {
			this.statuses.incrementAndGet();
		}
		if (request instanceof StatusRequest && this.statusFailure != null) {
			return CompletableFuture.failedFuture(this.statusFailure);
		}
		if (request instanceof StatusRequest) {
			return CompletableFuture.completedFuture(mapper.apply((R) StatusResponse.newBuilder()
				.setHeader(ResponseHeader.newBuilder().setMemberId(1))
				.setVersion("3.6.0")
				.build()));
		}
		long wanted = ((RangeRequest) request).getRevision();
		if (wanted > 0 && wanted < this.compacted) {
			return CompletableFuture.failedFuture(new EtcdCompactedException("gone", this.compacted, null));
		}
		if (this.outages > 0) {
			this.outages--;
			return CompletableFuture.failedFuture(new EtcdUnavailableException("away", EtcdOutcome.UNSENT, null));
		}
		RangeResponse.Builder response = RangeResponse.newBuilder()
			.setHeader(ResponseHeader.newBuilder().setRevision(this.revision));
		if (this.found.containsKey(wanted)) {
			response.addKvs(this.found.get(wanted));
		}
		return CompletableFuture.completedFuture(mapper.apply((R) response.build()));
	}

	@Override
	@SuppressWarnings("unchecked")
	public <Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken,
			EtcdStreamListener<R> listener) {
		Stream stream = new Stream((EtcdStreamListener<WatchResponse>) listener, freshToken, avoid,
				() -> this.onSend.run());
		this.streams.add(stream);
		return (EtcdStream<Q>) stream;
	}

	/**
	 * A stream.
	 */
	static final class Stream implements EtcdStream<WatchRequest> {

		final EtcdStreamListener<WatchResponse> listener;

		final boolean freshToken;

		final Set<String> avoid;

		final List<WatchRequest> requests = new CopyOnWriteArrayList<>();

		private final Runnable onSend;

		volatile boolean cancelled;

		volatile int requested;

		volatile String endpoint = "http://fake:2379";

		Stream(EtcdStreamListener<WatchResponse> listener, boolean freshToken, Set<String> avoid, Runnable onSend) {
			this.avoid = avoid;
			this.onSend = onSend;
			this.listener = listener;
			this.freshToken = freshToken;
		}

		@Override
		public void send(WatchRequest request) {
			this.onSend.run();
			this.requests.add(request);
		}

		@Override
		public void request(int messages) {
			this.requested += messages;
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

		@Override
		public String endpoint() {
			return this.endpoint;
		}

		int window() {
			return this.listener.window();
		}

		List<Long> createdIds() {
			return this.requests.stream()
				.filter(WatchRequest::hasCreateRequest)
				.map((request) -> request.getCreateRequest().getUnknownFields().getField(7).getVarintList().get(0))
				.toList();
		}

		List<Long> startRevisions() {
			return this.requests.stream()
				.filter(WatchRequest::hasCreateRequest)
				.map((request) -> request.getCreateRequest().getStartRevision())
				.toList();
		}

		List<Long> cancelledIds() {
			return this.requests.stream()
				.filter(WatchRequest::hasCancelRequest)
				.map((request) -> request.getCancelRequest().getWatchId())
				.toList();
		}

	}

}
