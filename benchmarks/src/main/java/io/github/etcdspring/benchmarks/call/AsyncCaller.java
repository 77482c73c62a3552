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

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.benchmarks.call.Load.Caller;

/**
 * Keeps one call in flight: where one ends, on whatever thread the client chose, the next
 * begins.
 *
 * @author The etcd-spring authors
 */
final class AsyncCaller extends Caller {

	private final Load load;

	private final CountDownLatch ended = new CountDownLatch(1);

	private long begin;

	AsyncCaller(Load load, int number) {
		super(number);
		this.load = load;
	}

	@Override
	void start() {
		this.begin = System.nanoTime();
		next();
	}

	@Override
	void awaitEnd() throws InterruptedException {
		this.ended.await();
	}

	private void next() {
		try {
			this.load.subject().callAsync(this.load.cell().workload(), nextKey(), value(), this::done);
		}
		catch (RuntimeException ex) {
			done(ex);
		}
	}

	private void done(@Nullable Throwable failure) {
		long now = System.nanoTime();
		if (failure != null) {
			this.load.failed(failure);
		}
		else {
			latencies().record(now - this.begin);
		}
		if (this.load.isOver(now)) {
			this.ended.countDown();
		}
		else {
			this.begin = now;
			next();
		}
	}

}
