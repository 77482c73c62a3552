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
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchListener;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * The watch of a key that is before another one in a queue. Used by one who waits at a
 * time.
 *
 * @author The etcd-spring authors
 */
final class LockPredecessor implements EtcdWatchListener<byte[]> {

	/**
	 * How long it may take until a new watch hears of changes: where others write, the
	 * server lets it catch up every 100 ms.
	 */
	private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(200);

	private final String key;

	/**
	 * The last revision of which nothing is heard.
	 */
	private final long since;

	private final long openedAt = System.nanoTime();

	private final EtcdWatchRegistration registration;

	/**
	 * The newest revision that has changed something.
	 */
	private volatile long changed;

	private volatile boolean failed;

	private volatile @Nullable Semaphore signal;

	private volatile long idleSince;

	LockPredecessor(LockManager manager, String key, long since) {
		this.key = key;
		this.since = since;
		this.registration = manager.watch(key, this,
				(watch) -> watch.startRevision(since + 1).events(EtcdEvent.Type.DELETE));
	}

	String key() {
		return this.key;
	}

	// Whether it may be that changes are not heard of at once.
	boolean isNew() {
		return System.nanoTime() - this.openedAt < CATCH_UP;
	}

	// Whether everything after a revision is heard.
	boolean hearsAllAfter(long revision) {
		return !this.failed && this.since <= revision;
	}

	boolean hasChangedAfter(long revision) {
		return this.changed > revision;
	}

	// Tell somebody from now on. What was heard before has to be asked for.
	void tell(Semaphore signal) {
		this.signal = signal;
	}

	void tellNobody() {
		this.signal = null;
		this.idleSince = System.nanoTime();
	}

	long idleNanos() {
		return System.nanoTime() - this.idleSince;
	}

	void cancel() {
		this.registration.cancel();
	}

	private void wake() {
		Semaphore current = this.signal;
		if (current != null) {
			current.release();
		}
	}

	@Override
	public void onEvents(EtcdWatchBatch<byte[]> batch) {
		this.changed = batch.revision();
		wake();
	}

	@Override
	public void onResync(long fromRevision, long toRevision) {
		this.changed = toRevision;
		wake();
	}

	@Override
	public void onFailed(EtcdException reason) {
		this.failed = true;
		wake();
	}

}
