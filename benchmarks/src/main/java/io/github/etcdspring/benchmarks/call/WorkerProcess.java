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

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * A {@link Worker} in a Java process of its own, so that no client profits or suffers
 * from what the others have left behind.
 *
 * @author The etcd-spring authors
 */
final class WorkerProcess implements AutoCloseable {

	private final SubjectKind subject;

	private final Process process;

	private final BufferedWriter tasks;

	private final BufferedReader answers;

	WorkerProcess(SubjectKind subject, String endpoint, Options options) throws IOException {
		this.subject = subject;
		List<String> command = new ArrayList<>();
		command.add(options.java());
		command.addAll(options.javaOptions());
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), subject.name(),
				endpoint));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
		// Whatever the environment adds would be in no report
		builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
		this.process = builder.start();
		this.tasks = this.process.outputWriter();
		this.answers = this.process.inputReader();
	}

	SubjectKind subject() {
		return this.subject;
	}

	/**
	 * Measure something.
	 * @param cell what
	 * @param millis for how long
	 * @return the measurement, or {@code null} if the Java of the client cannot do that
	 * @throws IOException if the process has failed
	 */
	@Nullable Measurement measure(Cell cell, long millis) throws IOException {
		return run(new Worker.Task(cell, millis, false));
	}

	/**
	 * Make calls until the code is compiled.
	 * @param cell what
	 * @param millis for how long at the most
	 * @throws IOException if the process has failed
	 */
	void warmUp(Cell cell, long millis) throws IOException {
		run(new Worker.Task(cell, millis, true));
	}

	private @Nullable Measurement run(Worker.Task task) throws IOException {
		this.tasks.write(Worker.JSON.writeValueAsString(task));
		this.tasks.newLine();
		this.tasks.flush();
		String answer = this.answers.readLine();
		if (answer == null) {
			throw new IOException("The process of " + this.subject.title() + " has ended in " + task.cell().describe());
		}
		return Worker.JSON.readValue(answer, Measurement.class);
	}

	@Override
	public void close() throws IOException {
		this.tasks.close();
		try {
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

}
