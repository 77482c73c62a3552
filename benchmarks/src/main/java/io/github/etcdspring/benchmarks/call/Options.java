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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.subject.Workload;

/**
 * What to measure, given as {@code name=value}, lists separated by commas.
 *
 * @param subjects the clients, {@code subjects=JETCD,ETCD_SPRING}
 * @param cells what they do, {@code workloads=GET,PUT} and
 * {@code loads=BLOCKING:1,ASYNC:16}
 * @param rounds how often everything is repeated, {@code rounds=3}
 * @param millis how long each cell is measured in a round, {@code millis=2000}
 * @param warmUpMillis how long each client makes each kind of call before at the most,
 * {@code warm-up-millis=20000}
 * @param java the program that runs the clients, {@code java=/path/to/bin/java}
 * @param javaOptions its options, {@code java-options=-Xmx512m,-Xms512m}
 * @param output where the results are written, {@code output=target/benchmarks}
 * @author The etcd-spring authors
 */
record Options(List<SubjectKind> subjects, List<Cell> cells, int rounds, long millis, long warmUpMillis, String java,
		List<String> javaOptions, Path output) {

	private static final Map<String, String> DEFAULTS = Map.of("subjects", join(SubjectKind.values()), "workloads",
			join(Workload.values()), "loads",
			"BLOCKING:1,BLOCKING:16,BLOCKING:256,VIRTUAL:16,VIRTUAL:256,ASYNC:16,ASYNC:256", "rounds", "3", "millis",
			"2000", "warm-up-millis", "20000", "java",
			Path.of(System.getProperty("java.home"), "bin", "java").toString(), "java-options", "-Xms512m,-Xmx512m",
			"output", "target/benchmarks");

	static Options parse(String... arguments) {
		Map<String, String> values = new TreeMap<>(DEFAULTS);
		for (String argument : arguments) {
			String[] option = argument.split("=", 2);
			if (option.length < 2 || !DEFAULTS.containsKey(option[0])) {
				throw new IllegalArgumentException(
						"'%s' is no option; there are %s".formatted(argument, new TreeMap<>(DEFAULTS).keySet()));
			}
			values.put(option[0], option[1]);
		}
		return new Options(list(values.get("subjects")).stream().map(SubjectKind::valueOf).toList(), cells(values),
				Integer.parseInt(values.get("rounds")), Long.parseLong(values.get("millis")),
				Long.parseLong(values.get("warm-up-millis")), values.get("java"),
				Arrays.asList(values.get("java-options").split(",")), Path.of(values.get("output")));
	}

	private static List<Cell> cells(Map<String, String> values) {
		List<Cell> cells = new ArrayList<>();
		for (String workload : list(values.get("workloads"))) {
			for (String load : list(values.get("loads"))) {
				String[] parts = load.split(":", 2);
				cells.add(new Cell(Workload.valueOf(workload), Mode.valueOf(parts[0]), Integer.parseInt(parts[1])));
			}
		}
		return cells;
	}

	private static List<String> list(String text) {
		return Arrays.asList(text.toUpperCase(Locale.ROOT).split(","));
	}

	private static String join(Enum<?>[] values) {
		return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(","));
	}

}
