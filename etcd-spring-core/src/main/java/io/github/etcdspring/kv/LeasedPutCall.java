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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallChain;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdDeadline;

/**
 * Grants a lease and puts a key with it. If the put certainly did nothing, the lease is
 * revoked; else it ends by itself.
 *
 * @param <R> the result
 * @author The etcd-spring authors
 */
final class LeasedPutCall<R> implements EtcdCall<R> {

	private final EtcdCall<Long> grant;

	private final PutRequest.Builder request;

	private final EtcdCallSpec spec;

	private final @Nullable Duration timeout;

	private final Function<PutResponse, R> mapper;

	LeasedPutCall(DefaultPutSpec<?> put, Duration ttl, PutRequest.Builder request, Function<PutResponse, R> mapper) {
		this.spec = EtcdCallSpec.of(put.key(), null);
		this.timeout = put.timeout();
		LeaseGrantRequest grantRequest = LeaseGrantRequest.newBuilder().setTTL(seconds(ttl)).build();
		this.grant = EtcdCall.of(KvRpcs.GRANT, grantRequest, this.spec, LeaseGrantResponse::getID);
		this.request = request;
		this.mapper = mapper;
	}

	private static long seconds(Duration ttl) {
		return (ttl.getNano() > 0) ? ttl.getSeconds() + 1 : ttl.getSeconds();
	}

	@Override
	public R execute(EtcdCalls calls) {
		check(calls);
		EtcdDeadline deadline = deadline(calls);
		long leaseId = this.grant.execute(deadline.bound(calls));
		try {
			return put(leaseId).execute(deadline.bound(calls));
		}
		catch (EtcdException ex) {
			revokeIfUnused(calls, leaseId, ex);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<R> executeAsync(EtcdCalls calls) {
		check(calls);
		EtcdDeadline deadline = deadline(calls);
		EtcdCallChain<R> chain = new EtcdCallChain<>();
		chain.then(this.grant.executeAsync(deadline.bound(calls)),
				(leaseId) -> chain.then(put(leaseId).executeAsync(deadline.bound(calls)), chain::complete, (ex) -> {
					revokeIfUnused(calls, leaseId, ex);
					chain.completeExceptionally(ex);
				}));
		return chain;
	}

	// Rather no lease than one for nothing
	private void check(EtcdCalls calls) {
		calls.limits().check(KvRpcs.PUT, this.request.setLease(Long.MAX_VALUE).build(), this.spec);
	}

	private EtcdDeadline deadline(EtcdCalls calls) {
		return EtcdDeadline.in((this.timeout != null) ? this.timeout : calls.timeout());
	}

	private EtcdCall<R> put(long leaseId) {
		return EtcdCall.of(KvRpcs.PUT, this.request.setLease(leaseId).build(), this.spec, this.mapper);
	}

	private static void revokeIfUnused(EtcdCalls calls, long leaseId, Throwable ex) {
		if (ex instanceof EtcdException failure && failure.getOutcome() != EtcdOutcome.UNKNOWN) {
			calls.callAsync(KvRpcs.REVOKE, LeaseRevokeRequest.newBuilder().setID(leaseId).build(), EtcdCallSpec.DEFAULT,
					Function.identity());
		}
	}

}
