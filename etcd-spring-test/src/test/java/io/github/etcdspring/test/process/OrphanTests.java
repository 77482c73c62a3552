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
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Shows that neither etcd nor its data outlives a virtual machine, however that ends.
 *
 * @author The etcd-spring authors
 */
class OrphanTests {

	private static final String MARK = "started: ";

	private Process virtualMachine;

	private ProcessHandle etcd;

	private Path data;

	@AfterEach
	void tearDown() {
		this.virtualMachine.destroyForcibly();
	}

	@Test
	void nothingIsLeftWhenVirtualMachineIsKilled() throws Exception {
		launch("serve");
		this.virtualMachine.destroyForcibly();
		assertNothingIsLeft();
	}

	@Test
	void nothingIsLeftWhenVirtualMachineIsKilledWhileEtcdIsPaused() throws Exception {
		launch("pause");
		this.virtualMachine.destroyForcibly();
		assertNothingIsLeft();
	}

	@Test
	void nothingIsLeftWhenVirtualMachineIsTerminated() throws Exception {
		launch("serve");
		this.virtualMachine.destroy();
		assertNothingIsLeft();
	}

	@Test
	void nothingIsLeftWhenVirtualMachineExitsWithoutClosing() throws Exception {
		launch("exit");
		assertNothingIsLeft();
	}

	private void launch(String mode) throws Exception {
		this.virtualMachine = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Application.class.getName(), mode)
			.redirectError(Redirect.DISCARD)
			.start();
		BufferedReader reader = this.virtualMachine.inputReader();
		String line = reader.readLine();
		while (!line.startsWith(MARK)) {
			line = reader.readLine();
		}
		String[] fields = line.split(" ", 3);
		this.etcd = ProcessHandle.of(Long.parseLong(fields[1])).orElseThrow();
		this.data = Path.of(fields[2]);
	}

	private void assertNothingIsLeft() {
		await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
			assertThat(isRunning(this.etcd)).isFalse();
			assertThat(this.data).doesNotExist();
			assertThat(this.data.getParent().getParent()).doesNotExist();
		});
	}

	/**
	 * An ended process stays in the table of processes where nobody collects orphans, as
	 * in most containers, but has no command any more.
	 */
	private static boolean isRunning(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	public static final class Application {

		private Application() {
		}

		public static void main(String[] args) throws InterruptedException {
			EtcdServer etcd = EtcdServer.start();
			if ("pause".equals(args[0])) {
				etcd.pause();
			}
			System.out.println(MARK + etcd.pid() + " " + etcd.dataDirectory());
			if (!"exit".equals(args[0])) {
				new CountDownLatch(1).await();
			}
		}

	}

}
