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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a Java for its version.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class JavaVersion {

	private static final Pattern VERSION = Pattern.compile("version \"([^\"]+)\"");

	private JavaVersion() {
	}

	/**
	 * Ask for the version.
	 * @param java the program
	 * @return the version, such as {@code 17.0.15}
	 */
	public static String of(String java) {
		try {
			Process process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
			Matcher matcher = VERSION.matcher(new String(process.getInputStream().readAllBytes()));
			return (matcher.find()) ? matcher.group(1) : "unknown";
		}
		catch (IOException ex) {
			throw new UncheckedIOException("'%s' cannot be run".formatted(java), ex);
		}
	}

	/**
	 * Return the number that names a version for short.
	 * @param version the version, such as {@code 17.0.15}
	 * @return the number, such as 17
	 */
	public static int feature(String version) {
		return Integer.parseInt(version.split("[^0-9]")[0]);
	}

}
