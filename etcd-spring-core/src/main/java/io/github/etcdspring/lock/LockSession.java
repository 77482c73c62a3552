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

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

import io.github.etcdspring.lease.EtcdLease;
import io.github.etcdspring.lease.EtcdLeaseEvent;
import io.github.etcdspring.lease.EtcdLeaseListener;

/**
 * Hears, before others do, that the session lease was lost or is there again.
 *
 * @author The etcd-spring authors
 */
final class LockSession implements EtcdLeaseListener, Ordered {

	private final int order;

	private final Runnable onLost;

	private volatile @Nullable EtcdLease attached;

	LockSession(int order, Runnable onLost) {
		this.order = order;
		this.onLost = onLost;
	}

	void attach(EtcdLease session) {
		if (this.attached != session) {
			// Hearing of something twice does no harm
			session.addListener(this);
			this.attached = session;
		}
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public void onStateChange(EtcdLeaseEvent event) {
		if (event.state() == EtcdLease.State.EXPIRED || event.state() == EtcdLease.State.CLOSED) {
			this.onLost.run();
		}
	}

}
