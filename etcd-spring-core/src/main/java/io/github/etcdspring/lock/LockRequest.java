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

import io.github.etcdspring.lease.EtcdLeaseOrder;

/**
 * What somebody wants to hold.
 *
 * @param name the name
 * @param value the value of the key
 * @param kind what it is
 * @param onQueued hears, perhaps several times, that somebody else is before
 * @author The etcd-spring authors
 */
record LockRequest(String name, byte[] value, Kind kind, Runnable onQueued) {

	LockRequest(String name, byte[] value, Kind kind) {
		this(name, value, kind, () -> {
		});
	}

	static LockRequest lock(String name) {
		return new LockRequest(name, new byte[0], Kind.LOCK);
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
