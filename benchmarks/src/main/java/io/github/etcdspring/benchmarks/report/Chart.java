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
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How a figure grows with the size of a scenario, a line for each client.
 *
 * @param section the benchmark
 * @param scenario what was measured
 * @param figure the figure
 * @param each whether the figure is divided by the size
 * @param cause tells why the curve bends where it does
 * @author The etcd-spring authors
 */
record Chart(Section section, String scenario, String figure, boolean each, Cause cause) {

	private static final double STRAIGHT = 0.15;

	String title() {
		return (this.each) ? this.figure.replace("MiB", "KiB") + " each" : this.figure;
	}

	boolean isMeasured(Results results) {
		return results.section() == this.section
				&& lines(results).stream().anyMatch((line) -> line.points().size() > 1);
	}

	boolean hasCurve(Results results) {
		return !explain(results).isEmpty();
	}

	List<Line> lines(Results results) {
		return results.subjects(this.scenario)
			.stream()
			.map((subject) -> new Line(subject, points(results, subject)))
			.filter((line) -> !line.points().isEmpty())
			.toList();
	}

	private List<Point> points(Results results, String subject) {
		return results.sizes(this.scenario)
			.stream()
			.map((size) -> point(size, results.spread(this.scenario, size, subject, this.figure)))
			.flatMap(Optional::stream)
			.toList();
	}

	// A logarithmic scale has no place for what is not positive
	private Optional<Point> point(long size, @Nullable Spread spread) {
		return Optional.ofNullable(spread)
			.filter((figure) -> figure.median() > 0)
			.map((figure) -> new Point(size, (this.each) ? figure.median() * unit() / size : figure.median()));
	}

	/**
	 * Return the unit of what is drawn.
	 * @return the unit, such as {@code ms}
	 */
	String unitOfEach() {
		String title = title().replace(" each", "");
		return title.substring(title.lastIndexOf(' ') + 1);
	}

	private int unit() {
		return (this.figure.contains("MiB")) ? 1024 : 1;
	}

	/**
	 * Say where the curve bends most, and why.
	 * @param results what was measured
	 * @return the explanation
	 */
	String explain(Results results) {
		return lines(results).stream()
			.filter((line) -> Subjects.isOwn(line.subject()) && line.points().size() > 2)
			.map((line) -> "*%s, %s*: %s %s".formatted(title(), this.scenario, describeBend(line),
					this.cause.tell(results, this, line)))
			.findFirst()
			.orElse("")
			.trim();
	}

	private static String describeBend(Line line) {
		List<Point> points = line.points();
		int bend = 0;
		double most = STRAIGHT;
		for (int i = 1; i < points.size() - 1; i++) {
			double change = Math.abs(slope(points, i, i + 1) - slope(points, i - 1, i));
			if (change > most) {
				most = change;
				bend = i;
			}
		}
		return (bend == 0)
				? "%s has × %s for ten times as many throughout.".formatted(line.subject(),
						factor(slope(points, 0, points.size() - 1)))
				: "%s bends at %s, from × %s for ten times as many to × %s.".formatted(line.subject(),
						String.format(Locale.ROOT, "%,d", points.get(bend).size()),
						factor(slope(points, bend - 1, bend)), factor(slope(points, bend, bend + 1)));
	}

	private static double slope(List<Point> points, int from, int to) {
		return Math.log10(points.get(to).value() / points.get(from).value())
				/ Math.log10((double) points.get(to).size() / points.get(from).size());
	}

	private static String factor(double slope) {
		return Spread.format(Math.pow(10, slope));
	}

	/**
	 * The figures of a client.
	 *
	 * @param subject the client
	 * @param points the figures by size
	 */
	record Line(String subject, List<Point> points) {

	}

	/**
	 * A figure at a size.
	 *
	 * @param size the size
	 * @param value the figure
	 */
	record Point(long size, double value) {

	}

}
