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

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.connection.EtcdCalls;
import io.github.etcdspring.kv.EtcdKvOperations;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.PutSpec;
import io.github.etcdspring.lock.EtcdFencing;
import io.github.etcdspring.lock.EtcdLock;

/**
 * The lock that stands behind a leadership, and the value of its key.
 *
 * @author The etcd-spring authors
 */
final class DefaultEtcdLeader implements EtcdLeader {

	private final EtcdLock place;

	private final EtcdKvOperations guarded;

	private DefaultEtcdLeader(EtcdLock place, EtcdKvOperations guarded) {
		this.place = place;
		this.guarded = guarded;
	}

	static @Nullable EtcdLeader of(@Nullable EtcdLock place, EtcdCalls calls, EtcdValueConverter converter) {
		return (place != null) ? new DefaultEtcdLeader(place, EtcdFencing.guardedBy(place, calls, converter)) : null;
	}

	@Override
	public String name() {
		return this.place.name();
	}

	@Override
	public String key() {
		return this.place.key();
	}

	@Override
	public long fencingToken() {
		return this.place.fencingToken();
	}

	@Override
	public boolean isHeld() {
		return this.place.isHeld();
	}

	@Override
	public void markLost() {
		this.place.markLost();
	}

	@Override
	public Duration remaining() {
		return this.place.remaining();
	}

	@Override
	public void proclaim(Object value) {
		Assert.notNull(value, "'value' must not be null");
		this.guarded.put(this.place.key(), value, PutSpec::keepLease);
	}

	@Override
	public void onLost(Runnable listener) {
		this.place.onLost(listener);
	}

	@Override
	public boolean resign() {
		return this.place.unlock();
	}

	@Override
	public void close() {
		this.place.close();
	}

	@Override
	public String toString() {
		return this.place.toString();
	}

}
