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

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before the next attempt: twice as long each time, up to half a second,
 * half of it random, so that many clients do not come back at the same moment.
 *
 * @author The etcd-spring authors
 */
final class LeaseRetryDelay {

	private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long CAP = TimeUnit.MILLISECONDS.toNanos(500);

	private LeaseRetryDelay() {
	}

	// failures: the number of attempts that have failed, at least 1
	static long nanosAfter(int failures) {
		long delay = Math.min(FIRST << Math.min(failures - 1, 10), CAP);
		return delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1);
	}

}
