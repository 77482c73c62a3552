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

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A {@link WatchWorker} in a Java process of its own.
 *
 * @author The etcd-spring authors
 */
final class WatchWorkerProcess implements AutoCloseable {

	private final Process process;

	private final BufferedWriter commands;

	private final BufferedReader answers;

	WatchWorkerProcess(WatchSubjectKind subject, String endpoint, List<String> javaOptions) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(javaOptions);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), WatchWorker.class.getName(),
				subject.name(), endpoint));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
		// Whatever the environment adds would be in no report
		builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
		this.process = builder.start();
		this.commands = this.process.outputWriter();
		this.answers = this.process.inputReader();
	}

	long[] send(String command, long number) throws IOException {
		this.commands.write(command + " " + number);
		this.commands.newLine();
		this.commands.flush();
		String answer;
		do {
			answer = this.answers.readLine();
			if (answer == null) {
				throw new IOException("The process of the client has ended at '%s %d'".formatted(command, number));
			}
			// The virtual machine speaks as well, such as of its recorder
		}
		while (!answer.matches("[-0-9 ]+"));
		return Arrays.stream(answer.split(" ")).mapToLong(Long::parseLong).toArray();
	}

	/**
	 * Return the processor time that the process has used.
	 * @return the time
	 */
	Duration processorTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	@Override
	public void close() throws IOException {
		this.commands.close();
		try {
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

}
