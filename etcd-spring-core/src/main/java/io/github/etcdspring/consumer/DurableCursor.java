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

package io.github.etcdspring.consumer;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.kv.TxnSpec;
import io.github.etcdspring.lock.EtcdFence;

/**
 * A cursor and the watch that uses it.
 *
 * @author The etcd-spring authors
 */
final class DurableCursor implements EtcdCursor {

	private final String name;

	private final String prefix;

	private final Duration saveInterval;

	private volatile @Nullable Supplier<Consumer<TxnSpec>> advance;

	DurableCursor(String name, String prefix, Duration saveInterval) {
		this.name = name;
		this.prefix = prefix;
		this.saveInterval = saveInterval;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public KeyRange keys() {
		return KeyRange.prefix(this.prefix);
	}

	@Override
	public Session open(Context context) {
		CursorSession.Factory sessions = (ownership) -> new CursorSession(this.name, context, store(context, ownership),
				this.saveInterval, ownership);
		Group group = context.group();
		if (group == null) {
			CursorSession session = sessions.create(null);
			this.advance = session::advance;
			return session;
		}
		GroupSession session = new GroupSession(this.name, group, GroupOwnerships.of(group.connection()),
				GroupOwnerships.key(this.prefix, group.name()),
				CursorValue.fingerprint(context.range(), context.events()), store(context, null), sessions);
		this.advance = session::advance;
		return session;
	}

	private CursorStore store(Context context, @Nullable EtcdFence ownership) {
		return new CursorStore(context.calls(), this.prefix + "position/" + this.name,
				this.prefix + "name/" + this.name, ownership);
	}

	@Override
	public Consumer<TxnSpec> advance() {
		Supplier<Consumer<TxnSpec>> of = this.advance;
		Assert.state(of != null, () -> "Cursor '%s' belongs to no watch".formatted(this.name));
		return of.get();
	}

	@Override
	public String toString() {
		return "cursor '%s'".formatted(this.name);
	}

}
