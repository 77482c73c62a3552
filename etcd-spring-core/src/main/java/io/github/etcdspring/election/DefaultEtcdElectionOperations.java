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
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.kv.EtcdEntry;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.lock.EtcdFencing;
import io.github.etcdspring.lock.EtcdLock;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;
import io.github.etcdspring.watch.EtcdWatchSpec;

/**
 * Wins places as locks do, and looks who has the first one.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdElectionOperations implements EtcdElectionOperations {

	private final EtcdConnection connection;

	private final EtcdCalls calls;

	private final EtcdValueConverter converter;

	private final EtcdKvOperations kv;

	private final Supplier<EtcdWatchContainer> container;

	DefaultEtcdElectionOperations(EtcdConnection connection, EtcdCalls calls, EtcdValueConverter converter,
			Supplier<EtcdWatchContainer> container) {
		this.connection = connection;
		this.calls = calls;
		this.converter = converter;
		this.kv = EtcdKvOperations.create(calls, converter);
		this.container = container;
	}

	@Override
	public EtcdLeader campaign(String name, Object value) {
		EtcdLeader leader = lead(name, value, null);
		Assert.state(leader != null, "Waiting for ever has ended");
		return leader;
	}

	@Override
	public @Nullable EtcdLeader campaign(String name, Object value, Duration wait) {
		Assert.notNull(wait, "'wait' must not be null");
		return lead(name, value, wait);
	}

	private @Nullable EtcdLeader lead(String name, Object value, @Nullable Duration wait) {
		Assert.notNull(value, "'value' must not be null");
		EtcdLock place = EtcdFencing.lead(this.connection, this.calls, name, this.converter.toBytes(value), wait);
		return DefaultEtcdLeader.of(place, this.calls, this.converter);
	}

	@Override
	public @Nullable EtcdLeader resume(String name, String key, long fencingToken) {
		EtcdLock place = EtcdFencing.resume(this.connection, this.calls, name, key, fencingToken);
		return DefaultEtcdLeader.of(place, this.calls, this.converter);
	}

	@Override
	public <T> @Nullable EtcdEntry<T> leader(String name, Class<T> type) {
		return this.kv.range(ElectionKeys.candidates(name), type, ElectionKeys::first).first();
	}

	@Override
	public <T> EtcdWatchRegistration observe(String name, Class<T> type, EtcdLeaderObserver<T> observer) {
		Assert.notNull(observer, "'observer' must not be null");
		return this.container.get()
			.register(ElectionKeys.candidates(name), type, new LeaderWatch<>(observer),
					(watch) -> watch.initial(EtcdWatchSpec.Initial.SNAPSHOT).converter(this.converter));
	}

}
