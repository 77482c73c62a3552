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

package io.github.etcdspring.watch.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.etcdspring.watch.EtcdEvent.Type;
import io.github.etcdspring.watch.EtcdWatchBatch;
import io.github.etcdspring.watch.EtcdWatchSpec.OnCompaction;

/**
 * A mix of twenty kinds of watches of the keys of a {@link WriteLoad}.
 *
 * @author The etcd-spring authors
 */
final class Watchers {

	private static final List<Supplier<Watcher>> MIX = List.of(Watchers::all, () -> all().eachEvent(),
			() -> all().onCompaction(OnCompaction.SKIP), () -> all().onCompaction(OnCompaction.STOP).eachEvent(),
			() -> group(0), () -> group(1).eachEvent(), () -> group(2).onCompaction(OnCompaction.SKIP),
			() -> Watcher.ofPrefix(WriteLoad.key(3, 1)), () -> group(4).who(isSlow(Duration.ofMillis(2))),
			() -> group(5).who(throwsOnceIn(300)), () -> Watcher.ofKey(WriteLoad.key(0, 1)),
			() -> Watcher.ofKey(WriteLoad.key(1, 2)).onCompaction(OnCompaction.SKIP),
			() -> Watcher.ofKey(WriteLoad.key(2, 3)).prevKv(), () -> all().only(Type.PUT),
			() -> group(0).only(Type.PUT).onCompaction(OnCompaction.SKIP), () -> all().only(Type.DELETE),
			() -> all().only(Type.DELETE).onCompaction(OnCompaction.STOP),
			() -> group(1).only(Type.DELETE).onCompaction(OnCompaction.SKIP).prevKv(), () -> all().prevKv(),
			() -> group(6).prevKv().onCompaction(OnCompaction.SKIP).eachEvent());

	private Watchers() {
	}

	static List<Watcher> mix(int count) {
		return Stream.iterate(0, (index) -> index + 1)
			.limit(count)
			.map((index) -> MIX.get(index % MIX.size()).get())
			.toList();
	}

	private static Watcher all() {
		return Watcher.ofPrefix(WriteLoad.PREFIX);
	}

	private static Watcher group(int group) {
		return Watcher.ofPrefix(WriteLoad.group(group));
	}

	private static Consumer<EtcdWatchBatch<String>> isSlow(Duration pause) {
		return (batch) -> LockSupport.parkNanos(pause.toNanos());
	}

	private static Consumer<EtcdWatchBatch<String>> throwsOnceIn(int calls) {
		AtomicInteger count = new AtomicInteger();
		return (batch) -> {
			if (count.incrementAndGet() % calls == 0) {
				throw new IllegalStateException("A listener throws now and then");
			}
		};
	}

}
