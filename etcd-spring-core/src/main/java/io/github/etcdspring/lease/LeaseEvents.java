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

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.Ordered;

import io.github.etcdspring.connection.EtcdTaskThreads;

/**
 * Tells the listeners of one lease, one change after the other, and never on the thread
 * that owns the leases.
 *
 * @author The etcd-spring authors
 */
final class LeaseEvents {

	private final EtcdTaskThreads threads;

	private final List<ListenerLane> lanes = new CopyOnWriteArrayList<>();

	private final Queue<EtcdLeaseEvent> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	LeaseEvents(EtcdTaskThreads threads) {
		this.threads = threads;
	}

	void add(EtcdLeaseListener listener) {
		// What keeps locks safe must not wait for a thread that users may occupy
		this.lanes.add(new ListenerLane(listener,
				(listener instanceof Ordered) ? this.threads.own() : this.threads.callbacks()));
	}

	void remove(EtcdLeaseListener listener) {
		this.lanes.stream()
			.filter((lane) -> lane.listener().equals(listener))
			.findFirst()
			.ifPresent(this.lanes::remove);
	}

	void publish(EtcdLeaseEvent event) {
		if (this.lanes.isEmpty() && this.pending.get() == 0) {
			return;
		}
		this.events.add(event);
		if (this.pending.getAndIncrement() == 0) {
			try {
				this.threads.own().execute(this::deliver);
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
			this.lanes.stream().sorted().toList().forEach((lane) -> lane.deliver(event));
		}
		while (this.pending.decrementAndGet() != 0);
	}

}
