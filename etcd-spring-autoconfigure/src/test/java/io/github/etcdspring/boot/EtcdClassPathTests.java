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

package io.github.etcdspring.boot;

import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link EtcdClassPath}.
 *
 * @author The etcd-spring authors
 */
class EtcdClassPathTests {

	@Test
	void classPathThatSpringBootManagesIsUsable() {
		assertThatNoException().isThrownBy(EtcdClassPath::check);
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.etcd.jetcd.Client", "io.netty.channel.MultiThreadIoEventLoopGroup",
			"io.grpc.netty.NettyChannelBuilder", "com.google.protobuf.GeneratedMessageV3" })
	void absentClassesAreNamedByTheirLibrary(String name) {
		FilteredClassLoader classLoader = new FilteredClassLoader(name);
		assertThatExceptionOfType(EtcdConfigurationException.class).isThrownBy(() -> EtcdClassPath.check(classLoader))
			.satisfies((ex) -> {
				assertThat(ex.getDescription()).containsPattern("(jetcd|Netty|gRPC|protobuf)");
				assertThat(ex.getAction()).contains("spring-boot-dependencies");
			});
	}

	@Test
	void mixedVersionsAreNamed() {
		assertThat(EtcdClassPath.problem(Map.of("io.netty.a.A", "4.2.15.Final", "io.netty.b.B", "4.1.97.Final")))
			.isEqualTo("versions of Netty are mixed: io.netty.a.A of 4.2.15.Final, io.netty.b.B of 4.1.97.Final");
		assertThat(EtcdClassPath.problem(Map.of("io.grpc.a.A", "1.80.0", "io.grpc.b.B", "1.59.0")))
			.startsWith("versions of gRPC are mixed");
		assertThat(EtcdClassPath.problem(Map.of("io.grpc.a.A", "1.80.0", "io.grpc.b.B", "1.80.1", "io.netty.a.A",
				"4.2.15.Final", "io.netty.b.B", "4.2.16.Final")))
			.isNull();
		assertThat(EtcdClassPath.problem(Map.of())).isNull();
	}

	@Test
	void versionsAreThoseOfTheJars(@TempDir Path directory) throws Exception {
		String name = "io.grpc.netty.NettyChannelBuilder";
		Path jar = directory.resolve("grpc-netty.jar");
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.59.0");
		String resource = ClassUtils.convertClassNameToResourcePath(name) + ".class";
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), manifest);
				InputStream input = getClass().getResourceAsStream("/" + resource)) {
			output.putNextEntry(new JarEntry(resource));
			input.transferTo(output);
		}
		try (URLClassLoader classLoader = new URLClassLoader(classPathWith(jar),
				ClassLoader.getPlatformClassLoader())) {
			assertThatExceptionOfType(EtcdConfigurationException.class)
				.isThrownBy(() -> EtcdClassPath.check(classLoader))
				.withMessageContaining("versions of gRPC are mixed")
				.withMessageContaining(name + " of 1.59.0");
		}
	}

	private static URL[] classPathWith(Path first) throws MalformedURLException {
		List<URL> urls = new ArrayList<>(List.of(first.toUri().toURL()));
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

}
