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

package io.github.etcdspring.benchmarks.lock;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * The process of one client with a connection for each contender: {@code alone} with a
 * number of locks, or {@code together} with the number of turns of each contender.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LockWorker {

	private final SubjectKind kind;

	private final List<LockSubject> contenders = new ArrayList<>();

	private LockWorker(SubjectKind kind, String endpoint, int contenders) throws Exception {
		this.kind = kind;
		for (int i = 0; i < contenders; i++) {
			this.contenders.add(LockSubject.connect(kind, endpoint));
			this.contenders.get(i).lockAndUnlock("/benchmark/%s/%d".formatted(kind, i));
		}
	}

	/**
	 * Run the process.
	 * @param arguments the subject, the server and the number of contenders
	 * @throws Exception if the client fails
	 */
	public static void main(String[] arguments) throws Exception {
		LockWorker worker = new LockWorker(SubjectKind.valueOf(arguments[0]), arguments[1],
				Integer.parseInt(arguments[2]));
		JavaProcess.answer((question) -> {
			String[] words = question.split(" ");
			return switch (words[0]) {
				case "alone" -> worker.alone(Integer.parseInt(words[1]));
				case "together" -> String.valueOf(worker.handOversPerSecond(Integer.parseInt(words[1])));
				default -> throw new IllegalArgumentException(question);
			};
		});
	}

	// Median, 99th percentile and processor time of a lock, in nanoseconds
	private String alone(int locks) throws Exception {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		long computed = system.getProcessCpuTime();
		long[] nanos = new long[locks];
		for (int i = 0; i < locks; i++) {
			long begin = System.nanoTime();
			this.contenders.get(0).lockAndUnlock("/benchmark/alone/" + this.kind);
			nanos[i] = System.nanoTime() - begin;
		}
		computed = system.getProcessCpuTime() - computed;
		Arrays.sort(nanos);
		return "%d %d %d".formatted(nanos[locks / 2], nanos[locks * 99 / 100], computed / locks);
	}

	private double handOversPerSecond(int turns) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(this.contenders.size());
		try {
			long begin = System.nanoTime();
			List<Future<?>> ends = new ArrayList<>();
			for (LockSubject contender : this.contenders) {
				ends.add(threads.submit(() -> {
					for (int i = 0; i < turns; i++) {
						contender.lockAndUnlock("/benchmark/together/" + this.kind);
					}
					return turns;
				}));
			}
			for (Future<?> end : ends) {
				end.get();
			}
			double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
			return this.contenders.size() * turns / seconds;
		}
		finally {
			threads.shutdown();
		}
	}

}
