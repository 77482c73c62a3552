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

	private static final String ALL_THREE = "Client, server and writer";

	private static final Cause CALLS_BUSY = Cause.busy("Client and server", "calls/s", "client CPU µs/call",
			"server CPU µs/call");

	private static final Cause EVENTS_BUSY = Cause.busy(ALL_THREE, "puts/s", "client CPU µs/event",
			"other CPU µs/event");

	private static final Cause PACED_BUSY = Cause.busy(ALL_THREE, "paced events/s", "paced client CPU µs/event",
			"paced other CPU µs/event");

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
			.flatMap((scenario) -> Stream.of(new Chart(Section.CALLS, scenario, "calls/s", false, CALLS_BUSY),
					new Chart(Section.CALLS, scenario, "client CPU µs/call", false,
							Cause.as(Subjects.GRPC_STUB, ": the most of that is gRPC's own"))))
			.toList();
	}

	private static List<Chart> latency() {
		String scenario = "N puts a second, a watch for each of 100 keys";
		return List.of(new Chart(Section.LATENCY, scenario, "p50 ms", false, EVENTS_BUSY),
				new Chart(Section.LATENCY, scenario, "p99 ms", false, EVENTS_BUSY),
				new Chart(Section.LATENCY, scenario, "p99.9 ms", false, EVENTS_BUSY),
				new Chart(Section.LATENCY, scenario, "client CPU µs/event", false, Cause.as(Subjects.JETCD, "")));
	}

	private static List<Chart> watches() {
		String many = "N watches of a key each";
		String same = "N watches of one key";
		return List.of(each(Section.WATCHES, many, "open ms"), each(Section.WATCHES, many, "resumed ms"),
				each(Section.WATCHES, many, "server MiB"), each(Section.WATCHES, many, "client heap MiB"),
				new Chart(Section.WATCHES, many, "paced p99 ms", false, PACED_BUSY),
				new Chart(Section.WATCHES, same, "burst events/s", false, Cause.busy(ALL_THREE, "burst events/s",
						"burst client CPU µs/event", "burst other CPU µs/event")));
	}

	private static List<Chart> leases() {
		return Stream.of("grant and keep ms", "client heap MiB", "client CPU ms/s", "server CPU ms/s")
			.map((figure) -> each(Section.LEASES, "N leases", figure))
			.toList();
	}

	private static List<Chart> clients() {
		String scenario = "N clients";
		return List.of(new Chart(Section.CLIENTS, scenario, "calls/s", false, CALLS_BUSY),
				new Chart(Section.CLIENTS, scenario, "client CPU µs/call", false, Cause.as(Subjects.JETCD, "")),
				each(Section.CLIENTS, scenario, "connect ms"), each(Section.CLIENTS, scenario, "client heap MiB"),
				each(Section.CLIENTS, scenario, "server MiB"));
	}

	private static List<Chart> keys() {
		return Stream.of("list ms", "list client CPU ms", "mirror start ms", "mirror heap MiB")
			.map((figure) -> each(Section.KEYS, "N keys", figure))
			.toList();
	}

	private static List<Chart> inside() {
		return List.of(new Chart(Section.INSIDE, "lookup of one of N keys", "ns", false,
				Cause.as(Subjects.MAP, ": the most of that is no matter of the mirror")));
	}

	private static Chart each(Section section, String scenario, String figure) {
		return new Chart(section, scenario, figure, true, Cause.once());
	}

}
