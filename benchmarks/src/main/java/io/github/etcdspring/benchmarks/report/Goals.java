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

	private static final String DIRECT = Subjects.OWN + ", direct executor";

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
		goals.add(call(blocking, 1, Subjects.OWN, "p50 µs", Bound.AT_MOST, 0.7, Limit.singleCall()));
		goals.add(call(blocking, 16, Subjects.OWN, "calls/s", Bound.AT_LEAST, 1.15, Limit.manyCalls()));
		goals.add(call(blocking, 1, Subjects.OWN, cpu, Bound.AT_MOST, 0.65, Limit.singleCall()));
		goals.add(call(blocking, 16, Subjects.OWN, cpu, Bound.AT_MOST, 0.65, Limit.manyCalls()));
		LongStream.of(16, 256).forEach((size) -> {
			goals.add(call(async, size, Subjects.OWN, "calls/s", Bound.AT_LEAST, 1.15, Limit.manyCalls()));
			goals.add(call(async, size, Subjects.OWN, cpu, Bound.AT_MOST, 0.65, Limit.manyCalls()));
			goals.add(call(async, size, DIRECT, "calls/s", Bound.AT_LEAST, 1.4, Limit.manyCalls()));
			goals.add(call(async, size, DIRECT, cpu, Bound.AT_MOST, 0.35, Limit.manyCalls()));
		});
	}

	private static void watches(List<Goal> goals) {
		String many = "N watches of a key each";
		Limit streams = (results, goal) -> "";
		Limit server = Limit.memory("server MiB", "the memory of its process, before and after");
		Limit heap = Limit.memory("client heap MiB",
				"a watch's state, its lane to the listener, its place in history, and the revision of its key, which a resync needs");
		Limit opening = Limit.beginning("open", "open ms");
		Limit resuming = Limit.beginning("resume", "resumed ms");
		goals.add(watch(many, 10_000, "open ms", Bound.AT_MOST, 1.0 / 3, opening));
		goals.add(watch(many, 10_000, "server MiB", Bound.AT_MOST, 1.0 / 30, server));
		goals.add(new Goal(Section.WATCHES, many, 10_000, Subjects.OWN, "server streams", Bound.AT_MOST, 8, null,
				streams));
		goals.add(watch(many, 10_000, "client heap MiB", Bound.AT_MOST, 1.0 / 4, heap));
		goals.add(watch(many, 10_000, "burst events/s", Bound.AT_LEAST, 1.8, Limit.burst()));
		goals.add(watch(many, 10_000, "burst p99 ms", Bound.AT_MOST, 1, Limit.burstLatency()));
		goals.add(watch(many, 100, "paced p99 ms", Bound.AT_MOST, 1, Limit.pacedLatency()));
		goals.add(watch(many, 1000, "paced p99 ms", Bound.AT_MOST, 1, Limit.pacedLatency()));
		goals.add(watch(many, 10_000, "resumed ms", Bound.AT_MOST, 1.0 / 3, resuming));
		goals.add(watch("N watches, server away for 20 s", 100, "resumed ms", Bound.AT_MOST, 0.1, resuming));
		goals.add(watch("one watch of a prefix of N keys", 1000, "burst events/s", Bound.AT_LEAST, 1, Limit.burst()));
	}

	private static void locks(List<Goal> goals) {
		for (String other : List.of(Subjects.JETCD, "etcd-java")) {
			goals.add(new Goal(Section.LOCKS, "lock that nobody else wants", 1, Subjects.OWN, "p50 µs", Bound.AT_MOST,
					1, other, Limit.lock()));
		}
		for (String other : List.of(Subjects.JETCD, "etcd-java", Subjects.GRPC_STUB)) {
			goals.add(new Goal(Section.LOCKS, "lock that N contenders want", 16, Subjects.OWN, "hand-overs/s",
					Bound.AT_LEAST, 1, other, Limit.lock()));
		}
	}

	private static Goal call(String scenario, long size, String subject, String figure, Bound bound, double limit,
			Limit why) {
		return new Goal(Section.CALLS, scenario, size, subject, figure, bound, limit, Subjects.JETCD, why);
	}

	private static Goal watch(String scenario, long size, String figure, Bound bound, double limit, Limit why) {
		return new Goal(Section.WATCHES, scenario, size, Subjects.OWN, figure, bound, limit, Subjects.JETCD, why);
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
					outcome.verdict(), outcome.limit()));
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
