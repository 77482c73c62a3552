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

import java.util.function.Function;

import io.github.etcdspring.EtcdException;

/**
 * Tells what happens to a watch: its listener, in order with the changes, the metrics and
 * the application.
 *
 * @author The etcd-spring authors
 */
final class WatchNews {

	private final Watch watch;

	private final WatchFeed feed;

	private final EtcdWatchMetrics metrics;

	private final WatchEvents events;

	private boolean creationQueued;

	private volatile boolean creationTold;

	WatchNews(Watch watch, WatchFeed feed, EtcdWatchMetrics metrics, WatchEvents events) {
		this.watch = watch;
		this.feed = feed;
		this.metrics = metrics;
		this.events = events;
	}

	// The watch is confirmed: tell the listener, unless it knows or is about to.
	void confirmed(long revision) {
		if (!this.creationQueued) {
			this.creationQueued = true;
			this.feed.tell((listener) -> {
				this.creationTold = true;
				listener.onCreated(revision);
			});
		}
	}

	// What the listener was to be told has been dropped.
	void dropped() {
		this.creationQueued = this.creationTold;
	}

	void created(long revision) {
		publish((container) -> new EtcdWatchLifecycleEvent.Created(container, this.watch, revision));
	}

	void reconnected(long revision) {
		this.metrics.reconnected(this.watch.id());
		this.feed.tellLatest((listener) -> listener.onReconnected(revision));
	}

	void snapshot(long revision) {
		this.feed.tell((listener) -> listener.onSnapshot(revision), revision);
	}

	void resynced(long from, long to) {
		this.feed.tell((listener) -> listener.onResync(from, to), to);
		publish((container) -> new EtcdWatchLifecycleEvent.Resynced(container, this.watch, from, to));
	}

	// The listener has been told everything anew.
	void reset(long from, long to) {
		snapshot(to);
		publish((container) -> new EtcdWatchLifecycleEvent.Resynced(container, this.watch, from, to));
	}

	void skipped(long from, long to) {
		this.metrics.compacted(this.watch.id());
		this.feed.tell((listener) -> listener.onSkipped(from, to), to - 1);
		publish((container) -> new EtcdWatchLifecycleEvent.Skipped(container, this.watch, from, to));
	}

	void historyMissing() {
		this.metrics.compacted(this.watch.id());
	}

	void parked() {
		this.metrics.parked(this.watch.id());
		publish((container) -> new EtcdWatchLifecycleEvent.Parked(container, this.watch));
	}

	void granted(String group) {
		publish((container) -> new EtcdWatchLifecycleEvent.GroupGranted(container, this.watch, group));
	}

	void revoked(String group, boolean lost) {
		publish((container) -> new EtcdWatchLifecycleEvent.GroupRevoked(container, this.watch, group, lost));
	}

	void failed(EtcdException reason) {
		this.metrics.failed(this.watch.id());
		this.feed.tellAnyway((listener) -> listener.onFailed(reason));
		publish((container) -> new EtcdWatchLifecycleEvent.Failed(container, this.watch, reason));
	}

	// The watch is confirmed, or does not wait for its connection any more.
	void settled(boolean confirmed) {
		this.events.settled(this.watch, confirmed);
	}

	private void publish(Function<EtcdWatchContainer, EtcdWatchLifecycleEvent> event) {
		this.events.publish(event);
	}

}
