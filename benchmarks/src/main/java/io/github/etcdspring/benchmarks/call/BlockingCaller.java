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

import io.github.etcdspring.benchmarks.call.Load.Caller;

/**
 * A thread that waits for its answers.
 *
 * @author The etcd-spring authors
 */
final class BlockingCaller extends Caller {

	private final Load load;

	private final Thread thread;

	BlockingCaller(Load load, int number) {
		super(number);
		this.load = load;
		this.thread = (load.cell().mode() == Mode.VIRTUAL) ? VirtualThreads.unstarted(this::run)
				: new Thread(this::run, "caller-" + number);
	}

	@Override
	void start() {
		this.thread.start();
	}

	@Override
	void awaitEnd() throws InterruptedException {
		this.thread.join();
	}

	private void run() {
		try {
			long begin = System.nanoTime();
			while (!this.load.isOver(begin)) {
				this.load.subject().call(this.load.cell().workload(), nextKey(), value());
				long end = System.nanoTime();
				latencies().record(end - begin);
				begin = end;
			}
		}
		catch (Throwable ex) {
			this.load.failed(ex);
		}
	}

}
