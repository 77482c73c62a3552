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

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.json.JsonMapper;

import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.subject.Subject;
import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * The process of one client: measures what it reads from its input, a line of JSON each,
 * and answers likewise. Ends with its input.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Worker {

	static final JsonMapper JSON = JsonMapper.builder().build();

	private static final long WARM_UP_MILLIS = 1000;

	private static final double QUIET = 0.05;

	private Worker() {
	}

	/**
	 * Run the process.
	 * @param arguments the subject and the server
	 */
	public static void main(String[] arguments) {
		Subject subject = Subject.connect(SubjectKind.valueOf(arguments[0]), arguments[1]);
		JavaProcess.answer((task) -> JSON.writeValueAsString(run(subject, JSON.readValue(task, Task.class))));
	}

	private static Measurement run(Subject subject, Task task) throws InterruptedException {
		return (task.warmUp()) ? warmUp(subject, task) : Load.measure(subject, task.cell(), task.millis());
	}

	// Until the compiler has little to do, for its time would be counted
	static Measurement warmUp(Subject subject, Task task) throws InterruptedException {
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		long slice = Math.min(task.millis(), WARM_UP_MILLIS);
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(task.millis());
		while (true) {
			long before = compiler.getTotalCompilationTime();
			Measurement measurement = Load.measure(subject, task.cell(), slice);
			if (compiler.getTotalCompilationTime() - before < slice * QUIET || System.nanoTime() - end > 0) {
				return measurement;
			}
		}
	}

	/**
	 * Something to measure.
	 *
	 * @param cell what
	 * @param millis for how long, at the most if it is to warm up
	 * @param warmUp whether it may end as soon as the code is compiled
	 */
	record Task(Cell cell, long millis, boolean warmUp) {

	}

}
