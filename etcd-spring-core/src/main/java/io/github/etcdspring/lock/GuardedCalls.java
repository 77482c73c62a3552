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

package io.github.etcdspring.lock;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdFencedException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdRequestLimits;
import io.github.etcdspring.connection.EtcdRpc;
import io.github.etcdspring.connection.EtcdStream;
import io.github.etcdspring.connection.EtcdStreamListener;

/**
 * Lets every write and every transaction depend on a fence. Reads are left alone.
 *
 * @author The etcd-spring authors
 */
final class GuardedCalls implements EtcdCalls {

	private final EtcdCalls delegate;

	private final EtcdFence fence;

	private final Compare held;

	GuardedCalls(EtcdCalls delegate, EtcdFence fence) {
		this.delegate = delegate;
		this.fence = fence;
		this.held = Compare.newBuilder()
			.setKey(ByteString.copyFromUtf8(fence.key()))
			.setTarget(Compare.CompareTarget.CREATE)
			.setResult(Compare.CompareResult.EQUAL)
			.setCreateRevision(fence.fencingToken())
			.build();
	}

	@Override
	public <Q, R, T> T call(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec, Function<R, T> mapper) {
		RequestOp operation = operation(request);
		if (operation == null) {
			return this.delegate.call(rpc, request, spec, mapper);
		}
		check(rpc);
		return this.delegate.call(guarded(rpc), guarded(operation), spec,
				(response) -> mapper.apply(unwrap(rpc, response)));
	}

	@Override
	public <Q, R, T> CompletableFuture<T> callAsync(EtcdRpc<Q, R> rpc, Q request, EtcdCallSpec spec,
			Function<R, T> mapper) {
		RequestOp operation = operation(request);
		if (operation == null) {
			return this.delegate.callAsync(rpc, request, spec, mapper);
		}
		check(rpc);
		return this.delegate.callAsync(guarded(rpc), guarded(operation), spec,
				(response) -> mapper.apply(unwrap(rpc, response)));
	}

	private static @Nullable RequestOp operation(Object request) {
		if (request instanceof PutRequest put) {
			return RequestOp.newBuilder().setRequestPut(put).build();
		}
		if (request instanceof DeleteRangeRequest delete) {
			return RequestOp.newBuilder().setRequestDeleteRange(delete).build();
		}
		return (request instanceof TxnRequest txn) ? RequestOp.newBuilder().setRequestTxn(txn).build() : null;
	}

	private static EtcdRpc<TxnRequest, TxnResponse> guarded(EtcdRpc<?, ?> rpc) {
		return new EtcdRpc<>(rpc.operation(), KVGrpc.getTxnMethod(), rpc.read(), rpc.requireLeader());
	}

	private TxnRequest guarded(RequestOp operation) {
		return TxnRequest.newBuilder().addCompare(this.held).addSuccess(operation).build();
	}

	private void check(EtcdRpc<?, ?> rpc) {
		if (!this.fence.isHeld()) {
			throw new EtcdFencedException("%s failed: %s is not held any more, and nothing was sent"
				.formatted(rpc.operation(), this.fence.key()), EtcdOutcome.UNSENT, null);
		}
	}

	@SuppressWarnings("unchecked")
	private <R> R unwrap(EtcdRpc<?, R> rpc, TxnResponse response) {
		if (!response.getSucceeded()) {
			this.fence.markLost();
			throw new EtcdFencedException("%s failed: %s is gone or belongs to somebody else. Nothing was changed"
				.formatted(rpc.operation(), this.fence.key()), EtcdOutcome.REFUSED, null);
		}
		return (R) unwrap(response.getResponses(0), response.getHeader());
	}

	private static Object unwrap(ResponseOp response, ResponseHeader header) {
		return switch (response.getResponseCase()) {
			case RESPONSE_PUT -> PutResponse.newBuilder(response.getResponsePut()).setHeader(header).build();
			case RESPONSE_DELETE_RANGE ->
				DeleteRangeResponse.newBuilder(response.getResponseDeleteRange()).setHeader(header).build();
			default -> TxnResponse.newBuilder(response.getResponseTxn()).setHeader(header).build();
		};
	}

	@Override
	public <Q, R> EtcdStream<Q> open(EtcdRpc<Q, R> rpc, Set<String> avoid, boolean freshToken,
			EtcdStreamListener<R> listener) {
		return this.delegate.open(rpc, avoid, freshToken, listener);
	}

	@Override
	public Duration timeout() {
		return this.delegate.timeout();
	}

	@Override
	public EtcdRequestLimits limits() {
		return this.delegate.limits();
	}

}
