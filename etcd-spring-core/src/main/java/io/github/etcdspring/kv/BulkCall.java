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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import org.springframework.util.Assert;

import io.github.etcdspring.EtcdBulkException;
import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdOutcome;
import io.github.etcdspring.connection.EtcdCall;
import io.github.etcdspring.connection.EtcdCallChain;
import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdCalls;

/**
 * Makes one transaction after the other, and stops at the first that fails.
 *
 * @author The etcd-spring authors
 */
final class BulkCall implements EtcdCall<BulkResult> {

	private final DefaultBulkSpec spec;

	private final KvValues values;

	BulkCall(Consumer<BulkSpec> customizer, KvValues values) {
		Assert.notNull(customizer, "'spec' must not be null");
		this.spec = new DefaultBulkSpec();
		customizer.accept(this.spec);
		this.values = values;
	}

	@Override
	public BulkResult execute(EtcdCalls calls) {
		Progress progress = new Progress(calls);
		while (progress.hasNext()) {
			try {
				progress.done(progress.next().execute(calls));
			}
			catch (EtcdException ex) {
				throw progress.failure(ex);
			}
		}
		return progress.result();
	}

	@Override
	public CompletableFuture<BulkResult> executeAsync(EtcdCalls calls) {
		EtcdCallChain<BulkResult> chain = new EtcdCallChain<>();
		proceed(new Progress(calls), calls, chain);
		return chain;
	}

	private void proceed(Progress progress, EtcdCalls calls, EtcdCallChain<BulkResult> chain) {
		if (!progress.hasNext()) {
			chain.complete(progress.result());
			return;
		}
		chain.then(progress.next().executeAsync(calls), (response) -> {
			progress.done(response);
			proceed(progress, calls, chain);
		}, (ex) -> chain.completeExceptionally((ex instanceof EtcdException failure) ? progress.failure(failure) : ex));
	}

	/**
	 * What has been done so far. One chunk at a time is under way.
	 */
	private final class Progress {

		private final List<TxnRequest> chunks;

		private final int total = BulkCall.this.spec.operations().size();

		private int chunk;

		private int applied;

		private long deleted;

		private long revision;

		Progress(EtcdCalls calls) {
			this.chunks = BulkChunks.of(BulkCall.this.spec.operations(), calls.limits(), BulkCall.this.values);
		}

		boolean hasNext() {
			return this.chunk < this.chunks.size();
		}

		EtcdCall<TxnResponse> next() {
			TxnRequest request = this.chunks.get(this.chunk);
			String subject = "operations %d to %d of a bulk of %d".formatted(this.applied + 1,
					this.applied + request.getSuccessCount(), this.total);
			return EtcdCall.of(KvRpcs.TXN, request, EtcdCallSpec.of(subject, BulkCall.this.spec.timeout()),
					Function.identity());
		}

		void done(TxnResponse response) {
			this.applied += response.getResponsesCount();
			this.deleted += deleted(response);
			this.revision = response.getHeader().getRevision();
			this.chunk++;
		}

		private static long deleted(TxnResponse response) {
			long sum = 0;
			for (ResponseOp part : response.getResponsesList()) {
				sum += part.hasResponseTxn() ? deleted(part.getResponseTxn())
						: part.getResponseDeleteRange().getDeleted();
			}
			return sum;
		}

		BulkResult result() {
			return new BulkResult(this.applied, this.deleted, this.chunk, this.revision);
		}

		EtcdBulkException failure(EtcdException cause) {
			int unknown = (cause.getOutcome() == EtcdOutcome.UNKNOWN) ? this.chunks.get(this.chunk).getSuccessCount()
					: 0;
			return new EtcdBulkException(this.total, this.applied, unknown, cause);
		}

	}

}
