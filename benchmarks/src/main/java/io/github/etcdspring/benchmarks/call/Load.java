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

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

import io.github.etcdspring.benchmarks.subject.Subject;

/**
 * Calls by a number of callers, each of which begins a call when its last one has ended.
 *
 * @author The etcd-spring authors
 */
final class Load {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private final Subject subject;

	private final Cell cell;

	private final long end;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private Load(Subject subject, Cell cell, long millis) {
		this.subject = subject;
		this.cell = cell;
		this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
	}

	static Measurement measure(Subject subject, Cell cell, long millis) throws InterruptedException {
		return new Load(subject, cell, millis).measure();
	}

	private Measurement measure() throws InterruptedException {
		List<Caller> callers = IntStream.range(0, this.cell.concurrency())
			.mapToObj((number) -> (this.cell.mode() == Mode.ASYNC) ? new AsyncCaller(this, number)
					: new BlockingCaller(this, number))
			.toList();
		long cpu = SYSTEM.getProcessCpuTime();
		long begin = System.nanoTime();
		for (Caller caller : callers) {
			caller.start();
		}
		for (Caller caller : callers) {
			caller.awaitEnd();
		}
		double seconds = (double) (System.nanoTime() - begin) / TimeUnit.SECONDS.toNanos(1);
		cpu = SYSTEM.getProcessCpuTime() - cpu;
		Throwable problem = this.failure.get();
		if (problem != null) {
			throw new IllegalStateException("A call failed in " + this.cell, problem);
		}
		Latencies all = new Latencies();
		callers.forEach((caller) -> all.add(caller.latencies()));
		return new Measurement(all.total(), all.total() / seconds, all.micros(0.5), all.micros(0.99),
				(double) cpu / TimeUnit.MICROSECONDS.toNanos(1) / all.total());
	}

	Subject subject() {
		return this.subject;
	}

	Cell cell() {
		return this.cell;
	}

	boolean isOver(long now) {
		return now - this.end >= 0 || this.failure.get() != null;
	}

	void failed(Throwable problem) {
		this.failure.compareAndSet(null, problem);
	}

	/**
	 * One of the callers.
	 */
	abstract static class Caller {

		private final Latencies latencies = new Latencies();

		private final Random random;

		private final byte[] value = new byte[Keys.VALUE_SIZE];

		Caller(int number) {
			this.random = new Random(number);
			this.random.nextBytes(this.value);
		}

		abstract void start();

		abstract void awaitEnd() throws InterruptedException;

		Latencies latencies() {
			return this.latencies;
		}

		String nextKey() {
			return Keys.name(this.random.nextInt(Keys.COUNT));
		}

		byte[] value() {
			return this.value;
		}

	}

}
