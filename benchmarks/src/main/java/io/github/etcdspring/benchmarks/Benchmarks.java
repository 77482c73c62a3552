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

package io.github.etcdspring.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.report.Report;

/**
 * Measures everything, one benchmark after the other, and writes the report. Options are
 * {@code name=value}: {@code size}, {@code quick} or {@code full}, {@code only}, the
 * names of {@link Step}s, or {@code report} to write the report of what was measured
 * before, and {@code output}, the directory of results. {@code calls.rounds=5} is the
 * option {@code rounds} of one of the benchmarks.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Benchmarks {

	private static final String REPORT_ALONE = "report";

	private static final int MOST_MINUTES = 45;

	private static final Map<String, String> DEFAULTS = Map.of("size", "quick", "only",
			Arrays.stream(Step.values()).map(Enum::name).collect(Collectors.joining(",")), "output",
			"target/benchmarks");

	private final Arguments arguments;

	private final List<String> stepOptions;

	private final List<Step> failed = new ArrayList<>();

	private final long begin = System.nanoTime();

	private Benchmarks(Map<Boolean, List<String>> arguments) {
		this.arguments = Arguments.parse(DEFAULTS, arguments.get(false).toArray(String[]::new));
		this.stepOptions = arguments.get(true);
		for (String option : this.stepOptions) {
			// An error in the last one would be told an hour later otherwise
			Step.valueOf(option.substring(0, option.indexOf('.')).toUpperCase(Locale.ROOT));
		}
	}

	/**
	 * Run the benchmarks and write the report.
	 * @param arguments options as {@code name=value}
	 * @throws Exception if the report cannot be written
	 */
	public static void main(String[] arguments) throws Exception {
		new Benchmarks(
				Arrays.stream(arguments).collect(Collectors.partitioningBy((each) -> each.matches("[a-z]+\\..*"))))
			.run();
	}

	private void run() throws IOException, InterruptedException {
		Path output = this.arguments.path("output");
		if (!this.arguments.text("only").equals(REPORT_ALONE)) {
			List<Step> steps = this.arguments.constants("only", Step.class);
			for (Step step : steps) {
				run(step, steps.indexOf(step) + 1, steps.size());
				// A run takes long and may be broken off
				Report.write(output);
			}
		}
		Report.write(output).forEach((name, text) -> {
			if (name.endsWith(".md")) {
				System.out.println(text);
			}
		});
		System.out.println("Written to " + output.toAbsolutePath().normalize());
		if (!this.failed.isEmpty()) {
			throw new IllegalStateException("These benchmarks have failed, wholly or in part: " + this.failed);
		}
	}

	private void run(Step step, int number, int count) throws IOException, InterruptedException {
		System.err.printf(Locale.ROOT, "%n[%d of %d, after %d min] %s%n", number, count,
				Duration.ofNanos(System.nanoTime() - this.begin).toMinutes(), step);
		String prefix = step.name().toLowerCase(Locale.ROOT) + ".";
		List<String> options = new ArrayList<>(step.options(this.arguments.text("size")));
		this.stepOptions.stream()
			.filter((option) -> option.startsWith(prefix))
			.forEach((option) -> options.add(option.substring(prefix.length())));
		options.add("output=" + this.arguments.text("output"));
		Process process = JavaProcess
			.builder(JavaProcess.JAVA, List.of(), step.main().getName(), options.toArray(String[]::new))
			.inheritIO()
			.start();
		Thread end = new Thread(process::destroy);
		Runtime.getRuntime().addShutdownHook(end);
		try {
			if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
				this.failed.add(step);
			}
		}
		finally {
			process.destroy();
		}
		Runtime.getRuntime().removeShutdownHook(end);
	}

}
