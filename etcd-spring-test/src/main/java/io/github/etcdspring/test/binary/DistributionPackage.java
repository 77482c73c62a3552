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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The package of Debian or Ubuntu, downloaded and unpacked as an ordinary user, without a
 * change to the machine: lists, cache and sources of apt are in a directory of our own,
 * signatures are verified by apt as ever.
 *
 * @author The etcd-spring authors
 */
final class DistributionPackage implements BinaryFiller {

	private static final String SERVER = "etcd-server";

	// Brings etcdctl, which restores snapshots where there is no etcdutl yet
	private static final String CLIENT = "etcd-client";

	private static final Pattern OFFERED = Pattern.compile("_(\\d+\\.\\d+\\.\\d+)");

	private final AptRepositories repositories;

	DistributionPackage(AptRepositories repositories) {
		this.repositories = repositories;
	}

	@Override
	public String description() {
		return "the packages of Debian and Ubuntu";
	}

	@Override
	public Optional<Path> fetch(@Nullable String version, Path directory) throws IOException {
		if (!this.repositories.exist()) {
			return Optional.empty();
		}
		List<String> failures = new ArrayList<>();
		for (String release : this.repositories.releases()) {
			for (String source : this.repositories.sourceLines(release)) {
				try {
					Path work = Files.createTempDirectory(directory, release);
					return Optional.of(fetch(version, source, work));
				}
				catch (IOException ex) {
					failures.add(release + ": " + ex.getMessage());
				}
			}
		}
		throw new IOException((failures.isEmpty()) ? "no repository is set up" : String.join("; ", failures));
	}

	private Path fetch(@Nullable String version, String source, Path work) throws IOException {
		Files.createDirectories(work.resolve("lists/partial"));
		Files.createDirectories(work.resolve("cache/archives/partial"));
		Files.writeString(work.resolve("sources.list"), source + "\n");
		apt(work, "update").run();
		String offered = apt(work, "download", "--print-uris", SERVER).run();
		Matcher matcher = OFFERED.matcher(offered);
		if (!matcher.find()) {
			throw new IOException("no package " + SERVER);
		}
		if (!EtcdBinary.fits(matcher.group(1), version)) {
			throw new IOException("it offers %s only".formatted(matcher.group(1)));
		}
		apt(work, "download", SERVER, CLIENT).directory(work).run();
		try (Stream<Path> files = Files.list(work)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".deb")).toList()) {
				Command.of("dpkg-deb", "-x", file.toString(), work.resolve("unpacked").toString()).run();
			}
		}
		Path programs = work.resolve("unpacked/usr/bin");
		EtcdBinary.of(programs.resolve("etcd"));
		return programs;
	}

	private static Command apt(Path work, String... arguments) {
		List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
		// As root, apt would hand the download to a user who cannot enter the directory
		for (String option : List.of("Dir::State::Lists=" + work.resolve("lists"),
				"Dir::Cache=" + work.resolve("cache"), "Dir::Etc::sourcelist=" + work.resolve("sources.list"),
				"Dir::Etc::sourceparts=-", "APT::Sandbox::User=root", "Acquire::Languages=none", "Acquire::Retries=1",
				"Acquire::http::Timeout=20", "Acquire::https::Timeout=20")) {
			command.add("-o");
			command.add(option);
		}
		command.addAll(List.of(arguments));
		return Command.of(command);
	}

}
