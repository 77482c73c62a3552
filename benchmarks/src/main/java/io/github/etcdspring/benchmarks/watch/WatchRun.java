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
import io.github.etcdspring.benchmarks.process.ServerUsage;
import io.github.etcdspring.benchmarks.watch.WatchWorkerProcess.Arrivals;
import io.github.etcdspring.test.EtcdServer;

/**
 * A new etcd, a new process of one client that watches, and who puts what is watched.
 *
 * @author The etcd-spring authors
 */
final class WatchRun implements AutoCloseable {

	private final WatchLoad load;

	private final EtcdServer server;

	private final WatchWorkerProcess worker;

	private Writer writer;

	WatchRun(WatchSubjectKind subject, WatchLoad load, List<String> javaOptions) throws IOException {
		this.load = load;
		this.server = BenchmarkServer.start();
		this.worker = new WatchWorkerProcess(subject, this.server.endpoint(), javaOptions);
		this.writer = new Writer(this.server.endpoint());
		this.writer.burst(load.keys(), 1);
		this.worker.connect();
	}

	double openMillis() throws IOException {
		return millis(this.worker.open(this.load.watches(), this.load.prefix()));
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
	 * @param rate how many puts a second
	 * @param seconds for how long
	 * @return what it took
	 * @throws IOException if the client fails
	 */
	Load pace(int rate, int seconds) throws IOException {
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

	private Load measure(int events, Runnable puts) throws IOException {
		this.worker.expect(events);
		long processorTime = this.worker.processorTime().toNanos();
		long begin = System.nanoTime();
		puts.run();
		long end = System.nanoTime();
		Arrivals arrivals = this.worker.await();
		double micros = (this.worker.processorTime().toNanos() - processorTime) / 1000.0
				/ Math.max(1, arrivals.count());
		return new Load(arrivals, events - arrivals.count(), millis(end - begin), millis(arrivals.last() - begin),
				micros);
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
	 * What it took to tell of puts.
	 *
	 * @param arrivals the events that arrived
	 * @param lost how many did not
	 * @param putMillis how long the puts took
	 * @param millis how long it took from the first put to the last event
	 * @param micros the processor time of the client for an event
	 */
	record Load(Arrivals arrivals, int lost, double putMillis, double millis, double micros) {

		double eventsPerSecond() {
			return this.arrivals.count() / (this.millis / TimeUnit.SECONDS.toMillis(1));
		}

		double putsPerSecond() {
			return (this.arrivals.count() + this.lost) / (this.putMillis / TimeUnit.SECONDS.toMillis(1));
		}

	}

}
