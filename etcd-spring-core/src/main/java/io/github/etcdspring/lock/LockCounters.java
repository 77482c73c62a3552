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

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens to locks, other than those of groups.
 *
 * @author The etcd-spring authors
 */
final class LockCounters {

	private final LongAdder acquired = new LongAdder();

	private final LongAdder notAcquired = new LongAdder();

	private final LongAdder waitNanos = new LongAdder();

	private final LongAdder ended = new LongAdder();

	private final LongAdder holdNanos = new LongAdder();

	private final LongAdder lost = new LongAdder();

	void waited(boolean success, long nanos) {
		((success) ? this.acquired : this.notAcquired).increment();
		this.waitNanos.add(nanos);
	}

	void ended(long nanos) {
		this.ended.increment();
		this.holdNanos.add(nanos);
	}

	void lost() {
		this.lost.increment();
	}

	EtcdLockStatistics snapshot() {
		return new EtcdLockStatistics(this.acquired.sum(), this.notAcquired.sum(),
				Duration.ofNanos(this.waitNanos.sum()), this.ended.sum(), Duration.ofNanos(this.holdNanos.sum()),
				this.lost.sum());
	}

}
