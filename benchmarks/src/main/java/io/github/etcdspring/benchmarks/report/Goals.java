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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import io.github.etcdspring.benchmarks.report.Goal.Bound;
import io.github.etcdspring.benchmarks.report.Goal.Outcome;

/**
 * All goals, and whether they are met.
 *
 * @author The etcd-spring authors
 */
final class Goals {

	private static final String JETCD = "jetcd";

	private static final String DIRECT = Subjects.OWN + ", direct executor";

	private static final String SINGLE_CALL = "gRPC, the network stack and the server: see below the table what a single call consists of.";

	private static final String SERVER = "The server, which has the other half of the same processors; compare the bare stub, which does nothing but gRPC.";

	private static final String COMPILING = "Both processors are busy all the time, half of that with compiling: a new process runs this code for the first time.";

	private static final String OBJECTS = "A watch is a dozen small objects: its state, its lane to the listener, its place in history, and the revision of its key, which a resync needs.";

	private static final String WRITER = "Server and writer need the most of the time between two events: a client that cost nothing would reach about twice the events of jetcd.";

	private static final List<Goal> ALL = all();

	private Goals() {
	}

	private static List<Goal> all() {
		List<Goal> goals = new ArrayList<>();
		for (String workload : List.of("read", "put")) {
			calls(goals, workload);
		}
		watches(goals);
		locks(goals);
		return List.copyOf(goals);
	}

	private static void calls(List<Goal> goals, String workload) {
		String blocking = workload + " by N threads";
		String async = workload + ", N in flight";
		String cpu = "client CPU µs/call";
		goals.add(call(blocking, 1, Subjects.OWN, "p50 µs", Bound.AT_MOST, 0.7, SINGLE_CALL));
		goals.add(call(blocking, 16, Subjects.OWN, "calls/s", Bound.AT_LEAST, 1.15, SERVER));
		goals.add(call(blocking, 1, Subjects.OWN, cpu, Bound.AT_MOST, 0.65, SINGLE_CALL));
		goals.add(call(blocking, 16, Subjects.OWN, cpu, Bound.AT_MOST, 0.65, SINGLE_CALL));
		LongStream.of(16, 256).forEach((size) -> {
			goals.add(call(async, size, Subjects.OWN, "calls/s", Bound.AT_LEAST, 1.15, SERVER));
			goals.add(call(async, size, Subjects.OWN, cpu, Bound.AT_MOST, 0.65, SERVER));
			goals.add(call(async, size, DIRECT, "calls/s", Bound.AT_LEAST, 1.4, SERVER));
			goals.add(call(async, size, DIRECT, cpu, Bound.AT_MOST, 0.35, SERVER));
		});
	}

	private static void watches(List<Goal> goals) {
		String many = "N watches of a key each";
		goals.add(watch(many, 10_000, "open ms", Bound.AT_MOST, 1.0 / 3, COMPILING));
		goals.add(watch(many, 10_000, "server MiB", Bound.AT_MOST, 1.0 / 30, SERVER));
		goals.add(new Goal(Section.WATCHES, many, 10_000, Subjects.OWN, "server streams", Bound.AT_MOST, 8, null, ""));
		goals.add(watch(many, 10_000, "client heap MiB", Bound.AT_MOST, 1.0 / 4, OBJECTS));
		goals.add(watch(many, 10_000, "burst events/s", Bound.AT_LEAST, 1.8, WRITER));
		goals.add(watch(many, 10_000, "burst p99 ms", Bound.AT_MOST, 1, WRITER));
		goals.add(watch(many, 100, "paced p99 ms", Bound.AT_MOST, 1, SERVER));
		goals.add(watch(many, 1000, "paced p99 ms", Bound.AT_MOST, 1, SERVER));
		goals.add(watch(many, 10_000, "resumed ms", Bound.AT_MOST, 1.0 / 3, COMPILING));
		goals.add(watch("N watches, server away for 20 s", 100, "resumed ms", Bound.AT_MOST, 0.1, SERVER));
		goals.add(watch("one watch of a prefix of N keys", 1000, "burst events/s", Bound.AT_LEAST, 1, WRITER));
	}

	private static void locks(List<Goal> goals) {
		String service = "What a lock costs beyond the lock service of etcd is what makes it safe: fenced, watched while it waits, and reported once it is lost.";
		for (String other : List.of(JETCD, "etcd-java")) {
			goals.add(new Goal(Section.LOCKS, "lock that nobody else wants", 1, Subjects.OWN, "p50 µs", Bound.AT_MOST,
					1, other, service));
		}
		for (String other : List.of(JETCD, "etcd-java", "lock service, bare stub")) {
			goals.add(new Goal(Section.LOCKS, "lock that N contenders want", 16, Subjects.OWN, "hand-overs/s",
					Bound.AT_LEAST, 1, other, service));
		}
	}

	private static Goal call(String scenario, long size, String subject, String figure, Bound bound, double limit,
			String why) {
		return new Goal(Section.CALLS, scenario, size, subject, figure, bound, limit, JETCD, why);
	}

	private static Goal watch(String scenario, long size, String figure, Bound bound, double limit, String why) {
		return new Goal(Section.WATCHES, scenario, size, Subjects.OWN, figure, bound, limit, JETCD, why);
	}

	static String toMarkdown(List<Results> results) {
		StringBuilder text = new StringBuilder();
		List<Outcome> outcomes = ALL.stream().map((goal) -> goal.evaluate(results)).flatMap(Optional::stream).toList();
		long met = outcomes.stream().filter(Outcome::isMet).count();
		text.append("%d of %d goals that were measured are met.\n\n".formatted(met, outcomes.size()));
		text.append("| goal | measured | | what limits it |\n|---|--:|---|---|\n");
		@Nullable Section section = null;
		for (Outcome outcome : outcomes) {
			if (outcome.goal().section() != section) {
				section = outcome.goal().section();
				text.append("| **%s** | | | |\n".formatted(section.title()));
			}
			text.append("| %s | %s | %s | %s |\n".formatted(outcome.goal().describe(), outcome.measured(),
					outcome.verdict(), (outcome.isMet()) ? "" : outcome.goal().why()));
		}
		List<String> missing = ALL.stream()
			.filter((goal) -> goal.evaluate(results).isEmpty())
			.map(Goal::describe)
			.toList();
		if (!missing.isEmpty()) {
			text.append("\nNot measured in these runs: %s.\n".formatted(String.join("; ", missing)));
		}
		return text.toString();
	}

}
