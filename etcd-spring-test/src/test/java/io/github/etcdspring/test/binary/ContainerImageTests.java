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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ContainerImage}, with a program in place of Docker.
 *
 * @author The etcd-spring authors
 */
@EnabledOnOs(OS.LINUX)
class ContainerImageTests {

	@TempDir
	private Path directory;

	@TempDir
	private Path work;

	private Path docker;

	@BeforeEach
	void setUp() throws IOException {
		Path program = FakeBinaries.create(this.directory.resolve("image"), "3.5.1");
		this.docker = this.directory.resolve("docker");
		Files.writeString(this.docker, """
				#!/bin/sh
				echo "$@" >> %1$s/calls
				case "$1 $3" in
					"image --format") printf 'alpine:3\\nexample/etcd:v3.4.1\\nexample/etcd:v3.5.1\\n' ;;
					"create etcd") echo 0123456789ab ;;
					"cp 0123456789ab:/usr/local/bin/etcd") exit 1 ;;
					"cp 0123456789ab:/usr/bin/etcd") cp %2$s "$4" ;;
					"rm 0123456789ab") ;;
					*) exit 1 ;;
				esac
				""".formatted(this.directory, program));
		this.docker.toFile().setExecutable(true);
	}

	@Test
	void copiesProgramOutOfLocalImage() throws IOException {
		Path fetched = new ContainerImage(null, this.docker.toString()).fetch("3.5", this.work).orElseThrow();
		assertThat(EtcdBinary.of(fetched.resolve("etcd")).version()).isEqualTo("3.5.1");
		assertThat(this.directory.resolve("calls")).content()
			.contains("create example/etcd:v3.5.1 etcd", "rm -f 0123456789ab");
	}

	@Test
	void copiesProgramOutOfConfiguredImage() throws IOException {
		new ContainerImage("mine:1", this.docker.toString()).fetch(null, this.work);
		assertThat(this.directory.resolve("calls")).content().contains("create mine:1 etcd");
	}

	@Test
	void failsWithoutImage() {
		assertThatIOException()
			.isThrownBy(() -> new ContainerImage(null, this.docker.toString()).fetch("3.6", this.work))
			.withMessageContaining("no local image");
	}

	@Test
	void failsWithoutDocker() {
		assertThatIOException().isThrownBy(() -> new ContainerImage("mine:1", "/no/docker").fetch(null, this.work));
	}

}
