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

/**
 * How many writes and faults there are.
 *
 * @author The etcd-spring authors
 */
enum Extent {

	/**
	 * Enough to see that it works at all.
	 */
	SMALL(50),

	/**
	 * Enough to see what happens seldom.
	 */
	FULL(1);

	private final int divisor;

	Extent(int divisor) {
		this.divisor = divisor;
	}

	int writes() {
		return 100_000 / this.divisor;
	}

	int times(int full) {
		return Math.max(2, full / this.divisor);
	}

	int seconds(int full) {
		return Math.max(2, full / this.divisor);
	}

	boolean isFull() {
		return this == FULL;
	}

}
