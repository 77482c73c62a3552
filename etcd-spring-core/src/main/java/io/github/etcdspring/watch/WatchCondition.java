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

package io.github.etcdspring.watch;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.EtcdException;
import io.github.etcdspring.EtcdResponseTooLargeException;
import io.github.etcdspring.watch.EtcdWatchRegistration.State;

/**
 * The state of a watch, since when, and why it failed if it did. Changed on the engine's
 * thread only; anybody may look.
 *
 * @author The etcd-spring authors
 */
final class WatchCondition {

	private final WatchNews news;

	private volatile State state = State.PAUSED;

	private volatile @Nullable EtcdException failure;

	/**
	 * Since when the watch is active, or is not, in nanoseconds.
	 */
	private volatile long activitySince = System.nanoTime();

	WatchCondition(WatchNews news) {
		this.news = news;
	}

	State state() {
		return this.state;
	}

	// Return why the watch is FAILED, or null if it is not.
	@Nullable EtcdException failure() {
		return (this.state == State.FAILED) ? this.failure : null;
	}

	// Return how far the listener is behind.
	// oldest: when the oldest change arrived that it has not handled, in nanoseconds
	Duration lag(long oldest, long now) {
		if (this.state == State.STANDBY) {
			return Duration.ZERO;
		}
		return Duration.ofNanos(
				Math.max(0, (this.state == State.ACTIVE) ? now - oldest : now - Math.min(oldest, this.activitySince)));
	}

	void become(State state) {
		if ((this.state == State.ACTIVE) != (state == State.ACTIVE)) {
			this.activitySince = System.nanoTime();
		}
		this.state = state;
		if (state != State.CONNECTING && state != State.RECONNECTING) {
			this.news.settled(state == State.ACTIVE);
		}
	}

	// Returns whether the watch had failed before
	boolean active() {
		boolean recovered = this.failure != null;
		become(State.ACTIVE);
		this.failure = null;
		return recovered;
	}

	// Returns whether this was not known before
	boolean failed(EtcdException reason) {
		boolean news = this.failure == null;
		become(State.FAILED);
		this.failure = reason;
		return news;
	}

	// Whether the watch failed because of a revision that is too large. Only changes that
	// are taken over prove that it is not so any more
	boolean isRevisionTooLarge() {
		return failure() instanceof EtcdResponseTooLargeException;
	}

}
