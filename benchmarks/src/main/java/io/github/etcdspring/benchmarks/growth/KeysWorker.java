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

package io.github.etcdspring.benchmarks.growth;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.UsedHeap;
import io.github.etcdspring.benchmarks.subject.BenchmarkConnection;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.connection.EtcdConnection;
import io.github.etcdspring.core.EtcdTemplate;
import io.github.etcdspring.kv.EtcdValueConverter;
import io.github.etcdspring.kv.KeyRange;
import io.github.etcdspring.mirror.EtcdMirror;
import io.github.etcdspring.watch.EtcdWatchContainer;
import io.github.etcdspring.watch.EtcdWatchSettings;

/**
 * The process of one client: {@code list} for some milliseconds, or {@code mirror}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class KeysWorker {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int WARM_UP_MIRRORS = 5;

	private KeysWorker() {
	}

	/**
	 * Run the process.
	 * @param arguments the subject and the server
	 */
	public static void main(String[] arguments) {
		KeyLister lister = KeyLister.connect(SubjectKind.valueOf(arguments[0]), arguments[1]);
		JavaProcess.answer((question) -> {
			String[] words = question.split(" ");
			return switch (words[0]) {
				case "list" -> list(lister, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1])));
				case "mirror" -> mirror(arguments[1]);
				default -> throw new IllegalArgumentException(question);
			};
		});
	}

	// The median time and the processor time of a listing, in nanoseconds
	private static String list(KeyLister lister, long nanos) throws Exception {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		long[] times = new long[1 << 20];
		int count = 0;
		long cpu = system.getProcessCpuTime();
		long end = System.nanoTime() + nanos;
		while (count == 0 || System.nanoTime() - end < 0) {
			long begin = System.nanoTime();
			lister.list();
			times[count % times.length] = System.nanoTime() - begin;
			count++;
		}
		cpu = system.getProcessCpuTime() - cpu;
		long[] sorted = Arrays.copyOf(times, Math.min(count, times.length));
		Arrays.sort(sorted);
		return sorted[sorted.length / 2] + " " + cpu / count;
	}

	// The time that a mirror needs until it is ready, in nanoseconds, and its heap in
	// bytes
	private static String mirror(String endpoint) throws InterruptedException {
		EtcdValueConverter converter = EtcdValueConverter.create();
		try (EtcdConnection connection = BenchmarkConnection.open(endpoint)) {
			EtcdWatchContainer container = new EtcdWatchContainer(connection, converter, EtcdWatchSettings.defaults());
			container.start();
			EtcdTemplate etcd = new EtcdTemplate(connection, converter, container);
			etcd.get(KeysBenchmark.PREFIX, byte[].class);
			// Of the first one: what others have left behind is not collected at once
			long heap = UsedHeap.measure();
			EtcdMirror<byte[]> first = startMirror(etcd);
			heap = UsedHeap.measure() - heap;
			first.close();
			for (int i = 0; i < WARM_UP_MIRRORS; i++) {
				startMirror(etcd).close();
			}
			long begin = System.nanoTime();
			EtcdMirror<byte[]> mirror = startMirror(etcd);
			long nanos = System.nanoTime() - begin;
			mirror.close();
			container.stop();
			return nanos + " " + heap;
		}
	}

	private static EtcdMirror<byte[]> startMirror(EtcdTemplate etcd) {
		EtcdMirror<byte[]> mirror = etcd.mirror(KeyRange.prefix(KeysBenchmark.PREFIX), byte[].class);
		mirror.start();
		if (!mirror.awaitReady(PATIENCE)) {
			throw new IllegalStateException("The mirror is not ready");
		}
		return mirror;
	}

}
