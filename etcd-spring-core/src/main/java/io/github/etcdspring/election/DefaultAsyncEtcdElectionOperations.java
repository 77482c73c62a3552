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

package io.github.etcdspring.election;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.AsyncEtcdKvOperations;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.lock.EtcdFencing;
import io.github.etcdspring.lock.EtcdLock;

/**
 * Wins places as locks do, on threads of the library.
 *
 * @author The etcd-spring authors
 */
final class DefaultAsyncEtcdElectionOperations implements AsyncEtcdElectionOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	private final EtcdValueConverter converter;

	private final AsyncEtcdKvOperations kv;

	DefaultAsyncEtcdElectionOperations(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter) {
		this.connection = connection;
		this.calls = calls;
		this.converter = converter;
		this.kv = AsyncEtcdKvOperations.create(calls, converter);
	}

	@Override
	@SuppressWarnings("NullAway")
	public CompletableFuture<EtcdLeader> campaign(String name, Object value) {
		return lead(name, value, null);
	}

	@Override
	public CompletableFuture<@Nullable EtcdLeader> campaign(String name, Object value, Duration wait) {
		Assert.notNull(wait, "'wait' must not be null");
		return lead(name, value, wait);
	}

	private CompletableFuture<@Nullable EtcdLeader> lead(String name, Object value, @Nullable Duration wait) {
		Assert.notNull(value, "'value' must not be null");
		CompletableFuture<@Nullable EtcdLock> place = EtcdFencing.leadAsync(this.connection, this.calls, name,
				this.converter.toBytes(value), wait);
		CompletableFuture<@Nullable EtcdLeader> result = new CompletableFuture<>();
		place.whenComplete((won, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else if (!result.complete(DefaultEtcdLeader.of(won, this.calls, this.converter)) && won != null) {
				won.unlock();
			}
		});
		result.whenComplete((leader, failure) -> place.cancel(true));
		return result;
	}

	@Override
	public <T> CompletableFuture<@Nullable EtcdEntry<T>> leader(String name, Class<T> type) {
		return this.kv.range(ElectionKeys.candidates(name), type, ElectionKeys::first).thenApply(RangeResult::first);
	}

}
