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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to measure, given as {@code name=value}, lists separated by commas.
 *
 * @param subjects the clients, {@code subjects=JETCD,ETCD_SPRING}
 * @param watches the numbers of watches of a key each, {@code watches=100,1000,10000}; 1
 * is one watch of a prefix with many keys
 * @param rounds how often everything is repeated, {@code rounds=1}
 * @param warmUpEvents how many keys are put before anything but the opening is measured,
 * {@code warm-up-events=60000}
 * @param events how many keys are put as fast as possible, {@code events=60000}
 * @param rate how many puts a second are paced, {@code rate=500}
 * @param outageMillis how long the server is away, {@code outage-millis=1000}
 * @param javaOptions the options of the clients' processes,
 * {@code java-options=-Xms1g,-Xmx1g}
 * @param output where the results are written, {@code output=target/benchmarks}
 * @author The etcd-spring authors
 */
record WatchOptions(List<WatchSubjectKind> subjects, List<Integer> watches, int rounds, int warmUpEvents, int events,
		int rate, long outageMillis, List<String> javaOptions, Path output) {

	private static final Map<String, String> DEFAULTS = Map.of("subjects", "JETCD,ETCD_JAVA,ETCD_SPRING", "watches",
			"100,1000,10000", "rounds", "1", "warm-up-events", "60000", "events", "60000", "rate", "500",
			"outage-millis", "1000", "java-options", "-Xms1g,-Xmx1g", "output", "target/benchmarks");

	static WatchOptions parse(String... arguments) {
		Map<String, String> values = new TreeMap<>(DEFAULTS);
		for (String argument : arguments) {
			String[] option = argument.split("=", 2);
			if (option.length < 2 || !DEFAULTS.containsKey(option[0])) {
				throw new IllegalArgumentException(
						"'%s' is no option; there are %s".formatted(argument, new TreeMap<>(DEFAULTS).keySet()));
			}
			values.put(option[0], option[1]);
		}
		return new WatchOptions(
				Arrays.stream(values.get("subjects").toUpperCase(Locale.ROOT).split(","))
					.map(WatchSubjectKind::valueOf)
					.toList(),
				Arrays.stream(values.get("watches").split(",")).map(Integer::valueOf).toList(),
				Integer.parseInt(values.get("rounds")), Integer.parseInt(values.get("warm-up-events")),
				Integer.parseInt(values.get("events")), Integer.parseInt(values.get("rate")),
				Long.parseLong(values.get("outage-millis")), Arrays.asList(values.get("java-options").split(",")),
				Path.of(values.get("output")));
	}

}
