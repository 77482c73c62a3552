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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * Tells by name which libraries on the class path do not work together, before the
 * connection fails with an error of linkage that names none.
 *
 * @author The etcd-spring authors
 */
final class EtcdClassPath {

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

	private static final String ACTION = "Let Spring Boot manage the versions: use spring-boot-dependencies (or "
			+ "spring-boot-starter-parent) of the version of Spring Boot that runs, and remove versions of your own "
			+ "for io.netty, io.grpc, com.google.protobuf and io.etcd. 'mvn dependency:tree' shows where they come from.";

	/**
	 * A class of each library that must be there, and one that only usable versions have.
	 */
	private static final Map<String, String> REQUIRED = required();

	private EtcdClassPath() {
	}

	private static Map<String, String> required() {
		Map<String, String> required = new LinkedHashMap<>();
		required.put("io.etcd.jetcd.Client", "jetcd (io.etcd:jetcd-core) is missing");
		required.put("io.etcd.jetcd.api.KVGrpc", "the messages of jetcd (io.etcd:jetcd-grpc) are missing");
		required.put("io.netty.channel.MultiThreadIoEventLoopGroup", "Netty is older than 4.2");
		required.put("io.netty.handler.codec.http2.Http2Connection", "Netty's HTTP/2 codec is missing");
		required.put("io.grpc.ManagedChannel", "gRPC (io.grpc:grpc-api) is missing");
		required.put("io.grpc.netty.NettyChannelBuilder", "gRPC's Netty transport (io.grpc:grpc-netty) is missing");
		required.put("io.grpc.stub.ClientCalls", "gRPC's stubs (io.grpc:grpc-stub) are missing");
		required.put("io.grpc.protobuf.ProtoUtils", "gRPC's protobuf (io.grpc:grpc-protobuf) is missing");
		required.put("com.google.protobuf.GeneratedMessageV3",
				"protobuf (com.google.protobuf:protobuf-java) is missing, or a version that cannot read the messages of "
						+ "jetcd");
		return required;
	}

	static void check() {
		if (NativeDetector.inNativeImage()) {
			// Linked already, and classes are not found by name
			return;
		}
		check(EtcdClassPath.class.getClassLoader());
	}

	static void check(@Nullable ClassLoader classLoader) {
		Map<String, String> versions = new LinkedHashMap<>();
		REQUIRED.forEach((name, problem) -> {
			try {
				Class<?> type = ClassUtils.forName(name, classLoader);
				version(type, versions);
			}
			catch (ClassNotFoundException | LinkageError ex) {
				throw unusable(problem, versions, ex);
			}
		});
		String problem = problem(versions);
		if (problem != null) {
			throw unusable(problem, versions, null);
		}
	}

	private static void version(Class<?> type, Map<String, String> versions) {
		Package home = type.getPackage();
		String version = (home != null) ? home.getImplementationVersion() : null;
		if (version != null) {
			versions.put(type.getName(), version);
		}
	}

	/**
	 * Return what is wrong with a combination of versions.
	 * @param versions the versions by names of classes
	 * @return what is wrong, or {@code null} if nothing is
	 */
	static @Nullable String problem(Map<String, String> versions) {
		String netty = mixed("io.netty.", versions);
		if (netty != null) {
			return "versions of Netty are mixed: " + netty;
		}
		String grpc = mixed("io.grpc.", versions);
		return (grpc != null) ? "versions of gRPC are mixed: " + grpc : null;
	}

	private static @Nullable String mixed(String family, Map<String, String> versions) {
		Map<String, String> members = versions.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(family))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		long lines = members.values().stream().map(EtcdClassPath::line).distinct().count();
		return (lines > 1) ? describe(members) : null;
	}

	private static String line(String version) {
		Matcher matcher = VERSION.matcher(version);
		return (matcher.matches()) ? matcher.group(1) + "." + matcher.group(2) : version;
	}

	private static String describe(Map<String, String> versions) {
		return versions.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> entry.getKey() + " of " + entry.getValue())
			.collect(Collectors.joining(", "));
	}

	private static EtcdConfigurationException unusable(String problem, Map<String, String> versions,
			@Nullable Throwable cause) {
		String found = (!versions.isEmpty()) ? " Found: " + describe(versions) + "." : "";
		return new EtcdConfigurationException(
				"The class path has libraries that etcd cannot be reached with: " + problem + "." + found, ACTION,
				cause);
	}

}
