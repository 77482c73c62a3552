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

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.lease.EtcdLeaseTerm;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * Waits until the one before in a queue has gone.
 *
 * @author The etcd-spring authors
 */
final class LockTurn implements AutoCloseable {

	private final LockManager manager;

	private final EtcdLeaseTerm term;

	private final Semaphore signal = new Semaphore(0);

	private @Nullable String watched;

	private @Nullable EtcdWatchRegistration watch;

	LockTurn(LockManager manager, EtcdLeaseTerm term) {
		this.manager = manager;
		this.term = term;
		manager.sessions().waiting(this.signal);
	}

	/**
	 * Wait until something may have changed.
	 * @param place the place
	 * @param nanos how long to wait
	 * @throws InterruptedException if the thread was interrupted
	 */
	void await(LockPlace place, long nanos) throws InterruptedException {
		String predecessor = place.predecessor();
		if (predecessor == null) {
			return;
		}
		if (!predecessor.equals(this.watched)) {
			cancel();
			this.watched = predecessor;
			this.watch = this.manager.watch(predecessor, new Listener(),
					(watch) -> watch.startRevision(place.revision() + 1));
		}
		if (this.term.isAlive() && this.signal.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
			this.signal.drainPermits();
		}
	}

	private void cancel() {
		EtcdWatchRegistration current = this.watch;
		if (current != null) {
			current.cancel();
		}
	}

	@Override
	public void close() {
		this.manager.sessions().notWaiting(this.signal);
		cancel();
	}

	/**
	 * Any change of the key before is reason enough to look.
	 */
	private final class Listener implements EtcdWatchListener<byte[]> {

		@Override
		public void onEvents(EtcdWatchBatch<byte[]> batch) {
			LockTurn.this.signal.release();
		}

		@Override
		public void onResync(long fromRevision, long toRevision) {
			LockTurn.this.signal.release();
		}

		@Override
		public void onFailed(EtcdException reason) {
			LockTurn.this.signal.release();
		}

	}

}
