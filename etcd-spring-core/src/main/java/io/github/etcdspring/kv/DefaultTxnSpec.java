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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCallSpec;

/**
 * Collects a transaction.
 *
 * @author The etcd-spring authors
 */
final class DefaultTxnSpec implements TxnSpec {

	private final List<EtcdCondition> conditions = new ArrayList<>();

	private final List<TxnOperation<?>> success = new ArrayList<>();

	private final List<TxnOperation<?>> failure = new ArrayList<>();

	private @Nullable Duration timeout;

	@Override
	public TxnSpec when(EtcdCondition... conditions) {
		Assert.notNull(conditions, "'conditions' must not be null");
		Assert.noNullElements(conditions, "'conditions' must not contain null");
		this.conditions.addAll(List.of(conditions));
		return this;
	}

	@Override
	public TxnSpec then(TxnOperation<?>... operations) {
		return add(this.success, operations);
	}

	@Override
	public TxnSpec then(List<? extends TxnOperation<?>> operations) {
		return add(this.success, operations);
	}

	@Override
	public TxnSpec otherwise(TxnOperation<?>... operations) {
		return add(this.failure, operations);
	}

	@Override
	public TxnSpec otherwise(List<? extends TxnOperation<?>> operations) {
		return add(this.failure, operations);
	}

	private TxnSpec add(List<TxnOperation<?>> branch, TxnOperation<?>[] operations) {
		Assert.notNull(operations, "'operations' must not be null");
		Assert.noNullElements(operations, "'operations' must not contain null");
		branch.addAll(List.of(operations));
		return this;
	}

	private TxnSpec add(List<TxnOperation<?>> branch, List<? extends TxnOperation<?>> operations) {
		Assert.notNull(operations, "'operations' must not be null");
		Assert.noNullElements(operations, "'operations' must not contain null");
		branch.addAll(operations);
		return this;
	}

	@Override
	public TxnSpec timeout(Duration timeout) {
		this.timeout = EtcdCallSpec.checkTimeout(timeout);
		return this;
	}

	List<EtcdCondition> conditions() {
		return this.conditions;
	}

	List<TxnOperation<?>> success() {
		return this.success;
	}

	List<TxnOperation<?>> failure() {
		return this.failure;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

}
