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

package io.github.etcdspring.samples.featureflags;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.etcdspring.EtcdException;

/**
 * One browser. Whoever has news only puts them into a queue, so that a slow network never
 * delays the watch; the queue is emptied by one thread at a time.
 * <p>
 * The stream begins with a snapshot, which is read after the subscription: it contains
 * every change that came before, and what comes later is newer than its revision.
 *
 * @author The etcd-spring authors
 */
class Subscriber {

	private static final Duration TIMEOUT = Duration.ofMinutes(30);

	private static final int CAPACITY = 1000;

	private final SseEmitter emitter = new SseEmitter(TIMEOUT.toMillis());

	private final Queue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);

	private final AtomicInteger pending = new AtomicInteger();

	private final Supplier<Snapshot> snapshots;

	private final Executor executor;

	private final Consumer<Subscriber> onEnd;

	private volatile boolean tooSlow;

	private long snapshotRevision = Long.MAX_VALUE;

	Subscriber(Supplier<Snapshot> snapshots, Executor executor, Consumer<Subscriber> onEnd) {
		this.snapshots = snapshots;
		this.executor = executor;
		this.onEnd = onEnd;
		this.emitter.onTimeout(this.emitter::complete);
		this.emitter.onError((ex) -> onEnd.accept(this));
		this.emitter.onCompletion(() -> onEnd.accept(this));
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	void offer(Object news) {
		if (!this.queue.offer(news)) {
			this.tooSlow = true;
			this.onEnd.accept(this);
		}
		else if (this.pending.getAndIncrement() == 0) {
			this.executor.execute(this::drain);
		}
	}

	void close() {
		this.emitter.complete();
	}

	private void drain() {
		try {
			do {
				deliver(this.queue.remove());
			}
			while (this.pending.decrementAndGet() > 0 && !this.tooSlow);
			if (this.tooSlow) {
				// The browser comes back, and gets a new snapshot
				this.emitter.complete();
			}
		}
		catch (IOException | IllegalStateException ex) {
			this.onEnd.accept(this);
		}
	}

	private void deliver(Object news) throws IOException {
		if (news instanceof ClusterState state) {
			send("cluster", state);
			if (state.available() && this.snapshotRevision == Long.MAX_VALUE) {
				sendSnapshot();
			}
		}
		else if (news instanceof FlagChange change && change.revision() > this.snapshotRevision) {
			send("change", change);
		}
	}

	private void sendSnapshot() throws IOException {
		Snapshot snapshot;
		try {
			snapshot = this.snapshots.get();
		}
		catch (EtcdException ex) {
			// Tried again with the next state of the cluster
			send("problem", Map.of("detail", ex.getMessage()));
			return;
		}
		send("snapshot", snapshot);
		this.snapshotRevision = snapshot.revision();
	}

	private void send(String event, Object data) throws IOException {
		this.emitter.send(SseEmitter.event().name(event).data(data));
	}

}
