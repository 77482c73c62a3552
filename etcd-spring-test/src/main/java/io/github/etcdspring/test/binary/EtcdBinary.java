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

package io.github.etcdspring.test.binary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An etcd program which runs on this machine.
 *
 * @param path the program
 * @param version its version, such as {@code 3.5.30}
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record EtcdBinary(Path path, String version) {

	private static final Pattern VERSION = Pattern.compile("etcd Version: (\\S+)");

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Ask a program for its version, which also shows whether it runs here at all.
	 * @param path the program
	 * @return the program with its version
	 * @throws IOException if it does not run, or is not etcd
	 */
	public static EtcdBinary of(Path path) throws IOException {
		if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
			throw new IOException("'" + path + "' is not an executable file");
		}
		String output = Command.of(List.of(path.toString(), "--version")).timeout(TIMEOUT).run();
		Matcher matcher = VERSION.matcher(output);
		if (!matcher.find()) {
			throw new IOException("'" + path + "' does not say that it is etcd");
		}
		return new EtcdBinary(path, matcher.group(1));
	}

	/**
	 * Find a program in the places that the module's documentation lists, and get one
	 * where there is none yet.
	 * @param version the version ({@code 3.5.30}) or the line of versions ({@code 3.5})
	 * that is wanted, or {@code null} if any will do
	 * @return the program
	 * @throws IllegalStateException if there is none; the message says how to get one
	 */
	public static EtcdBinary find(@Nullable String version) {
		return BinaryResolver.get().resolve(version);
	}

	/**
	 * The programs to test with: those of the lines of versions that the system property
	 * {@code etcd.test.versions} lists ({@code 3.4,3.5}), each of which is got if need
	 * be; without it the newest one of each line that is at hand without a download, or
	 * the one that {@link #find} gives if there is none.
	 * @return the programs, oldest first
	 * @throws IllegalStateException if one that is listed can't be got
	 */
	public static List<EtcdBinary> forTests() {
		return BinaryResolver.get().forTests(System.getProperty("etcd.test.versions"));
	}

	/**
	 * Whether this is a wanted version.
	 * @param wanted a version, a line of versions, or {@code null} for any
	 * @return whether it fits
	 */
	public boolean fits(@Nullable String wanted) {
		return fits(this.version, wanted);
	}

	static boolean fits(String version, @Nullable String wanted) {
		return wanted == null || version.equals(wanted) || version.startsWith(wanted + ".");
	}

}
