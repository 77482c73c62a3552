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

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.etcdspring.annotation.EtcdWatch;
import io.github.etcdspring.kv.RangeResult;
import io.github.etcdspring.watch.EtcdEvent;

/**
 * Hands what etcd tells on to every browser, as server-sent events.
 *
 * @author The etcd-spring authors
 */
@RestController
class FlagStream {

	private static final int HISTORY = 30;

	private final Flags flags;

	private final AsyncTaskExecutor executor;

	private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

	// Written by the thread of the watch only, which is one at a time
	private volatile List<FlagChange> history = List.of();

	private volatile @Nullable ClusterState cluster;

	private volatile boolean closed;

	FlagStream(Flags flags, AsyncTaskExecutor applicationTaskExecutor) {
		this.flags = flags;
		this.executor = applicationTaskExecutor;
	}

	// What etcd has not compacted away yet is shown after a restart, too
	@EtcdWatch(key = Flags.PREFIX, prefix = true, startRevision = "EARLIEST")
	void onChange(EtcdEvent<Flag> event) {
		FlagChange change = FlagChange.of(event);
		int tooMany = Math.max(0, this.history.size() + 1 - HISTORY);
		this.history = Stream.concat(this.history.stream().skip(tooMany), Stream.of(change)).toList();
		this.subscribers.forEach((subscriber) -> subscriber.offer(change));
	}

	void onClusterState(ClusterState state) {
		this.cluster = state;
		this.subscribers.forEach((subscriber) -> subscriber.offer(state));
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter subscribe() {
		Subscriber subscriber = new Subscriber(this::snapshot, this.executor, this.subscribers::remove);
		this.subscribers.add(subscriber);
		if (this.cluster != null) {
			subscriber.offer(this.cluster);
		}
		if (this.closed) {
			subscriber.close();
		}
		return subscriber.emitter();
	}

	// A graceful shutdown would wait for streams that never end
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed = true;
		this.subscribers.forEach(Subscriber::close);
	}

	int subscribers() {
		return this.subscribers.size();
	}

	private Snapshot snapshot() {
		RangeResult<Flag> flags = this.flags.all();
		return new Snapshot(flags.revision(), flags.entries().stream().map(FlagEntry::of).toList(),
				this.history.stream().filter((change) -> change.revision() <= flags.revision()).toList());
	}

}
