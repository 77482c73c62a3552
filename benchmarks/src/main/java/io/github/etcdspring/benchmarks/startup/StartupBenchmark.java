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

package io.github.etcdspring.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.etcdspring.benchmarks.process.Arguments;
import io.github.etcdspring.benchmarks.process.BenchmarkProcess;
import io.github.etcdspring.benchmarks.process.BenchmarkServer;
import io.github.etcdspring.benchmarks.process.Deadline;
import io.github.etcdspring.benchmarks.process.JavaProcess;
import io.github.etcdspring.benchmarks.process.Rounds;
import io.github.etcdspring.benchmarks.report.Environment;
import io.github.etcdspring.benchmarks.report.Results;
import io.github.etcdspring.benchmarks.report.Sample;
import io.github.etcdspring.benchmarks.report.Section;
import io.github.etcdspring.benchmarks.startup.StartupScenario.Etcd;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.process.LoopbackPort;

/**
 * Starts applications in processes of their own, one after the other. Options are
 * {@code name=value}: {@code rounds}, {@code java-options}, separated by commas, and
 * {@code output}.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class StartupBenchmark {

	private static final Map<String, String> DEFAULTS = Map.of("rounds", "10", "java-options", "", "output",
			"target/benchmarks");

	/**
	 * More than are made: nobody accepts them.
	 */
	private static final int CONNECTIONS = 1000;

	private static final double MEBIBYTE = 1024 * 1024;

	private final Arguments arguments;

	private final Results results;

	private StartupBenchmark(Arguments arguments) {
		this.arguments = arguments;
		this.results = new Results(Section.STARTUP, Environment.of(BenchmarkServer.version(), JavaProcess.JAVA,
				arguments.list("java-options"), arguments.toString()));
	}

	/**
	 * Run the benchmark, write its results and end the process.
	 * @param given options as {@code name=value}
	 */
	public static void main(String[] given) {
		BenchmarkProcess.runAndExit(() -> new StartupBenchmark(Arguments.parse(DEFAULTS, given)).run());
	}

	private void run() throws IOException, InterruptedException {
		try (EtcdServer etcd = BenchmarkServer.start();
				LoopbackPort nowhere = LoopbackPort.reserve();
				ServerSocket silent = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
			Map<Etcd, String> endpoints = Map.of(Etcd.UP, etcd.endpoint(), Etcd.DOWN,
					"http://127.0.0.1:" + nowhere.number(), Etcd.SILENT, "http://127.0.0.1:" + silent.getLocalPort());
			List<StartupScenario> scenarios = List.of(StartupScenario.values());
			// The first ones find the files of the class path in no cache
			new Rounds(0, 0).run(scenarios, (scenario, round) -> measure(scenario, endpoints.get(scenario.etcd())));
			Rounds rounds = new Rounds(1, this.arguments.number("rounds"));
			rounds.run(scenarios, (scenario, round) -> {
				Map<String, Double> figures = measure(scenario, endpoints.get(scenario.etcd()));
				this.results.add(new Sample("start of an application", 1, scenario.description(), round, figures));
				this.results.write(this.arguments.path("output"));
			});
			rounds.end();
		}
	}

	private Map<String, Double> measure(StartupScenario scenario, String endpoint) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(JavaProcess.JAVA);
		command.addAll(this.arguments.list("java-options"));
		command.addAll(List.of("-cp", scenario.classPath(), StartupApplication.class.getName(), scenario.beans(),
				"--etcd.endpoints=" + endpoint));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
		// Whatever the environment adds would be in no report
		builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
		Process process = builder.start();
		Deadline deadline = Deadline.of(process);
		try (BufferedReader output = process.inputReader()) {
			return output.lines()
				.filter((line) -> line.startsWith(StartupApplication.ANSWER))
				.map(StartupBenchmark::parse)
				.findFirst()
				.orElseThrow(() -> new IOException("The application '%s' has not started".formatted(scenario)));
		}
		finally {
			deadline.lift();
			process.destroy();
		}
	}

	private static Map<String, Double> parse(String answer) {
		String[] words = answer.split(" ");
		return Map.of("ready ms", Double.valueOf(words[1]), "CPU ms", Double.valueOf(words[2]), "heap MiB",
				Double.parseDouble(words[3]) / MEBIBYTE, "classes", Double.valueOf(words[4]));
	}

}
