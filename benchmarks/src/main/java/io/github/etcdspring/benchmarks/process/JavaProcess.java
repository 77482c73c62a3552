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

package io.github.etcdspring.benchmarks.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process of Java that answers each line with a line, so that no client profits or
 * suffers from what the others have left behind. Ends with its input.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class JavaProcess implements AutoCloseable {

	/**
	 * The Java that runs the benchmark.
	 */
	public static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final String ANSWER = "answer: ";

	private final String description;

	private final Process process;

	private final BufferedWriter questions;

	private final BufferedReader answers;

	private JavaProcess(String description, Process process) {
		this.description = description;
		this.process = process;
		this.questions = process.outputWriter();
		this.answers = process.inputReader();
	}

	/**
	 * Start a process.
	 * @param java the program that runs it
	 * @param javaOptions the options of that
	 * @param main the class to run
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess start(String java, List<String> javaOptions, Class<?> main, String... arguments)
			throws IOException {
		return new JavaProcess(main.getSimpleName() + " " + String.join(" ", arguments),
				builder(java, javaOptions, main.getName(), arguments).start());
	}

	/**
	 * Prepare a process whose errors are shown.
	 * @param java the program that runs it
	 * @param javaOptions the options of that
	 * @param main the name of the class to run
	 * @param arguments its arguments
	 * @return the builder of the process
	 */
	public static ProcessBuilder builder(String java, List<String> javaOptions, String main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(java);
		command.addAll(javaOptions);
		command.addAll(List.of("-Dlogback.configurationFile=benchmarks-logback.xml", "-cp",
				System.getProperty("java.class.path"), main));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
		// Whatever the environment adds would be in no report
		builder.environment().keySet().removeAll(Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
		return builder;
	}

	/**
	 * Answer the questions on the standard input until it ends, and end the process. To
	 * be called by the process that was started.
	 * @param answers gives the answer to a question
	 */
	public static void answer(Answers answers) {
		PrintStream output = System.out;
		System.setOut(System.err);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		BenchmarkProcess.runAndExit(() -> {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				output.println(ANSWER + answers.answer(line));
				output.flush();
			}
		});
	}

	/**
	 * Ask for something.
	 * @param question a line
	 * @return the line of the answer
	 * @throws IOException if the process has failed, or has not answered in time
	 */
	public String ask(String question) throws IOException {
		Deadline deadline = Deadline.of(this.process);
		try {
			this.questions.write(question);
			this.questions.newLine();
			this.questions.flush();
			String line;
			do {
				line = this.answers.readLine();
				if (line == null) {
					throw new IOException("The process '%s' has ended at '%s'".formatted(this.description, question));
				}
				// The virtual machine speaks as well, such as of its recorder
			}
			while (!line.startsWith(ANSWER));
			return line.substring(ANSWER.length());
		}
		finally {
			deadline.lift();
		}
	}

	/**
	 * Ask for a number.
	 * @param question a line
	 * @return the answer
	 * @throws IOException if the process has failed
	 */
	public double askNumber(String question) throws IOException {
		return Double.parseDouble(ask(question));
	}

	/**
	 * Return the processor time that the process has used.
	 * @return the time
	 */
	public ProcessorTime processorTime() {
		return ProcessorTime.of(this.process.pid());
	}

	@Override
	public void close() throws IOException {
		this.questions.close();
		try {
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

	/**
	 * Answers questions.
	 */
	@FunctionalInterface
	public interface Answers {

		/**
		 * Answer a question.
		 * @param question a line
		 * @return a line
		 * @throws Exception if there is no answer
		 */
		String answer(String question) throws Exception;

	}

}
