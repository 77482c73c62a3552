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
import java.util.stream.Collectors;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.JavaVersion;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.subject.SubjectKind;
import io.github.etcdspring.benchmarks.subject.Workload;

/**
 * What to measure, given as {@code name=value}, lists separated by commas.
 *
 * @param section what it is, {@code section=CALLS}, or {@code VIRTUAL} if it is run by
 * another Java
 * @param subjects the clients, {@code subjects=JETCD,ETCD_SPRING}
 * @param cells what they do, {@code workloads=GET,PUT} and
 * {@code loads=BLOCKING:1,VIRTUAL:16,ASYNC:16}; without virtual threads in a Java that
 * has none
 * @param rounds how often everything is repeated, {@code rounds=5}
 * @param millis how long each cell is measured in a round, {@code millis=900}
 * @param warmUpMillis how long each client makes each kind of call before at the most,
 * {@code warm-up-millis=4000}
 * @param java the program that runs the clients, {@code java=/path/to/bin/java}
 * @param javaOptions its options, {@code java-options=-Xmx512m,-Xms512m}
 * @param output where the results are written, {@code output=target/benchmarks}
 * @param given the options as they were given
 * @author The etcd-spring authors
 */
record Options(Section section, List<SubjectKind> subjects, List<Cell> cells, int rounds, long millis,
		long warmUpMillis, String java, List<String> javaOptions, Path output, String given) {

	private static final int VIRTUAL_THREADS = 21;

	private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("section", Section.CALLS.name()),
			Map.entry("subjects", join(SubjectKind.values())), Map.entry("workloads", join(Workload.values())),
			Map.entry("loads", "BLOCKING:1,BLOCKING:16,BLOCKING:256,ASYNC:16,ASYNC:256"), Map.entry("rounds", "5"),
			Map.entry("millis", "900"), Map.entry("warm-up-millis", "4000"), Map.entry("java", JavaProcess.JAVA),
			Map.entry("java-options", "-Xms512m,-Xmx512m"), Map.entry("output", "target/benchmarks"));

	static Options parse(String... given) {
		Arguments arguments = Arguments.parse(DEFAULTS, given);
		return new Options(arguments.constants("section", Section.class).get(0),
				arguments.constants("subjects", SubjectKind.class), cells(arguments), arguments.number("rounds"),
				arguments.number("millis"), arguments.number("warm-up-millis"), arguments.text("java"),
				arguments.list("java-options"), arguments.path("output"), arguments.toString());
	}

	private static List<Cell> cells(Arguments arguments) {
		boolean virtual = JavaVersion.feature(JavaVersion.of(arguments.text("java"))) >= VIRTUAL_THREADS;
		List<Cell> cells = new ArrayList<>();
		for (Workload workload : arguments.constants("workloads", Workload.class)) {
			for (String load : arguments.list("loads")) {
				String[] parts = load.split(":", 2);
				Mode mode = Mode.valueOf(parts[0].toUpperCase(Locale.ROOT));
				if (mode != Mode.VIRTUAL || virtual) {
					cells.add(new Cell(workload, mode, Integer.parseInt(parts[1])));
				}
			}
		}
		return cells;
	}

	private static String join(Enum<?>[] values) {
		return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(","));
	}

}
