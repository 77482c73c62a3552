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

package io.github.etcdspring.mirror;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Keeps mirrors that start one after another from waiting one after another for an etcd
 * that is away: none waits once that is known, and each one that has waited in vain
 * halves the time of those after it, so that all of them together wait no longer than two
 * would.
 *
 * @author The etcd-spring authors
 */
final class MirrorStarts {

	private static final int MOST_HALVES = 30;

	private final Set<EtcdMirror<?>> late = ConcurrentHashMap.newKeySet();

	private final BooleanSupplier unreachable;

	MirrorStarts(BooleanSupplier unreachable) {
		this.unreachable = unreachable;
	}

	// Return whether waiting is in vain for now.
	boolean isInVain() {
		return this.unreachable.getAsBoolean();
	}

	// Return how long a mirror waits that would wait for a time if it was alone.
	Duration timeout(Duration alone) {
		this.late.removeIf((mirror) -> mirror.isReady() || !mirror.isRunning());
		return alone.dividedBy(1L << Math.min(this.late.size(), MOST_HALVES));
	}

	// A mirror has waited in vain.
	void late(EtcdMirror<?> mirror) {
		this.late.add(mirror);
	}

}
