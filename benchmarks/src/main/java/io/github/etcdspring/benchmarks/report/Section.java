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

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What is measured by a benchmark of its own.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public enum Section {

	/**
	 * Calls.
	 */
	CALLS("Calls", "jetcd",
			List.of(List.of("calls/s", "p50 µs", "p99 µs", "client CPU µs/call", "server CPU µs/call"))),

	/**
	 * Calls on virtual threads.
	 */
	VIRTUAL("Calls on virtual threads", "jetcd",
			List.of(List.of("calls/s", "p50 µs", "p99 µs", "client CPU µs/call", "server CPU µs/call"))),

	/**
	 * Watches: what they cost while they are, and while events come.
	 */
	WATCHES("Watches", "jetcd", List.of(
			List.of("open ms", "open client CPU ms", "open compiler CPU ms", "open server CPU ms"),
			List.of("server MiB", "server goroutines", "server streams", "client heap MiB"),
			List.of("burst events/s", "burst p99 ms", "burst client CPU µs/event", "burst other CPU µs/event"),
			List.of("paced events/s", "paced p50 ms", "paced p99 ms", "paced client CPU µs/event",
					"paced other CPU µs/event"),
			List.of("resumed ms", "resume client CPU ms", "resume compiler CPU ms", "resume server CPU ms", "lost"))),

	/**
	 * The time from a put to the call of the one who watches, at rates.
	 */
	LATENCY("From put to handler", "jetcd",
			List.of(List.of("puts/s", "p50 ms", "p99 ms", "p99.9 ms", "client CPU µs/event", "other CPU µs/event"))),

	/**
	 * Locks.
	 */
	LOCKS("Locks", "jetcd", List.of(List.of("p50 µs", "p99 µs", "client CPU µs"), List.of("hand-overs/s"))),

	/**
	 * Leases.
	 */
	LEASES("Leases", "jetcd",
			List.of(List.of("grant and keep ms", "client heap MiB", "server MiB", "server goroutines"),
					List.of("renewals/s", "client CPU ms/s", "server CPU ms/s", "lost"))),

	/**
	 * More and more clients in a process.
	 */
	CLIENTS("More clients", "jetcd",
			List.of(List.of("connect ms", "client heap MiB", "server MiB"),
					List.of("calls/s", "p50 µs", "p99 µs", "client CPU µs/call", "server CPU µs/call"))),

	/**
	 * More and more keys below a prefix.
	 */
	KEYS("More keys", "jetcd",
			List.of(List.of("list ms", "list client CPU ms"), List.of("mirror start ms", "mirror heap MiB"))),

	/**
	 * What happens inside the process.
	 */
	INSIDE("Inside the process", null, List.of(List.of("ns"))),

	/**
	 * The start of applications.
	 */
	STARTUP("Start-up", null, List.of(List.of("ready ms", "CPU ms", "heap MiB", "classes")));

	private final String title;

	private final @Nullable String reference;

	private final List<List<String>> tables;

	Section(String title, @Nullable String reference, List<List<String>> tables) {
		this.title = title;
		this.reference = reference;
		this.tables = tables;
	}

	/**
	 * Return the beginning of its files' names.
	 * @return the name
	 */
	public String fileName() {
		return name().toLowerCase(Locale.ROOT);
	}

	String title() {
		return this.title;
	}

	/**
	 * Return the client that the others are compared with.
	 * @return the client, or {@code null} if there is none
	 */
	@Nullable String reference() {
		return this.reference;
	}

	/**
	 * Return the names of the figures, those of one table each.
	 * @return the names
	 */
	List<List<String>> tables() {
		return this.tables;
	}

}
