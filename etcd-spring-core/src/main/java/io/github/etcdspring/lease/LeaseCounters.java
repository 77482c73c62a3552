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

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens to leases.
 *
 * @author The etcd-spring authors
 */
final class LeaseCounters {

	private final LongAdder renewals = new LongAdder();

	private final LongAdder renewalNanos = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder expired = new LongAdder();

	private final LongAdder regranted = new LongAdder();

	void renewed(long nanos) {
		this.renewals.increment();
		this.renewalNanos.add(nanos);
	}

	void failed() {
		this.failures.increment();
	}

	void expired() {
		this.expired.increment();
	}

	void regranted() {
		this.regranted.increment();
	}

	EtcdLeaseStatistics snapshot() {
		return new EtcdLeaseStatistics(this.renewals.sum(), Duration.ofNanos(this.renewalNanos.sum()),
				this.failures.sum(), this.expired.sum(), this.regranted.sum());
	}

}
