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
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application what happens to the watches of a container, and folds the loss of
 * a connection by many watches into one event.
 *
 * @author The etcd-spring authors
 */
final class WatchEvents {

	private static final Log logger = LogFactory.getLog(EtcdWatchContainer.class);

	private final EtcdWatchContainer container;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Watches that have lost the server and are not settled yet.
	 */
	private final Set<Watch> lost = new HashSet<>();

	private int lostWatches;

	private long lostAt;

	private boolean reconnected;

	private CompletableFuture<@Nullable Void> published = CompletableFuture.completedFuture(null);

	private volatile @Nullable ApplicationEventPublisher publisher;

	private volatile Executor executor = Runnable::run;

	WatchEvents(EtcdWatchContainer container) {
		this.container = container;
	}

	// Set where events are published.
	void executor(Executor executor) {
		this.executor = executor;
	}

	void publisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	// Publish an event about a single watch.
	void publish(Function<EtcdWatchContainer, EtcdWatchLifecycleEvent> event) {
		this.lock.lock();
		try {
			enqueue(event.apply(this.container));
		}
		finally {
			this.lock.unlock();
		}
	}

	// The stream of watches has broken.
	void lost(Collection<Watch> watches) {
		this.lock.lock();
		try {
			boolean first = this.lost.isEmpty();
			for (Watch watch : watches) {
				this.lostWatches += (this.lost.add(watch)) ? 1 : 0;
			}
			if (first && !this.lost.isEmpty()) {
				this.lostAt = System.nanoTime();
				enqueue(new EtcdWatchLifecycleEvent.Disconnected(this.container, this.lostWatches));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	// A watch is confirmed, or does not wait for its connection any more.
	void settled(Watch watch, boolean confirmed) {
		this.lock.lock();
		try {
			if (!this.lost.remove(watch)) {
				return;
			}
			this.reconnected = this.reconnected || confirmed;
			if (this.lost.isEmpty()) {
				if (this.reconnected) {
					enqueue(new EtcdWatchLifecycleEvent.Reconnected(this.container, this.lostWatches,
							Duration.ofNanos(System.nanoTime() - this.lostAt)));
				}
				this.lostWatches = 0;
				this.reconnected = false;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	// One after another, and never on the thread of the engine
	private void enqueue(EtcdWatchLifecycleEvent event) {
		ApplicationEventPublisher publisher = this.publisher;
		if (publisher == null) {
			return;
		}
		// Whatever became of the event before
		this.published = this.published.handleAsync((done, ex) -> publish(publisher, event), this.executor);
	}

	private static @Nullable Void publish(ApplicationEventPublisher publisher, EtcdWatchLifecycleEvent event) {
		try {
			publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.error("A listener of the application failed to take an event of a watch", ex);
		}
		return null;
	}

}
