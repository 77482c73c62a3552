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

import java.util.Locale;

/**
 * What the watches of one client showed.
 *
 * @param subject the client
 * @param watches how many watches
 * @param openMillis the time until all of them were confirmed
 * @param serverMegabytes the memory that they cost the server
 * @param goroutines the goroutines that they cost the server
 * @param streams the streams that carried them
 * @param heapMegabytes the heap that they cost the client
 * @param burstEventsPerSecond how fast the events of a burst arrived
 * @param burstP99Millis how long one of a hundred of them took at least
 * @param burstMicros the processor time that the client needed for one of them
 * @param pacedP50Millis the median of the time on the way at the given rate
 * @param pacedP99Millis how long one of a hundred took at least
 * @param resumeMillis the time from the server's return until each watch had its first
 * event
 * @param lost how many events of these did not arrive
 * @author The etcd-spring authors
 */
record WatchMeasurement(WatchSubjectKind subject, int watches, double openMillis, double serverMegabytes,
		double goroutines, double streams, double heapMegabytes, double burstEventsPerSecond, double burstP99Millis,
		double burstMicros, double pacedP50Millis, double pacedP99Millis, double resumeMillis, int lost) {

	static final String HEADER = """
			| client | watches | open ms | server MiB | goroutines | streams | client heap MiB | burst events/s | \
			burst p99 ms | burst CPU µs/event | paced p50 ms | paced p99 ms | resume ms | lost |
			|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
			""";

	String toMarkdown() {
		return String.format(Locale.ROOT,
				"| %s | %d | %,.0f | %.1f | %.0f | %.0f | %.1f | %,.0f | %.1f | %.1f | %.2f | %.2f | %,.0f | %d |%n",
				this.subject.title(), this.watches, this.openMillis, this.serverMegabytes, this.goroutines,
				this.streams, this.heapMegabytes, this.burstEventsPerSecond, this.burstP99Millis, this.burstMicros,
				this.pacedP50Millis, this.pacedP99Millis, this.resumeMillis, this.lost);
	}

}
