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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * What to measure, given as {@code name=value}, lists separated by commas.
 *
 * @param subjects the clients, {@code subjects=JETCD,ETCD_SPRING}
 * @param loads the numbers of watches of a key each, one watch of a prefix with a
 * thousand keys, and numbers of watches of the same key,
 * {@code watches=1,10,100,PREFIX,SAME:100}
 * @param rounds how often everything is repeated, {@code rounds=3}
 * @param warmUpEvents how many events there are before anything but the opening is
 * measured, {@code warm-up-events=120000}
 * @param events how many events are wanted as fast as possible, {@code events=60000}
 * @param rate how many events a second are paced, {@code rate=10000}
 * @param outageMillis how long the server is away, {@code outage-millis=1000}
 * @param longOutages the numbers of watches for which it is away longer,
 * {@code long-outages=100}
 * @param longOutageRounds how often that is repeated, {@code long-outage-rounds=2}
 * @param javaOptions the options of the clients' processes,
 * {@code java-options=-Xms1g,-Xmx1g}
 * @param output where the results are written, {@code output=target/benchmarks}
 * @param given the options as they were given
 * @author The etcd-spring authors
 */
record WatchOptions(List<SubjectKind> subjects, List<WatchLoad> loads, int rounds, int warmUpEvents, int events,
		int rate, int outageMillis, List<Integer> longOutages, int longOutageRounds, List<String> javaOptions,
		Path output, String given) {

	private static final Map<String, String> DEFAULTS = Map.ofEntries(
			Map.entry("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING"),
			Map.entry("watches", "10000,1000,100,PREFIX,1,10,SAME:100,SAME:1000"), Map.entry("rounds", "3"),
			Map.entry("warm-up-events", "120000"), Map.entry("events", "60000"), Map.entry("rate", "10000"),
			Map.entry("outage-millis", "1000"), Map.entry("long-outages", "100"), Map.entry("long-outage-rounds", "2"),
			Map.entry("java-options", "-Xms1g,-Xmx1g"), Map.entry("output", "target/benchmarks"));

	static WatchOptions parse(String... given) {
		Arguments arguments = Arguments.parse(DEFAULTS, given);
		return new WatchOptions(arguments.constants("subjects", SubjectKind.class),
				arguments.list("watches").stream().map(WatchLoad::parse).toList(), arguments.number("rounds"),
				arguments.number("warm-up-events"), arguments.number("events"), arguments.number("rate"),
				arguments.number("outage-millis"), arguments.numbers("long-outages"),
				arguments.number("long-outage-rounds"), arguments.list("java-options"), arguments.path("output"),
				arguments.toString());
	}

}
