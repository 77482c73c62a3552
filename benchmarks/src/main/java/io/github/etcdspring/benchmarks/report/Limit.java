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

import java.util.Arrays;

/**
 * Tells what limits a figure that misses its goal, by other figures of the same run.
 *
 * @author The etcd-spring authors
 */
@FunctionalInterface
interface Limit {

	/**
	 * Tell it.
	 * @param results what was measured
	 * @param goal the goal that is missed
	 * @return sentences
	 */
	String tell(Results results, Goal goal);

	/**
	 * The limit of many calls at a time: the processors.
	 * @return the limit
	 */
	static Limit manyCalls() {
		return (results, goal) -> {
			Row own = new Row(results, goal, goal.subject());
			Row jetcd = new Row(results, goal, Subjects.JETCD);
			double most = results.environment().processors() * 1e6 / own.get("server CPU µs/call");
			return text(
					"A call takes %s µs of processor time here, %s with jetcd, and %s and %s in the server; %s %% of the processors' time is used. A client that cost nothing would reach at most %s times jetcd's calls/s.",
					own.get("client CPU µs/call"), jetcd.get("client CPU µs/call"), own.get("server CPU µs/call"),
					jetcd.get("server CPU µs/call"), own.busy("calls/s", "client CPU µs/call", "server CPU µs/call"),
					most / jetcd.get("calls/s"));
		};
	}

	/**
	 * The limit of one call at a time: everything on its way.
	 * @return the limit
	 */
	static Limit singleCall() {
		return (results, goal) -> {
			Row own = new Row(results, goal, goal.subject());
			Row stub = new Row(results, goal, Subjects.GRPC_STUB);
			return text(
					"Of the %s µs that a call takes on average, the client works %s and the server %s; what is left are waits for the network stack and for threads to wake up. The bare stub, which is nothing but gRPC, takes %s, %s and %s.",
					1e6 / own.get("calls/s"), own.get("client CPU µs/call"), own.get("server CPU µs/call"),
					1e6 / stub.get("calls/s"), stub.get("client CPU µs/call"), stub.get("server CPU µs/call"));
		};
	}

	/**
	 * The limit of watches that begin: the processors, which compile.
	 * @param figure what is measured, {@code open} or {@code resume}
	 * @param millis how long it takes
	 * @return the limit
	 */
	static Limit beginning(String figure, String millis) {
		return (results, goal) -> {
			Row own = new Row(results, goal, goal.subject());
			Row jetcd = new Row(results, goal, Subjects.JETCD);
			return text(
					"In %s ms the client works %s ms, of which Java compiles for %s, and the server works %s ms; with jetcd, in %s ms, %s, %s and %s.",
					own.get(millis), own.get(figure + " client CPU ms"), own.get(figure + " compiler CPU ms"),
					own.get(figure + " server CPU ms"), jetcd.get(millis), jetcd.get(figure + " client CPU ms"),
					jetcd.get(figure + " compiler CPU ms"), jetcd.get(figure + " server CPU ms"));
		};
	}

	/**
	 * The limit of memory: what is kept for each.
	 * @param figure the memory in mebibytes
	 * @param what what is kept
	 * @return the limit
	 */
	static Limit memory(String figure, String what) {
		return (results, goal) -> text("%s bytes each, with jetcd %s: " + what + ".",
				new Row(results, goal, goal.subject()).get(figure) * (1 << 20) / goal.size(),
				new Row(results, goal, Subjects.JETCD).get(figure) * (1 << 20) / goal.size());
	}

	/**
	 * The limit of events as fast as possible: the processors, which others use as well.
	 * @return the limit
	 */
	static Limit burst() {
		return (results, goal) -> {
			Row own = new Row(results, goal, goal.subject());
			Row jetcd = new Row(results, goal, Subjects.JETCD);
			double most = results.environment().processors() * 1e6 / own.get("burst other CPU µs/event");
			return text(
					"An event takes %s µs of processor time here, %s with jetcd, and %s and %s in server and writer; %s %% of the processors' time is used. A client that cost nothing would reach at most %s times jetcd's events/s.",
					own.get("burst client CPU µs/event"), jetcd.get("burst client CPU µs/event"),
					own.get("burst other CPU µs/event"), jetcd.get("burst other CPU µs/event"),
					own.busy("burst events/s", "burst client CPU µs/event", "burst other CPU µs/event"),
					most / jetcd.get("burst events/s"));
		};
	}

	/**
	 * What to compare instead of the latency of events as fast as possible.
	 * @return the limit
	 */
	static Limit burstLatency() {
		return (results, goal) -> {
			Row own = new Row(results, goal, goal.subject());
			Row jetcd = new Row(results, goal, Subjects.JETCD);
			return text(
					"A burst has no rate: %s events/s were put and told here, %s with jetcd, and who gets more has more to wait. At an equal rate the p99 is %s times jetcd's.",
					own.get("burst events/s"), jetcd.get("burst events/s"),
					own.get("paced p99 ms") / jetcd.get("paced p99 ms"));
		};
	}

	/**
	 * The limit of the latency of events at a rate: how busy the processors are.
	 * @return the limit
	 */
	static Limit pacedLatency() {
		return (results, goal) -> {
			Row own = new Row(results, goal, goal.subject());
			Row jetcd = new Row(results, goal, Subjects.JETCD);
			String[] micros = { "paced client CPU µs/event", "paced other CPU µs/event" };
			return text(
					"At %s events/s %s %% of the processors' time is used, with jetcd %s %%; the median is %s ms, with jetcd %s.",
					own.get("paced events/s"), own.busy("paced events/s", micros), jetcd.busy("paced events/s", micros),
					own.get("paced p50 ms"), jetcd.get("paced p50 ms"));
		};
	}

	/**
	 * The limit of locks: the server.
	 * @return the limit
	 */
	static Limit lock() {
		return (results, goal) -> {
			String figure = goal.figure();
			return text(
					"%s here, %s by a bare stub of etcd's lock service, which has neither fencing nor a word of a lock that was lost.",
					new Row(results, goal, goal.subject()).get(figure),
					new Row(results, goal, Subjects.GRPC_STUB).get(figure));
		};
	}

	private static String text(String format, double... values) {
		if (Arrays.stream(values).anyMatch(Double::isNaN)) {
			return "Not told: no processor times were measured.";
		}
		return format.formatted(Arrays.stream(values).mapToObj(Spread::format).toArray());
	}

	/**
	 * The figures of a subject.
	 *
	 * @param results what was measured
	 * @param goal says what of it
	 * @param subject the subject
	 */
	record Row(Results results, Goal goal, String subject) {

		double get(String figure) {
			return this.results.median(this.goal.scenario(), this.goal.size(), this.subject, figure);
		}

		double busy(String rate, String... micros) {
			return Cause.percentBusy(this.results, this.goal.scenario(), this.goal.size(), this.subject, rate, micros);
		}

	}

}
