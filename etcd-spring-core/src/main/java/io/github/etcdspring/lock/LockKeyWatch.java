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

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.watch.EtcdEvent;
import io.github.etcdspring.watch.EtcdEventListener;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchRegistration;

/**
 * Hears at once that others have deleted the key of what is held, or revoked its lease:
 * worth a watch for what is held for long, and whose loss would else be noticed with the
 * next renewal or write.
 *
 * @author The etcd-spring authors
 */
final class LockKeyWatch {

	private final AtomicReference<@Nullable EtcdWatchRegistration> watch = new AtomicReference<>();

	void begin(EtcdWatchContainer container, HeldLock held) {
		EtcdEventListener<byte[]> onDelete = (event) -> held.keyDeleted();
		this.watch.set(container.register(KeyRange.key(held.key()), byte[].class, onDelete,
				(spec) -> spec.startRevision(held.fencingToken() + 1).events(EtcdEvent.Type.DELETE)));
	}

	void end() {
		EtcdWatchRegistration current = this.watch.getAndSet(null);
		if (current != null) {
			current.cancel();
		}
	}

}
