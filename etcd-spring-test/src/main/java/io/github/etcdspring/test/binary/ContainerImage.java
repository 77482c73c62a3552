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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The program out of a container image, which needs Docker once, and no container
 * afterwards: etcd still runs as a child process.
 *
 * @author The etcd-spring authors
 */
final class ContainerImage implements BinaryFiller {

	static final String PROPERTY = "etcd.test.image";

	static final String VARIABLE = "ETCD_TEST_IMAGE";

	private static final String[] LOCATIONS = { "/usr/local/bin", "/usr/bin" };

	private final @Nullable String configured;

	private final String docker;

	ContainerImage() {
		this(System.getProperty(PROPERTY, System.getenv(VARIABLE)), "docker");
	}

	ContainerImage(@Nullable String configured, String docker) {
		this.configured = configured;
		this.docker = docker;
	}

	@Override
	public String description() {
		return "Docker (the image of %s or %s, else a local image of etcd)".formatted(PROPERTY, VARIABLE);
	}

	@Override
	public Optional<Path> fetch(@Nullable String version, Path directory) throws IOException {
		if (!System.getProperty("os.name").startsWith("Linux")) {
			return Optional.empty();
		}
		String image = (this.configured != null) ? this.configured : localImage(version);
		String container = docker("create", image, "etcd").trim();
		container = container.substring(container.lastIndexOf('\n') + 1);
		try {
			for (String location : LOCATIONS) {
				if (copy(container + ":" + location + "/etcd", directory)) {
					copy(container + ":" + location + "/etcdutl", directory);
					return Optional.of(directory);
				}
			}
			throw new IOException("there is no etcd in the image '" + image + "'");
		}
		finally {
			docker("rm", "-f", container);
		}
	}

	private String localImage(@Nullable String version) throws IOException {
		return docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").lines()
			.filter((image) -> image.matches("(.*/)?etcd:v?\\d.*"))
			.filter((image) -> EtcdBinary.fits(image.replaceFirst(".*:v?", ""), version))
			.findFirst()
			.orElseThrow(() -> new IOException("no local image is called 'etcd'"));
	}

	private boolean copy(String source, Path directory) {
		try {
			docker("cp", "-L", source, directory.toString());
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String docker(String... arguments) throws IOException {
		String[] command = new String[arguments.length + 1];
		command[0] = this.docker;
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		return Command.of(command).timeout(Duration.ofMinutes(3)).run();
	}

}
