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

package io.github.etcdspring.test.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import io.github.etcdspring.test.EtcdCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two virtual machines which start and stop clusters at the same time, and are killed in
 * the middle of it.
 *
 * @author The etcd-spring authors
 */
@Tag("soak")
class OrphanSoakTests {

	@TempDir
	private Path temporaryFiles;

	@RepeatedTest(5)
	void buildsDoNotDisturbEachOtherAndLeaveNothingWhenKilled() throws Exception {
		List<Process> builds = List.of(launch(), launch());
		for (Process build : builds) {
			BufferedReader output = build.inputReader();
			for (int started = 0; started < 3;) {
				String line = output.readLine();
				assertThat(line).as("output of a build that has failed").isNotNull();
				started += (line.startsWith("started")) ? 1 : 0;
			}
		}
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1000)));
		builds.forEach(Process::destroyForcibly);
		await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
			assertThat(processes()).isEmpty();
			assertThat(directories()).isEmpty();
		});
	}

	private Process launch() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djava.io.tmpdir=" + this.temporaryFiles, "-cp", System.getProperty("java.class.path"),
				Build.class.getName())
			.redirectError(Redirect.DISCARD)
			.start();
	}

	private List<String> processes() {
		List<String> result = new ArrayList<>();
		ProcessHandle.allProcesses()
			.forEach((process) -> process.info()
				.commandLine()
				.filter((command) -> command.contains(this.temporaryFiles.toString()))
				.ifPresent(result::add));
		return result;
	}

	private List<Path> directories() throws IOException {
		try (var files = Files.list(this.temporaryFiles)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("etcd-spring")).toList();
		}
	}

	/**
	 * A build, which starts and stops clusters until it is killed.
	 */
	public static final class Build {

		private Build() {
		}

		public static void main(String[] args) {
			while (true) {
				try (EtcdCluster cluster = EtcdCluster.start(3)) {
					System.out.println("started " + cluster);
				}
			}
		}

	}

}
