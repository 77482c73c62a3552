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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCallSpec;

/**
 * Collects a bulk of operations.
 *
 * @author The etcd-spring authors
 */
final class DefaultBulkSpec implements BulkSpec {

	private final List<BulkOperation> operations = new ArrayList<>();

	private @Nullable Duration timeout;

	@Override
	public BulkSpec put(String key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return put(KeyRange.key(key), value, spec);
	}

	@Override
	public BulkSpec put(byte[] key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		return put(KeyRange.key(key), value, spec);
	}

	private BulkSpec put(KeyRange key, Object value, UnaryOperator<PutSpec<Void>> spec) {
		this.operations.add(BulkOperation.put(key, PutOperation.put(key, value, spec)));
		return this;
	}

	@Override
	public BulkSpec putAll(Map<String, ?> values) {
		Assert.notNull(values, "'values' must not be null");
		values.forEach(this::put);
		return this;
	}

	@Override
	public BulkSpec delete(String key) {
		return delete(KeyRange.key(key));
	}

	@Override
	public BulkSpec delete(KeyRange range) {
		this.operations.add(BulkOperation.delete(range, DeleteOperation.range(range, (spec) -> spec)));
		return this;
	}

	@Override
	public BulkSpec deleteAll(Collection<String> keys) {
		Assert.notNull(keys, "'keys' must not be null");
		keys.forEach(this::delete);
		return this;
	}

	@Override
	public BulkSpec deleteIf(String key, long expectedModRevision) {
		EtcdCondition unchanged = KvCalls.unchanged(key, expectedModRevision);
		this.operations.add(BulkOperation.conditional(KeyRange.key(key),
				new TxnCall((txn) -> txn.when(unchanged).then(TxnOperation.delete(key)))));
		return this;
	}

	@Override
	public BulkSpec timeout(Duration timeout) {
		this.timeout = EtcdCallSpec.checkTimeout(timeout);
		return this;
	}

	List<BulkOperation> operations() {
		return this.operations;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

}
