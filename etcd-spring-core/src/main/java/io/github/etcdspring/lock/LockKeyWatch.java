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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdClosedException;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * Notices that others deleted the key of a lock.
 *
 * @author The etcd-spring authors
 */
final class LockKeyWatch implements EtcdWatchListener<byte[]> {

	private final LockManager manager;

	private final HeldLock held;

	private final AtomicBoolean opened = new AtomicBoolean();

	private volatile @Nullable EtcdWatchRegistration registration;

	private volatile boolean cancelled;

	LockKeyWatch(LockManager manager, HeldLock held) {
		this.manager = manager;
		this.held = held;
	}

	// Begin, unless that was done before.
	void open() {
		if (this.cancelled || !this.held.isHeld() || !this.opened.compareAndSet(false, true)) {
			return;
		}
		try {
			EtcdWatchRegistration open = this.manager.watch(this.held.key(), this,
					(watch) -> watch.startRevision(this.held.fencingToken() + 1).events(EtcdEvent.Type.DELETE));
			this.registration = open;
			if (this.cancelled) {
				// Meanwhile, and perhaps without having seen it
				open.cancel();
			}
		}
		catch (EtcdClosedException ex) {
			// So is the lock
		}
	}

	@Override
	public void onEvents(EtcdWatchBatch<byte[]> batch) {
		this.held.keyDeleted();
	}

	@Override
	public void onResync(long fromRevision, long toRevision) {
		look();
	}

	private void look() {
		this.manager.asyncKv()
			.range(KeyRange.key(this.held.key()), byte[].class, (range) -> range.keysOnly())
			.whenCompleteAsync((range, failure) -> {
				if (failure != null) {
					this.manager.threads().later(TimeUnit.SECONDS.toNanos(1), this::lookAgain);
				}
				else if (range.first() == null || range.first().createRevision() != this.held.fencingToken()) {
					this.held.keyDeleted();
				}
			}, this.manager.threads().own());
	}

	private void lookAgain() {
		if (this.held.isHeld()) {
			look();
		}
	}

	void cancel() {
		this.cancelled = true;
		EtcdWatchRegistration open = this.registration;
		if (open != null) {
			open.cancel();
		}
	}

}
