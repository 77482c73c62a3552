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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The package repositories of the machine's distribution, as the machine itself is set up
 * to reach them, and the releases in which to look for etcd.
 *
 * @author The etcd-spring authors
 */
final class AptRepositories {

	// Newest line of etcd first
	private static final List<String> DEBIAN_RELEASES = List.of("forky", "trixie", "bookworm");

	private static final List<String> UBUNTU_RELEASES = List.of("resolute", "questing", "noble");

	// What stands in place of a code name in the sources of some machines
	private static final Set<String> MOVING_RELEASES = Set.of("stable", "testing", "unstable", "sid");

	private final String distribution;

	private final String codename;

	AptRepositories() {
		this(Path.of("/etc/os-release"));
	}

	AptRepositories(Path osRelease) {
		Properties properties = read(osRelease);
		this.distribution = properties.getProperty("ID", "").replace("\"", "");
		this.codename = properties.getProperty("VERSION_CODENAME", "").replace("\"", "");
	}

	/**
	 * Whether the machine runs Debian or Ubuntu, with their tools at hand.
	 * @return whether packages can be fetched
	 */
	boolean exist() {
		return Files.isExecutable(Path.of("/usr/bin/apt-get")) && Files.isExecutable(Path.of("/usr/bin/dpkg-deb"))
				&& Set.of("debian", "ubuntu").contains(this.distribution);
	}

	/**
	 * The releases to look into, in order.
	 * @return the code names, that of the machine included
	 */
	Set<String> releases() {
		Set<String> releases = new LinkedHashSet<>((isUbuntu()) ? UBUNTU_RELEASES : DEBIAN_RELEASES);
		if (!this.codename.isEmpty()) {
			releases.add(this.codename);
		}
		return releases;
	}

	/**
	 * The lines for a list of sources, one for each repository of the distribution that
	 * the machine knows.
	 * @param release the code name of the release
	 * @return the lines
	 * @throws IOException if the machine cannot say which repositories it uses
	 */
	List<String> sourceLines(String release) throws IOException {
		String component = (isUbuntu()) ? "universe" : "main";
		String keyring = "/usr/share/keyrings/%s-archive-keyring.gpg".formatted(this.distribution);
		String options = (Files.exists(Path.of(keyring))) ? "[signed-by=" + keyring + "] " : "";
		return Command
			.of("apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)")
			.run()
			.lines()
			.map((line) -> line.split(" "))
			.filter((target) -> target.length == 3 && component.equals(target[2]))
			.filter(this::isOfDistribution)
			.map((target) -> "deb " + options + target[0] + " " + release + " " + component)
			.distinct()
			.toList();
	}

	private boolean isOfDistribution(String[] target) {
		return target[1].equals(this.codename) || MOVING_RELEASES.contains(target[1]);
	}

	private boolean isUbuntu() {
		return "ubuntu".equals(this.distribution);
	}

	private static Properties read(Path osRelease) {
		Properties properties = new Properties();
		if (Files.isReadable(osRelease)) {
			try (var reader = Files.newBufferedReader(osRelease)) {
				properties.load(reader);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return properties;
	}

}
