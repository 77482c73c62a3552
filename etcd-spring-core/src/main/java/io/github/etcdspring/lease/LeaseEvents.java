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

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.OrderComparator;

/**
 * Calls the listeners of one lease: with one change after the other, and never on the
 * thread that owns the leases.
 *
 * @author The etcd-spring authors
 */
final class LeaseEvents {

	private static final Log logger = LogFactory.getLog(EtcdLease.class);

	private final Executor executor;

	private final List<EtcdLeaseListener> listeners = new CopyOnWriteArrayList<>();

	private final Queue<EtcdLeaseEvent> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	LeaseEvents(Executor executor) {
		this.executor = executor;
	}

	void add(EtcdLeaseListener listener) {
		this.listeners.add(listener);
	}

	void remove(EtcdLeaseListener listener) {
		this.listeners.remove(listener);
	}

	void publish(EtcdLeaseEvent event) {
		if (this.listeners.isEmpty() && this.pending.get() == 0) {
			return;
		}
		this.events.add(event);
		if (this.pending.getAndIncrement() == 0) {
			try {
				this.executor.execute(this::deliver);
			}
			catch (RejectedExecutionException ex) {
				// The last changes of all, when the connection is closed. The thread that
				// owns the leases has nothing else to do any more
				deliver();
			}
		}
	}

	private void deliver() {
		do {
			EtcdLeaseEvent event = this.events.remove();
			List<EtcdLeaseListener> ordered = new ArrayList<>(this.listeners);
			OrderComparator.sort(ordered);
			ordered.forEach((listener) -> deliver(event, listener));
		}
		while (this.pending.decrementAndGet() != 0);
	}

	private static void deliver(EtcdLeaseEvent event, EtcdLeaseListener listener) {
		try {
			listener.onStateChange(event);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener of a lease failed", ex);
		}
	}

}
