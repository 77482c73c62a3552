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

package io.github.etcdspring.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import org.springframework.util.Assert;

import io.github.etcdspring.ResponseHeader;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdHeaders;

/**
 * Makes a transaction.
 *
 * @author The etcd-spring authors
 */
final class TxnCall extends WireOperation<TxnResult> {

	private static final int SHOWN = 3;

	private final DefaultTxnSpec spec;

	TxnCall(Consumer<TxnSpec> customizer) {
		Assert.notNull(customizer, "'spec' must not be null");
		this.spec = new DefaultTxnSpec();
		customizer.accept(this.spec);
	}

	@Override
	EtcdCall<TxnResult> toCall(KvValues values) {
		return toCall(values, Function.identity());
	}

	<S> EtcdCall<S> toCall(KvValues values, Function<TxnResult, S> mapper) {
		return EtcdCall.of((isRead()) ? KvRpcs.READ_TXN : KvRpcs.TXN, request(values),
				EtcdCallSpec.of(this, this.spec.timeout()),
				(response) -> mapper.apply(toResult(response, EtcdHeaders.of(response.getHeader()), values)));
	}

	@Override
	RequestOp toRequest(KvValues values) {
		noTimeout(this.spec.timeout());
		return RequestOp.newBuilder().setRequestTxn(request(values)).build();
	}

	private TxnRequest request(KvValues values) {
		TxnRequest.Builder request = TxnRequest.newBuilder();
		for (EtcdCondition condition : this.spec.conditions()) {
			request.addCompare(((CompareCondition) condition).toCompare(values));
		}
		for (TxnOperation<?> operation : this.spec.success()) {
			request.addSuccess(((WireOperation<?>) operation).toRequest(values));
		}
		for (TxnOperation<?> operation : this.spec.failure()) {
			request.addFailure(((WireOperation<?>) operation).toRequest(values));
		}
		return request.build();
	}

	@Override
	TxnResult toResult(ResponseOp response, ResponseHeader header, KvValues values) {
		return toResult(response.getResponseTxn(), header, values);
	}

	private TxnResult toResult(TxnResponse response, ResponseHeader header, KvValues values) {
		boolean succeeded = response.getSucceeded();
		List<TxnOperation<?>> done = (succeeded) ? this.spec.success() : this.spec.failure();
		List<TxnOperation<?>> notDone = (succeeded) ? this.spec.failure() : this.spec.success();
		List<Supplier<?>> results = new ArrayList<>(done.size());
		for (int i = 0; i < done.size(); i++) {
			WireOperation<?> operation = (WireOperation<?>) done.get(i);
			ResponseOp part = response.getResponses(i);
			results.add(() -> operation.toResult(part, header, values));
		}
		return new TxnResult(header, succeeded, done, results, notDone);
	}

	@Override
	boolean isRead() {
		return Stream.concat(this.spec.success().stream(), this.spec.failure().stream())
			.allMatch((operation) -> ((WireOperation<?>) operation).isRead());
	}

	@Override
	public String toString() {
		return "transaction when %s then %s otherwise %s".formatted(summary(this.spec.conditions()),
				summary(this.spec.success()), summary(this.spec.failure()));
	}

	private static String summary(List<?> parts) {
		return (parts.size() <= SHOWN) ? parts.toString()
				: parts.subList(0, SHOWN) + " and %d more".formatted(parts.size() - SHOWN);
	}

}
