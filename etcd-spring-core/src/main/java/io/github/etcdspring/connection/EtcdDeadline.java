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

package io.github.etcdspring.connection;

import java.time.Duration;

/**
 * The end of an operation that takes several calls. Internal to the library.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class EtcdDeadline {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private final long end;

	private EtcdDeadline(long end) {
		this.end = end;
	}

	/**
	 * Return the deadline after some time.
	 * @param timeout the time from now on
	 * @return the deadline
	 */
	public static EtcdDeadline in(Duration timeout) {
		return new EtcdDeadline(System.nanoTime() + timeout.toNanos());
	}

	/**
	 * Return whether the time is over.
	 * @return whether it is
	 */
	public boolean isOver() {
		return this.end - System.nanoTime() <= 0;
	}

	/**
	 * Return the time that is left for a call.
	 * @return the time, at least a millisecond
	 */
	public Duration remaining() {
		Duration left = Duration.ofNanos(this.end - System.nanoTime());
		return (left.compareTo(SHORTEST) > 0) ? left : SHORTEST;
	}

	/**
	 * Return a view of calls that end by this deadline.
	 * @param calls the calls
	 * @return the view, for the next call
	 */
	public EtcdCalls bound(EtcdCalls calls) {
		return calls.withTimeout(remaining());
	}

}
