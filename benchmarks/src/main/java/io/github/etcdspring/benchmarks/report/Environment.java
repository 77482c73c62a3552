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

package io.github.etcdspring.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import io.github.etcdspring.benchmarks.process.JavaVersion;

/**
 * Where, when and how it was measured.
 *
 * @param date the day
 * @param machine the processors, the memory and the operating system
 * @param etcd the version of the server
 * @param java the version of Java that ran the clients
 * @param javaOptions its options
 * @param libraries the versions of the clients
 * @param options the options of the benchmark
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record Environment(String date, String machine, String etcd, String java, List<String> javaOptions,
		Map<String, String> libraries, String options) {

	private static final List<String> LIBRARIES = List.of("jetcd-core", "etcd-java", "grpc-core", "netty-transport",
			"spring-boot");

	private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

	private static final long GIBIBYTE = 1L << 30;

	/**
	 * Describe this machine.
	 * @param etcd the version of the server
	 * @param java the program that runs the clients
	 * @param javaOptions its options
	 * @param options the options of the benchmark
	 * @return the description
	 */
	public static Environment of(String etcd, String java, List<String> javaOptions, String options) {
		return new Environment(LocalDate.now(ZoneOffset.UTC).toString(), describeMachine(), etcd, JavaVersion.of(java),
				javaOptions, versions(), options);
	}

	private static String describeMachine() {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		Matcher version = Pattern.compile("\\d+(\\.\\d+)?").matcher(system.getVersion());
		return "%d processors%s, %d GiB, %s %s %s".formatted(system.getAvailableProcessors(), processorName(),
				Math.round((double) system.getTotalMemorySize() / GIBIBYTE), system.getName(),
				(version.find()) ? version.group() : "", system.getArch());
	}

	private static String processorName() {
		try (Stream<String> lines = Files.lines(PROCESSORS)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> " (" + line.substring(line.indexOf(':') + 1).trim() + ")")
				.findFirst()
				.orElse("");
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static Map<String, String> versions() {
		Map<String, String> versions = new LinkedHashMap<>();
		for (String library : LIBRARIES) {
			Matcher matcher = Pattern.compile("[/\\\\]" + library + "-(\\d[^/\\\\]*)\\.jar")
				.matcher(System.getProperty("java.class.path"));
			if (matcher.find()) {
				versions.put(library, matcher.group(1));
			}
		}
		return versions;
	}

	int processors() {
		Matcher number = Pattern.compile("\\d+").matcher(this.machine);
		return (number.lookingAt()) ? Integer.parseInt(number.group()) : 1;
	}

	String describe() {
		return "%s: %s; etcd %s on the same machine, which does not wait for its disk; Java %s%s; %s.".formatted(
				this.date, this.machine, this.etcd, this.java,
				(this.javaOptions.isEmpty()) ? "" : " with " + String.join(" ", this.javaOptions),
				this.libraries.entrySet()
					.stream()
					.map((library) -> library.getKey() + " " + library.getValue())
					.collect(Collectors.joining(", ")));
	}

}
