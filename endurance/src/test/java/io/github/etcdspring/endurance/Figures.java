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

package io.github.etcdspring.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.etcdspring.test.EtcdServer;

/**
 * What must not grow.
 *
 * @param threads the threads of this project, gRPC and Netty
 * @param objects the reachable objects of the classes of this project, gRPC and Netty,
 * without those of the test
 * @param goroutines of all members
 * @param serverMegabytes the memory of all members
 * @author The etcd-spring authors
 */
record Figures(long threads, long objects, long goroutines, long serverMegabytes) {

	private static final HttpClient http = HttpClient.newHttpClient();

	static Figures of(Scene scene) {
		List<EtcdServer> members = scene.cluster().members();
		return new Figures(countThreads(), countObjects(),
				members.stream().mapToLong((member) -> read(member, "go_goroutines")).sum(),
				members.stream().mapToLong((member) -> read(member, "process_resident_memory_bytes")).sum() >> 20);
	}

	/**
	 * Find what has grown. Pools of threads, and the memory of servers with their
	 * databases, grow up to a point that a run may not have reached at its beginning:
	 * what is looked for is growth without end.
	 * @param before the figures of the beginning
	 * @return a sentence for each
	 */
	List<String> growthSince(Figures before) {
		List<String> growth = new ArrayList<>();
		compare(growth, "threads", before.threads, this.threads, before.threads * 2 + 20);
		compare(growth, "objects", before.objects, this.objects, before.objects * 3 / 2 + 2_000);
		compare(growth, "goroutines", before.goroutines, this.goroutines, before.goroutines * 3 / 2 + 100);
		compare(growth, "MiB of memory of the servers", before.serverMegabytes, this.serverMegabytes,
				before.serverMegabytes * 2 + 150);
		return growth;
	}

	private static void compare(List<String> growth, String what, long before, long after, long bound) {
		if (after > bound) {
			growth.add("%d %s have become %d".formatted(before, what, after));
		}
	}

	private static long countThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("(etcd|grpc|netty).*"))
			.count();
	}

	private static long countObjects() {
		try {
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			String histogram = (String) server.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
					"gcClassHistogram", new Object[] { new String[0] }, new String[] { String[].class.getName() });
			return histogram.lines()
				.map(String::trim)
				.map((line) -> line.split("\\s+"))
				.filter((columns) -> columns.length >= 4 && isOurs(columns[3]))
				.mapToLong((columns) -> Long.parseLong(columns[1]))
				.sum();
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isOurs(String className) {
		return (className.startsWith("io.github.etcdspring.") || className.startsWith("io.grpc.")
				|| className.startsWith("io.netty.")) && !className.startsWith("io.github.etcdspring.endurance.")
				&& !className.startsWith("io.github.etcdspring.test.");
	}

	private static long read(EtcdServer member, String metric) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(member.endpoint() + "/metrics")).build();
			return http.send(request, BodyHandlers.ofLines())
				.body()
				.filter((line) -> line.startsWith(metric + " "))
				.mapToLong((line) -> (long) Double.parseDouble(line.substring(metric.length() + 1)))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
