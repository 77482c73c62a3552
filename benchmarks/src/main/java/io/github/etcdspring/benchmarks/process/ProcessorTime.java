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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processor time that a process has used.
 *
 * @param nanos that of all its threads, in nanoseconds
 * @param compilerNanos that of the threads in which Java compiles, in nanoseconds; zero
 * where the operating system does not tell
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record ProcessorTime(long nanos, long compilerNanos) {

	private static final long NANOS_IN_A_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

	private static final int USER_TICKS = 11;

	/**
	 * Ask the operating system.
	 * @param process the number of the process
	 * @return what it has used until now
	 */
	public static ProcessorTime of(long process) {
		return new ProcessorTime(ProcessHandle.of(process)
			.flatMap((handle) -> handle.info().totalCpuDuration())
			.map(Duration::toNanos)
			.orElse(0L), ofCompilers(Path.of("/proc", String.valueOf(process), "task")));
	}

	private static long ofCompilers(Path threads) {
		if (!Files.isDirectory(threads)) {
			return 0;
		}
		try (Stream<Path> each = Files.list(threads)) {
			return each.mapToLong(ProcessorTime::ofCompiler).sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long ofCompiler(Path thread) {
		try {
			String state = Files.readString(thread.resolve("stat"));
			if (!state.contains("CompilerThre")) {
				return 0;
			}
			// What follows the name, which may have blanks
			String[] words = state.substring(state.lastIndexOf(')') + 2).split(" ");
			return (Long.parseLong(words[USER_TICKS]) + Long.parseLong(words[USER_TICKS + 1])) * NANOS_IN_A_TICK;
		}
		catch (IOException ex) {
			// It has ended meanwhile
			return 0;
		}
	}

	/**
	 * Return what has been used since then.
	 * @param before what had been used then
	 * @return the difference
	 */
	public ProcessorTime since(ProcessorTime before) {
		return new ProcessorTime(this.nanos - before.nanos, this.compilerNanos - before.compilerNanos);
	}

	/**
	 * Return the time of all threads.
	 * @return the time in milliseconds
	 */
	public double millis() {
		return (double) this.nanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

	/**
	 * Return the time of the threads in which Java compiles.
	 * @return the time in milliseconds
	 */
	public double compilerMillis() {
		return (double) this.compilerNanos / TimeUnit.MILLISECONDS.toNanos(1);
	}

	/**
	 * Return the time of all threads, for each of several things.
	 * @param count how many there were
	 * @return the time in microseconds
	 */
	public double microsEach(long count) {
		return (double) this.nanos / TimeUnit.MICROSECONDS.toNanos(1) / Math.max(1, count);
	}

}
