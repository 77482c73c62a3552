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

package io.github.etcdspring.benchmarks.call;

import java.util.concurrent.TimeUnit;

/**
 * A histogram of latencies whose buckets are less than one percent wide. For one thread
 * at a time.
 *
 * @author The etcd-spring authors
 */
final class Latencies {

	private static final int PRECISION_BITS = 7;

	private static final int SUB_BUCKETS = 1 << PRECISION_BITS;

	private final long[] counts = new long[(Long.SIZE - PRECISION_BITS) * SUB_BUCKETS];

	private long total;

	void record(long nanos) {
		this.counts[bucket(nanos)]++;
		this.total++;
	}

	void add(Latencies other) {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] += other.counts[i];
		}
		this.total += other.total;
	}

	long total() {
		return this.total;
	}

	double micros(double quantile) {
		long rank = (long) Math.ceil(quantile * this.total);
		long seen = 0;
		for (int i = 0; i < this.counts.length; i++) {
			seen += this.counts[i];
			if (seen >= rank && seen > 0) {
				return (double) lowest(i) / TimeUnit.MICROSECONDS.toNanos(1);
			}
		}
		return 0;
	}

	private static int bucket(long nanos) {
		int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS - 1);
		return shift * SUB_BUCKETS + (int) (nanos >>> shift);
	}

	private static long lowest(int bucket) {
		int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
		return (long) (bucket - shift * SUB_BUCKETS) << shift;
	}

}
