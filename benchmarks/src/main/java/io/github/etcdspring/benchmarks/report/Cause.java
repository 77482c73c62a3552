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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.etcdspring.benchmarks.report.Chart.Line;
import io.github.etcdspring.benchmarks.report.Chart.Point;

/**
 * Tells why a curve bends, by other figures of the same run.
 *
 * @author The etcd-spring authors
 */
@FunctionalInterface
interface Cause {

	/**
	 * How far from what is expected a figure may be before that is told.
	 */
	double TOLERANCE = 1.5;

	/**
	 * How much of the processors' time is about all of it.
	 */
	double BUSY = 85;

	/**
	 * Tell it.
	 * @param results what was measured
	 * @param chart the figure
	 * @param line the curve
	 * @return sentences, none if there are no figures for it
	 */
	String tell(Results results, Chart chart, Line line);

	/**
	 * Take a cost apart: what is needed once, and what each needs.
	 * @return the cause
	 */
	static Cause once() {
		return (results, chart, line) -> {
			List<Point> points = line.points();
			Point first = points.get(0);
			Point last = points.get(points.size() - 1);
			Point before = points.get(points.size() - 2);
			double each = (total(last) - total(before)) / (last.size() - before.size());
			if (each <= 0) {
				return "Nothing is to be measured for each of the last %s."
					.formatted(count(last.size() - before.size()));
			}
			double once = total(first) - each * first.size();
			String unit = chart.unitOfEach();
			StringBuilder text = new StringBuilder("%s %s for the first%s, %s for each of the last %s".formatted(
					Spread.format(total(first)), unit, (first.size() > 1) ? " " + count(first.size()) : " one",
					Spread.format(each), count(last.size() - before.size())));
			if (once > each) {
				text.append((once / each < last.size())
						? "; up to about %s what is needed once is the larger part"
							.formatted(count(Math.round(once / each)))
						: "; what is needed once is the larger part up to the end");
			}
			text.append('.');
			points.stream()
				.map((point) -> new Point(point.size(), total(point) / (Math.max(0, once) + each * point.size())))
				.filter((point) -> point.value() > TOLERANCE || point.value() < 1 / TOLERANCE)
				.max((one, other) -> Double.compare(Math.abs(Math.log(one.value())), Math.abs(Math.log(other.value()))))
				.ifPresent((point) -> text.append(" At %s it is %s times what these two come to."
					.formatted(count(point.size()), Spread.format(point.value()))));
			return text.toString();
		};
	}

	/**
	 * Say how busy the processors are.
	 * @param who who uses them
	 * @param rate the figure that says how many there are in a second
	 * @param micros the figures that say what each of them needs of a processor
	 * @return the cause
	 */
	static Cause busy(String who, String rate, String... micros) {
		return (results, chart, line) -> {
			List<Point> busy = line.points()
				.stream()
				.map((point) -> new Point(point.size(),
						percentBusy(results, chart.scenario(), point.size(), line.subject(), rate, micros)))
				.toList();
			double most = busy.stream().mapToDouble(Point::value).max().orElse(Double.NaN);
			if (Double.isNaN(most)) {
				return "";
			}
			return busy.stream()
				.map((point) -> "%.0f %% at %s".formatted(point.value(), count(point.size())))
				.collect(Collectors.joining(", ", who + " use of the processors' time ",
						(most >= BUSY) ? ": where that is nearly all, more only wait for each other."
								: ", so that they are never all busy."));
		};
	}

	/**
	 * Say by how much the same figure of another subject changes.
	 * @param other the other subject
	 * @param conclusion what it means if the other one changes likewise
	 * @return the cause
	 */
	static Cause as(String other, String conclusion) {
		return (results, chart, line) -> {
			Point first = line.points().get(0);
			Point last = line.points().get(line.points().size() - 1);
			double change = results.median(chart.scenario(), last.size(), other, chart.figure())
					- results.median(chart.scenario(), first.size(), other, chart.figure());
			if (Double.isNaN(change)) {
				return "";
			}
			double own = last.value() - first.value();
			boolean likewise = change * own > 0 && Math.abs(change) > Math.abs(own) / 2;
			return "From %s to %s it changes by %s %s (%s: %s)%s.".formatted(count(first.size()), count(last.size()),
					signed(own), chart.unitOfEach(), other, signed(change), (likewise) ? conclusion : "");
		};
	}

	/**
	 * Say how busy the processors are.
	 * @param results what was measured
	 * @param scenario what
	 * @param size how many
	 * @param subject by which client
	 * @param rate the figure that says how many there are in a second
	 * @param micros the figures that say what each of them needs of a processor
	 * @return how much of the time of all processors is used, in percent
	 */
	static double percentBusy(Results results, String scenario, long size, String subject, String rate,
			String... micros) {
		return results.median(scenario, size, subject, rate)
				* Arrays.stream(micros).mapToDouble((each) -> results.median(scenario, size, subject, each)).sum()
				/ results.environment().processors() / 10_000;
	}

	private static double total(Point point) {
		return point.value() * point.size();
	}

	private static String count(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	private static String signed(double number) {
		return ((number > 0) ? "+" : "") + Spread.format(number);
	}

}
