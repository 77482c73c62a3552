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
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.ProcessorTime;
import io.github.etcdspring.benchmarks.process.ServerUsage;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.watch.WatchWorkerProcess.Arrivals;
import io.github.etcdspring.test.EtcdServer;

/**
 * A new etcd, a new process of one client that watches, and who puts what is watched.
 *
 * @author The etcd-spring authors
 */
final class WatchRun implements AutoCloseable {

	private static final int WARM_UP_KEYS = 100;

	private static final int WARM_UP_RATE = 10_000;

	private final WatchLoad load;

	private final EtcdServer server;

	private final WatchWorkerProcess worker;

	private Writer writer;

	WatchRun(SubjectKind subject, WatchLoad load, List<String> javaOptions) throws IOException {
		this.load = load;
		this.server = BenchmarkServer.start();
		this.worker = new WatchWorkerProcess(subject, this.server.endpoint(), javaOptions);
		this.writer = new Writer(this.server.endpoint());
		this.writer.burst(load.keys(), 1);
		this.worker.connect();
	}

	/**
	 * Put until the code that puts is compiled, as it is for all but the first client.
	 * @param javaOptions the options of the client's process
	 * @param events how many events are wanted
	 * @throws IOException if the client fails
	 */
	static void warmUpWriter(List<String> javaOptions, int events) throws IOException {
		System.err.println("warming up the writer");
		try (WatchRun run = new WatchRun(SubjectKind.JETCD, WatchLoad.ofKeys(WARM_UP_KEYS), javaOptions)) {
			run.open();
			run.burst(events);
			run.pace(WARM_UP_RATE, 2);
		}
	}

	/**
	 * Open all watches.
	 * @return what it took
	 * @throws IOException if the client fails
	 */
	Opening open() throws IOException {
		ProcessorTime client = this.worker.processorTime();
		ProcessorTime etcd = ProcessorTime.of(this.server.pid());
		double millis = millis(this.worker.open(this.load));
		return new Opening(millis, this.worker.processorTime().since(client),
				ProcessorTime.of(this.server.pid()).since(etcd));
	}

	long usedHeap() throws IOException {
		return this.worker.usedHeap();
	}

	ServerUsage serverUsage() throws IOException, InterruptedException {
		return ServerUsage.of(this.server.endpoint());
	}

	/**
	 * Put as fast as the server takes it.
	 * @param events how many events are wanted
	 * @return what it took
	 * @throws IOException if the client fails
	 */
	Load burst(int events) throws IOException {
		int times = this.load.times(events);
		return measure(this.load.keys() * times, () -> this.writer.burst(this.load.keys(), times));
	}

	/**
	 * Put at a rate.
	 * @param events how many events a second are wanted
	 * @param seconds for how long
	 * @return what it took
	 * @throws IOException if the client fails
	 */
	Load pace(int events, int seconds) throws IOException {
		int rate = this.load.putsPerSecond(events);
		return measure(rate * seconds, () -> this.writer.pace(this.load.keys(), rate * seconds, rate));
	}

	/**
	 * Take the server away, put each key once when it is back.
	 * @param millis for how long
	 * @return what arrived, and how long that took since the server was back
	 * @throws IOException if the client fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	Load outage(int millis) throws IOException, InterruptedException {
		this.server.kill();
		TimeUnit.MILLISECONDS.sleep(millis);
		this.server.restart();
		// A new one, whose connection waits for nothing
		this.writer.close();
		this.writer = new Writer(this.server.endpoint());
		return measure(this.load.keys(), () -> this.writer.burst(this.load.keys(), 1));
	}

	private Load measure(int puts, Runnable writing) throws IOException {
		int events = puts * this.load.eventsOfPut();
		this.worker.expect(events);
		long self = ProcessHandle.current().pid();
		ProcessorTime client = this.worker.processorTime();
		ProcessorTime etcd = ProcessorTime.of(this.server.pid());
		ProcessorTime putting = ProcessorTime.of(self);
		long begin = System.nanoTime();
		writing.run();
		long end = System.nanoTime();
		Arrivals arrivals = this.worker.await();
		return new Load(arrivals, events - arrivals.count(), puts / (millis(end - begin) / 1000),
				millis(arrivals.last() - begin), this.worker.processorTime().since(client),
				ProcessorTime.of(this.server.pid()).since(etcd), ProcessorTime.of(self).since(putting));
	}

	private static double millis(long nanos) {
		return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

	@Override
	public void close() throws IOException {
		this.writer.close();
		this.worker.close();
		this.server.close();
	}

	/**
	 * What it took to open watches.
	 *
	 * @param millis how long it took
	 * @param client the processor time of the client
	 * @param etcd that of the server
	 */
	record Opening(double millis, ProcessorTime client, ProcessorTime etcd) {

	}

	/**
	 * What it took to tell of puts.
	 *
	 * @param arrivals the events that arrived
	 * @param lost how many did not
	 * @param putsPerSecond how fast they were put
	 * @param millis how long it took from the first put to the last event
	 * @param client the processor time of the client
	 * @param etcd that of the server
	 * @param writer that of the one who put
	 */
	record Load(Arrivals arrivals, int lost, double putsPerSecond, double millis, ProcessorTime client,
			ProcessorTime etcd, ProcessorTime writer) {

		double eventsPerSecond() {
			return this.arrivals.count() / (this.millis / TimeUnit.SECONDS.toMillis(1));
		}

		double clientMicros() {
			return this.client.microsEach(this.arrivals.count());
		}

		// Of everybody else
		double otherMicros() {
			return this.etcd.microsEach(this.arrivals.count()) + this.writer.microsEach(this.arrivals.count());
		}

	}

}
