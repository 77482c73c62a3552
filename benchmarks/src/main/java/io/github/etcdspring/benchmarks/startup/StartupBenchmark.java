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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.etcdspring.benchmarks.startup.StartupScenario.Etcd;
import io.github.etcdspring.test.EtcdServer;
import io.github.etcdspring.test.process.LoopbackPort;

/**
 * Starts applications in processes of their own, one after the other and each as often as
 * the first argument says, ten times by default, and prints the medians. The other
 * arguments are options of Java.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class StartupBenchmark {

	private static final int ROUNDS = 10;

	/**
	 * More than are made: nobody accepts them.
	 */
	private static final int CONNECTIONS = 1000;

	private static final double MEBIBYTE = 1024 * 1024;

	private final int rounds;

	private final List<String> javaOptions;

	private StartupBenchmark(int rounds, List<String> javaOptions) {
		this.rounds = rounds;
		this.javaOptions = javaOptions;
	}

	/**
	 * Run the benchmark and print its results.
	 * @param arguments the number of rounds, and options of Java
	 * @throws IOException if an application fails
	 */
	public static void main(String[] arguments) throws IOException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : ROUNDS;
		new StartupBenchmark(rounds, Arrays.stream(arguments).skip(1).toList()).run();
	}

	private void run() throws IOException {
		Map<StartupScenario, List<long[]>> figures = new EnumMap<>(StartupScenario.class);
		try (EtcdServer etcd = EtcdServer.start();
				LoopbackPort nowhere = LoopbackPort.reserve();
				ServerSocket silent = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
			Map<Etcd, String> endpoints = Map.of(Etcd.UP, etcd.endpoint(), Etcd.DOWN,
					"http://127.0.0.1:" + nowhere.number(), Etcd.SILENT, "http://127.0.0.1:" + silent.getLocalPort());
			// The first ones find the files of the class path in no cache
			for (int round = 0; round <= this.rounds; round++) {
				for (StartupScenario scenario : StartupScenario.values()) {
					long[] measured = measure(scenario, endpoints.get(scenario.etcd()));
					if (round > 0) {
						figures.computeIfAbsent(scenario, (key) -> new ArrayList<>()).add(measured);
					}
				}
			}
		}
		System.out.println("| | ready after ms | processor time ms | heap MiB | classes |");
		System.out.println("|---|--:|--:|--:|--:|");
		figures.forEach((scenario, rows) -> System.out.printf("| %s | %,d | %,d | %.1f | %,d |%n",
				scenario.description(), median(rows, 0), median(rows, 1), median(rows, 2) / MEBIBYTE, median(rows, 3)));
	}

	private long[] measure(StartupScenario scenario, String endpoint) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.javaOptions);
		command.addAll(List.of("-cp", scenario.classPath(), StartupApplication.class.getName(), scenario.beans(),
				"--etcd.endpoints=" + endpoint));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
		// Whatever the environment adds would be in no report
		builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
		Process process = builder.start();
		try (BufferedReader output = process.inputReader()) {
			return output.lines()
				.filter((line) -> line.startsWith(StartupApplication.ANSWER))
				.map(StartupBenchmark::parse)
				.findFirst()
				.orElseThrow(() -> new IOException("The application '%s' has not started".formatted(scenario)));
		}
		finally {
			process.destroy();
		}
	}

	private static long[] parse(String answer) {
		return Arrays.stream(answer.split(" ")).skip(1).mapToLong(Long::parseLong).toArray();
	}

	private static long median(List<long[]> rows, int column) {
		long[] sorted = rows.stream().mapToLong((row) -> row[column]).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
