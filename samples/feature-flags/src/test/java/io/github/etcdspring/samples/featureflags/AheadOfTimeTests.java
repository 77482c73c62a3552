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

package io.github.etcdspring.samples.featureflags;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.etcdspring.test.EtcdServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests the application as it was processed ahead of time: its beans come from generated
 * code, and nothing is looked for when it starts.
 *
 * @author The etcd-spring authors
 */
@Tag("aot")
@Timeout(120)
class AheadOfTimeTests {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	@Test
	void runsOnTheVirtualMachineFromGeneratedCode() throws IOException {
		try (EtcdServer etcd = EtcdServer.start()) {
			etcd.gateway().put(Flags.PREFIX + "before", "{\"enabled\":true}");
			Process application = start(etcd);
			try (BufferedReader output = application.inputReader()) {
				List<String> lines = new ArrayList<>();
				int port = port(output, lines);
				assertThat(lines).anyMatch((line) -> line.contains("Starting AOT-processed FeatureFlagsApplication"));
				try (Browser browser = Browser.openAndAwaitFlags(port)) {
					assertThat(browser.received("snapshot").toString()).contains("before");
					etcd.gateway().put(Flags.PREFIX + "after", "{\"enabled\":true}");
					await().until(() -> browser.changes("after").size() == 1);
				}
			}
			finally {
				application.destroy();
			}
		}
	}

	private static Process start(EtcdServer etcd) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-cp", classPath(), FeatureFlagsApplication.class.getName(),
				"--server.port=0", "--etcd.endpoints=" + etcd.endpoint())
			.redirectErrorStream(true)
			.start();
	}

	// What the application has when it is not tested
	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("test"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static int port(BufferedReader output, List<String> lines) throws IOException {
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			lines.add(line);
			Matcher port = PORT.matcher(line);
			if (port.find()) {
				return Integer.parseInt(port.group(1));
			}
		}
		throw new IllegalStateException("The application has not started: " + String.join("\n", lines));
	}

}
