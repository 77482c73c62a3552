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

package io.github.etcdspring.benchmarks.watch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.UsedHeap;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.watch.WatchLoad.Kind;

/**
 * The process of one client: does what its input says, a command on a line each, and
 * answers with numbers. Ends with its input.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class WatchWorker {

	private static final String DONE = "0";

	private final WatchSubject subject;

	private volatile Arrivals arrivals = new Arrivals(0);

	private WatchWorker(WatchSubject subject) {
		this.subject = subject;
	}

	/**
	 * Run the process.
	 * @param arguments the subject and the server
	 */
	public static void main(String[] arguments) {
		WatchWorker worker = new WatchWorker(WatchSubject.connect(SubjectKind.valueOf(arguments[0]), arguments[1]));
		JavaProcess.answer((question) -> {
			String[] words = question.split(" ");
			int number = (words.length > 1) ? Integer.parseInt(words[1]) : 0;
			return switch (words[0]) {
				case "heap" -> String.valueOf(UsedHeap.measure());
				case "connect" -> worker.connect();
				case "open" -> String.valueOf(worker.open(number, Kind.valueOf(words[2])));
				case "expect" -> worker.expect(number);
				case "await" -> worker.arrivals.await(number);
				default -> throw new IllegalArgumentException(question);
			};
		});
	}

	private String expect(int events) {
		this.arrivals = new Arrivals(events);
		return DONE;
	}

	private String connect() throws InterruptedException {
		CountDownLatch connected = new CountDownLatch(1);
		this.subject.watch("/benchmark/connect", false, connected::countDown, (value) -> {
		});
		if (!connected.await(1, TimeUnit.MINUTES)) {
			throw new IllegalStateException("There is no connection");
		}
		return DONE;
	}

	private long open(int watches, Kind kind) throws InterruptedException {
		CountDownLatch open = new CountDownLatch(watches);
		long begin = System.nanoTime();
		for (int i = 0; i < watches; i++) {
			this.subject.watch(kind.key(i), kind == Kind.PREFIX, open::countDown, (value) -> this.arrivals.add(value));
		}
		if (!open.await(2, TimeUnit.MINUTES)) {
			throw new IllegalStateException(open.getCount() + " watches are not open");
		}
		return System.nanoTime() - begin;
	}

	/**
	 * The events that are expected, and how long each was on its way: values begin with
	 * the time at which they were put.
	 */
	private static final class Arrivals {

		private final long[] latencies;

		private final AtomicInteger count = new AtomicInteger();

		private final CountDownLatch complete = new CountDownLatch(1);

		private volatile long last;

		Arrivals(int expected) {
			this.latencies = new long[expected];
		}

		void add(byte[] value) {
			long now = System.nanoTime();
			int index = this.count.getAndIncrement();
			if (index < this.latencies.length) {
				this.latencies[index] = now - ByteBuffer.wrap(value).getLong();
			}
			if (index == this.latencies.length - 1) {
				this.last = now;
				this.complete.countDown();
			}
		}

		String await(int millis) throws InterruptedException {
			boolean all = this.complete.await(millis, TimeUnit.MILLISECONDS);
			int arrived = Math.min(this.count.get(), this.latencies.length);
			long[] sorted = Arrays.copyOf(this.latencies, arrived);
			Arrays.sort(sorted);
			return "%d %d %d %d %d".formatted(arrived, (all) ? this.last : System.nanoTime(), quantile(sorted, 0.5),
					quantile(sorted, 0.99), quantile(sorted, 0.999));
		}

		private static long quantile(long[] sorted, double quantile) {
			return (sorted.length > 0) ? sorted[(int) Math.ceil(quantile * sorted.length) - 1] : 0;
		}

	}

}
