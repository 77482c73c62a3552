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

import java.time.LocalDate;
import java.util.List;

/**
 * Where and how was measured.
 *
 * @param date the day
 * @param etcd the version of the server
 * @param java the program that ran the clients
 * @param javaOptions its options
 * @param processors the number of processors, which server and client share
 * @param system the operating system
 * @param rounds how often each figure was measured
 * @param millis for how long each time
 * @author The etcd-spring authors
 */
record Environment(String date, String etcd, String java, List<String> javaOptions, int processors, String system,
		int rounds, long millis) {

	static Environment of(String etcd, Options options) {
		return new Environment(LocalDate.now().toString(), etcd, JavaVersion.of(options.java()), options.javaOptions(),
				Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name") + " " + System.getProperty("os.arch"), options.rounds(),
				options.millis());
	}

	String describe() {
		return "%s, etcd %s (fsync off, same machine), Java %s with %s, %d processors, %s; %d rounds of %d ms"
			.formatted(this.date, this.etcd, this.java, String.join(" ", this.javaOptions), this.processors,
					this.system, this.rounds, this.millis);
	}

}
