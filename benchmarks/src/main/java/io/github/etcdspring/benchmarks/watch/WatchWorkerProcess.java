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

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.ProcessorTime;
import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * A {@link WatchWorker} in a Java process of its own.
 *
 * @author The etcd-spring authors
 */
final class WatchWorkerProcess implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 60_000;

	private final JavaProcess process;

	WatchWorkerProcess(SubjectKind subject, String endpoint, List<String> javaOptions) throws IOException {
		this.process = JavaProcess.start(JavaProcess.JAVA, javaOptions, WatchWorker.class, subject.name(), endpoint);
	}

	/**
	 * Open a watch that is not measured: connecting and loading classes is not either.
	 * @throws IOException if the client fails
	 */
	void connect() throws IOException {
		send("connect");
	}

	long usedHeap() throws IOException {
		return send("heap")[0];
	}

	/**
	 * Open watches.
	 * @param load what is watched
	 * @return how long it took, in nanoseconds
	 * @throws IOException if the client fails
	 */
	long open(WatchLoad load) throws IOException {
		return send("open %d %s".formatted(load.watches(), load.kind().name()))[0];
	}

	void expect(int events) throws IOException {
		send("expect " + events);
	}

	/**
	 * Wait for the events that are expected.
	 * @return what arrived
	 * @throws IOException if the client fails
	 */
	Arrivals await() throws IOException {
		long[] figures = send("await " + PATIENCE_MILLIS);
		return new Arrivals((int) figures[0], figures[1], millis(figures[2]), millis(figures[3]), millis(figures[4]));
	}

	private long[] send(String question) throws IOException {
		return Arrays.stream(this.process.ask(question).split(" ")).mapToLong(Long::parseLong).toArray();
	}

	private static double millis(long nanos) {
		return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

	/**
	 * Return the processor time that the process has used.
	 * @return the time
	 */
	ProcessorTime processorTime() {
		return this.process.processorTime();
	}

	@Override
	public void close() throws IOException {
		this.process.close();
	}

	/**
	 * The events that have arrived.
	 *
	 * @param count how many
	 * @param last when the last one came, by {@link System#nanoTime()}
	 * @param p50Millis the median of the time on the way
	 * @param p99Millis how long one of a hundred took at least
	 * @param p999Millis how long one of a thousand took at least
	 */
	record Arrivals(int count, long last, double p50Millis, double p99Millis, double p999Millis) {

	}

}
