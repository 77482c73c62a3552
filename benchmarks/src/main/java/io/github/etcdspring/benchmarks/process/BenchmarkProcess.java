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

package io.github.etcdspring.benchmarks.process;

/**
 * The process of one benchmark.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
@FunctionalInterface
public interface BenchmarkProcess {

	/**
	 * Measure.
	 * @throws Exception if it fails
	 */
	void run() throws Exception;

	/**
	 * Measure and end the process, whatever threads a client has left behind.
	 * @param benchmark the benchmark
	 */
	static void runAndExit(BenchmarkProcess benchmark) {
		int status = 1;
		try {
			benchmark.run();
			status = 0;
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		System.exit(status);
	}

}
