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

package io.github.etcdspring.benchmarks.micro;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.etcd.jetcd.Client;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.connection.EtcdConnectionSettings;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * What it takes to look up a key in a mirror, beside a {@link ConcurrentHashMap} of the
 * same entries.
 *
 * @author The etcd-spring authors
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MirrorLookupBenchmark {

	private static final String PREFIX = "/benchmark/mirror/";

	/**
	 * How many keys the mirror has.
	 */
	@Param({ "100", "1000", "10000", "100000" })
	public int keys;

	private final Map<String, String> map = new ConcurrentHashMap<>();

	private EtcdServer server;

	private EtcdConnection connection;

	private EtcdWatchContainer container;

	private EtcdMirror<String> mirror;

	private String[] lookups;

	private int next;

	/**
	 * Fill an etcd and start a mirror of it.
	 */
	@Setup(Level.Trial)
	public void start() {
		this.server = EtcdServer.builder().flag("unsafe-no-fsync", "true").start();
		this.connection = new EtcdConnection(Client.builder().endpoints(this.server.endpoint()),
				EtcdConnectionSettings.defaults());
		EtcdValueConverter converter = EtcdValueConverter.create();
		this.container = new EtcdWatchContainer(this.connection, converter, EtcdWatchSettings.defaults());
		this.container.start();
		EtcdTemplate etcd = new EtcdTemplate(this.connection, converter, this.container);
		etcd.bulk((bulk) -> IntStream.range(0, this.keys).forEach((key) -> bulk.put(key(key), "value " + key)));
		IntStream.range(0, this.keys).forEach((key) -> this.map.put(key(key), "value " + key));
		this.mirror = etcd.mirror(KeyRange.prefix(PREFIX), String.class);
		this.mirror.start();
		if (!this.mirror.awaitReady(Duration.ofMinutes(1))) {
			throw new IllegalStateException("The mirror is not ready");
		}
		this.lookups = new Random(7).ints(1 << 16, 0, this.keys)
			.mapToObj(MirrorLookupBenchmark::key)
			.toArray(String[]::new);
	}

	private static String key(int number) {
		return PREFIX + "%06d".formatted(number);
	}

	private String nextKey() {
		this.next = (this.next + 1) & (this.lookups.length - 1);
		return this.lookups[this.next];
	}

	/**
	 * Look up a key in the mirror.
	 * @return its value
	 */
	@Benchmark
	public String mirror() {
		return this.mirror.get(nextKey());
	}

	/**
	 * Look up a key in a map.
	 * @return its value
	 */
	@Benchmark
	public String concurrentHashMap() {
		return this.map.get(nextKey());
	}

	/**
	 * Stop everything.
	 */
	@TearDown(Level.Trial)
	public void stop() {
		this.mirror.stop();
		this.container.stop();
		this.connection.close();
		this.server.close();
	}

}
