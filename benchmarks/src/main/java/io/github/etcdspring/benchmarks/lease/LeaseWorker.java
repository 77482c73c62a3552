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

package io.github.etcdspring.benchmarks.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.UsedHeap;
import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * The process of one client: {@code heap}, or {@code grant} with a number of leases and
 * their time to live in seconds.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class LeaseWorker {

	private static final int THREADS = 16;

	private LeaseWorker() {
	}

	/**
	 * Run the process.
	 * @param arguments the subject and the server
	 */
	public static void main(String[] arguments) {
		LeaseSubject subject = LeaseSubject.connect(SubjectKind.valueOf(arguments[0]), arguments[1]);
		JavaProcess.answer((question) -> {
			String[] words = question.split(" ");
			return switch (words[0]) {
				case "heap" -> String.valueOf(UsedHeap.measure());
				case "grant" -> String.valueOf(grant(subject, Integer.parseInt(words[1]), Integer.parseInt(words[2])));
				default -> throw new IllegalArgumentException(question);
			};
		});
	}

	private static long grant(LeaseSubject subject, int leases, int seconds) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			long begin = System.nanoTime();
			List<Future<?>> grants = new ArrayList<>();
			for (int i = 0; i < leases; i++) {
				grants.add(threads.submit(() -> {
					subject.grantAndKeep(seconds);
					return null;
				}));
			}
			for (Future<?> grant : grants) {
				grant.get();
			}
			return System.nanoTime() - begin;
		}
		finally {
			threads.shutdown();
		}
	}

}
