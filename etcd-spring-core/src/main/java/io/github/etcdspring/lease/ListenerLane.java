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

package io.github.etcdspring.lease;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.OrderComparator;

import io.github.etcdspring.connection.EtcdTaskThreads;

/**
 * The way to one listener of a lease: it hears of one change after the other. Those whose
 * turn is after it wait for it, but not for long.
 *
 * @author The etcd-spring authors
 */
final class ListenerLane implements Comparable<ListenerLane> {

	private static final Log logger = LogFactory.getLog(EtcdLease.class);

	/**
	 * How long others wait for a listener. As long as it has not returned they do not
	 * wait for it again.
	 */
	private static final long PATIENCE_MILLIS = 500;

	private final EtcdLeaseListener listener;

	private final Executor executor;

	private final Queue<EtcdLeaseEvent> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	ListenerLane(EtcdLeaseListener listener, Executor executor) {
		this.listener = listener;
		this.executor = executor;
	}

	EtcdLeaseListener listener() {
		return this.listener;
	}

	void deliver(EtcdLeaseEvent event) {
		this.events.add(event);
		if (this.pending.getAndIncrement() == 0) {
			await(EtcdTaskThreads.run(this.executor, this::call));
		}
	}

	private void call() {
		do {
			EtcdLeaseEvent event = this.events.remove();
			try {
				this.listener.onStateChange(event);
			}
			catch (RuntimeException | Error ex) {
				logger.error("A listener of a lease failed", ex);
			}
		}
		while (this.pending.decrementAndGet() != 0);
	}

	private static void await(CompletableFuture<?> call) {
		try {
			call.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("A listener of a lease has not returned within %d ms; others do not wait for it any more"
				.formatted(PATIENCE_MILLIS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int compareTo(ListenerLane other) {
		return OrderComparator.INSTANCE.compare(this.listener, other.listener);
	}

}
