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

package io.github.etcdspring.benchmarks.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * All plots.
 *
 * @author The etcd-spring authors
 */
final class Charts {

	private static final String ONCE = "What is needed once, whatever the number, is shared by more, until only the cost of each is left.";

	private static final String BUSY = "As long as there is a processor idle, more at a time are more a second; then they only wait for each other.";

	private static final String TOGETHER = "What is to be sent at the same time goes out by one system call and wakes one thread, so that each costs less, until the processors are busy.";

	private static final String QUEUE = "Close to what the server and both clients can do with the same processors, whoever comes waits for those before.";

	private static final String CACHES = "More entries than the processor's caches hold are fetched from memory.";

	private static final List<Chart> ALL = Stream
		.of(calls(), latency(), watches(), leases(), clients(), keys(), inside())
		.flatMap(List::stream)
		.toList();

	private Charts() {
	}

	/**
	 * Return the plots of results.
	 * @param results what was measured
	 * @return those whose figures were measured at several sizes
	 */
	static List<Chart> of(Results results) {
		return ALL.stream().filter((chart) -> chart.isMeasured(results)).toList();
	}

	private static List<Chart> calls() {
		return Stream.of("read by N threads", "read, N in flight", "put by N threads", "put, N in flight")
			.flatMap((scenario) -> Stream.of(new Chart(Section.CALLS, scenario, "calls/s", false, BUSY),
					new Chart(Section.CALLS, scenario, "client CPU µs/call", false, TOGETHER)))
			.toList();
	}

	private static List<Chart> latency() {
		String scenario = "N puts a second, a watch for each of 100 keys";
		return List.of(new Chart(Section.LATENCY, scenario, "p50 ms", false, QUEUE),
				new Chart(Section.LATENCY, scenario, "p99 ms", false, QUEUE),
				new Chart(Section.LATENCY, scenario, "p99.9 ms", false, QUEUE),
				new Chart(Section.LATENCY, scenario, "client CPU µs/event", false, TOGETHER));
	}

	private static List<Chart> watches() {
		String scenario = "N watches of a key each";
		return List.of(new Chart(Section.WATCHES, scenario, "open ms", true, ONCE),
				new Chart(Section.WATCHES, scenario, "resumed ms", true, ONCE),
				new Chart(Section.WATCHES, scenario, "server MiB", true, ONCE),
				new Chart(Section.WATCHES, scenario, "client heap MiB", true, ONCE),
				new Chart(Section.WATCHES, scenario, "paced client CPU µs/event", false,
						"Events of one transaction for many watches come in as many messages, where those of one watch come in one."),
				new Chart(Section.WATCHES, scenario, "paced p99 ms", false, QUEUE));
	}

	private static List<Chart> leases() {
		String scenario = "N leases";
		return List.of(new Chart(Section.LEASES, scenario, "grant and keep ms", true, ONCE),
				new Chart(Section.LEASES, scenario, "client heap MiB", true, ONCE),
				new Chart(Section.LEASES, scenario, "client CPU ms/s", true, ONCE),
				new Chart(Section.LEASES, scenario, "server CPU ms/s", true, ONCE));
	}

	private static List<Chart> clients() {
		String scenario = "N clients";
		return List.of(new Chart(Section.CLIENTS, scenario, "calls/s", false, BUSY), new Chart(Section.CLIENTS,
				scenario, "client CPU µs/call", false,
				"Clients share nothing, so that no two of them send together; more threads than processors take turns."),
				new Chart(Section.CLIENTS, scenario, "client heap MiB", true, ONCE),
				new Chart(Section.CLIENTS, scenario, "server MiB", true, ONCE));
	}

	private static List<Chart> keys() {
		String scenario = "N keys";
		return List.of(new Chart(Section.KEYS, scenario, "list ms", true, ONCE),
				new Chart(Section.KEYS, scenario, "list client CPU ms", true, ONCE),
				new Chart(Section.KEYS, scenario, "mirror start ms", true, ONCE),
				new Chart(Section.KEYS, scenario, "mirror heap MiB", true, ONCE));
	}

	private static List<Chart> inside() {
		return List.of(new Chart(Section.INSIDE, "lookup of one of N keys", "ns", false, CACHES));
	}

}
