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

package io.github.etcdspring.lock;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseOrder;

/**
 * What somebody wants to hold.
 *
 * @param name the name
 * @param value the value of the key
 * @param kind what it is
 * @param lease the lease on which it depends, or {@code null} for the session lease of
 * the connection
 * @param onQueued hears, perhaps several times, that somebody else is before
 * @author The etcd-spring authors
 */
record LockRequest(String name, byte[] value, Kind kind, @Nullable EtcdLease lease, Runnable onQueued) {

	LockRequest {
		Assert.hasLength(name, "'name' must not be empty");
	}

	private LockRequest(String name, byte[] value, Kind kind, @Nullable EtcdLease lease) {
		this(name, value, kind, lease, () -> {
		});
	}

	static LockRequest lock(String name) {
		return new LockRequest(name, new byte[0], Kind.LOCK, null);
	}

	static LockRequest lock(String name, EtcdLease lease) {
		Assert.notNull(lease, "'lease' must not be null");
		return new LockRequest(name, new byte[0], Kind.LOCK, lease);
	}

	static LockRequest leadership(String name, byte[] value) {
		return new LockRequest(name, value, Kind.LEADERSHIP, null);
	}

	static LockRequest group(String name, Runnable onQueued) {
		return new LockRequest(name, new byte[0], Kind.GROUP, null, onQueued);
	}

	@Override
	public String toString() {
		return this.kind + " '" + this.name + "'";
	}

	/**
	 * What can be held.
	 */
	enum Kind {

		LOCK(EtcdLeaseOrder.LOCKS), LEADERSHIP(EtcdLeaseOrder.LEADERSHIP), GROUP(EtcdLeaseOrder.GROUPS);

		private final int order;

		Kind(int order) {
			this.order = order;
		}

		// Return when those who hold it hear of its loss.
		int order() {
			return this.order;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
