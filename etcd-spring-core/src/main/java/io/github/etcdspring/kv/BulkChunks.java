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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.connection.EtcdCallSpec;
import io.github.etcdspring.connection.EtcdRequestLimits;

/**
 * Fills transactions with operations, as many as each may hold. A key that is changed
 * twice begins another one: the server takes no key twice, and the later change wins.
 *
 * @author The etcd-spring authors
 */
final class BulkChunks {

	/**
	 * What surrounds a part of a request: tags and lengths, for an operation and for each
	 * of its keys.
	 */
	private static final int AROUND = 16;

	private static final int MOST_KEYS = 2;

	private final EtcdRequestLimits limits;

	private final KvValues values;

	private final List<TxnRequest> full = new ArrayList<>();

	private TxnRequest.Builder chunk = TxnRequest.newBuilder();

	private @Nullable WireOperation<?> last;

	private long size;

	private int within;

	private final Set<KeyRange> put = new HashSet<>();

	private final Set<KeyRange> deleted = new HashSet<>();

	private final List<KeyRange> deletedRanges = new ArrayList<>();

	private BulkChunks(EtcdRequestLimits limits, KvValues values) {
		this.limits = limits;
		this.values = values;
	}

	/**
	 * Convert all values and make the chunks.
	 * @param operations the operations
	 * @param limits the limits of each chunk
	 * @param values converts the values
	 * @return the chunks, in order
	 */
	static List<TxnRequest> of(List<BulkOperation> operations, EtcdRequestLimits limits, KvValues values) {
		BulkChunks chunks = new BulkChunks(limits, values);
		operations.forEach(chunks::add);
		chunks.flush();
		return chunks.full;
	}

	private void add(BulkOperation operation) {
		RequestOp request = operation.operation().toRequest(this.values);
		long requestSize = request.getSerializedSize() + AROUND + (long) MOST_KEYS * this.limits.keyOverhead();
		if (this.chunk.getSuccessCount() > 0 && (!fits(operation, requestSize) || changesAgain(operation))) {
			flush();
		}
		this.chunk.addSuccess(request);
		this.last = operation.operation();
		this.size += requestSize;
		this.within = Math.max(this.within, operation.within());
		remember(operation);
	}

	private boolean fits(BulkOperation operation, long requestSize) {
		int count = this.chunk.getSuccessCount() + 1 + Math.max(this.within, operation.within());
		return count <= this.limits.maxTxnOperations() && this.size + requestSize <= this.limits.maxTxnSize();
	}

	private boolean changesAgain(BulkOperation operation) {
		KeyRange range = operation.range();
		if (operation.put()) {
			return this.put.contains(range) || this.deleted.contains(range)
					|| this.deletedRanges.stream().anyMatch((other) -> other.contains(range.sharedKey()));
		}
		return (range.isSingleKey()) ? this.put.contains(range)
				: this.put.stream().anyMatch((key) -> range.contains(key.sharedKey()));
	}

	private void remember(BulkOperation operation) {
		if (operation.put()) {
			this.put.add(operation.range());
		}
		else if (operation.range().isSingleKey()) {
			this.deleted.add(operation.range());
		}
		else {
			this.deletedRanges.add(operation.range());
		}
	}

	private void flush() {
		if (this.chunk.getSuccessCount() == 0) {
			return;
		}
		TxnRequest request = this.chunk.build();
		this.limits.check(KvRpcs.TXN, request, EtcdCallSpec.of(this.last + ", a part of a bulk", null));
		this.full.add(request);
		this.chunk = TxnRequest.newBuilder();
		this.size = 0;
		this.within = 0;
		this.put.clear();
		this.deleted.clear();
		this.deletedRanges.clear();
	}

}
