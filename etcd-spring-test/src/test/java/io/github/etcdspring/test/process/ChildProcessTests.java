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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChildProcess}.
 *
 * @author The etcd-spring authors
 */
class ChildProcessTests {

	@TempDir
	private Path directory;

	@Test
	void doesNotInheritVariablesOfEtcd() {
		assertThat(System.getenv()).containsKeys("ETCD_PORT", "ETCD_AUTO_COMPACTION_RETENTION");
		ChildProcess child = start("env");
		await().until(() -> !child.isAlive());
		assertThat(output()).content().contains("PATH=").doesNotContain("ETCD_");
	}

	@Test
	void passesArgumentsAsTheyAre() {
		ChildProcess child = start("printf", "%s|", "two words", "$HOME", "'\"");
		await().until(() -> !child.isAlive());
		assertThat(output()).hasContent("two words|$HOME|'\"|");
	}

	@Test
	void killsWhatDoesNotEndInTime() {
		ChildProcess child = start("/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
		await().untilAsserted(() -> assertThat(output()).hasContent("ready"));
		child.terminate(Duration.ofMillis(100));
		assertThat(child.isAlive()).isFalse();
		assertThatIllegalStateException().isThrownBy(child::pause);
	}

	@Test
	void standsStillAsSoonAsItIsPaused() throws IOException {
		ChildProcess child = start("sh", "-c", "while :; do echo x; done");
		await().until(() -> Files.size(output()) > 0);
		for (int i = 0; i < 50; i++) {
			child.pause();
			long size = Files.size(output());
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
			assertThat(Files.size(output())).isEqualTo(size);
			child.resume();
		}
		child.kill();
	}

	@Test
	void terminatesWhatIsPaused() {
		ChildProcess child = start("sleep", "60");
		child.pause();
		assertThat(child.isAlive()).isTrue();
		child.terminate(Duration.ofSeconds(5));
		assertThat(child.isAlive()).isFalse();
	}

	@Test
	void saysWhenDirectoryIsMissing() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ChildProcess.start(List.of("env"), Path.of("/no/such/directory"), output()))
			.withMessageContaining("env");
	}

	private ChildProcess start(String... command) {
		return ChildProcess.start(List.of(command), this.directory, output());
	}

	private Path output() {
		return this.directory.resolve("output");
	}

}
