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

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.etcdspring.benchmarks.report.Chart.Line;
import io.github.etcdspring.benchmarks.report.Chart.Point;

/**
 * Draws charts side by side, with logarithmic scales. Written by hand, since libraries
 * for charts measure text with the fonts of the machine: the same figures are to give the
 * same file everywhere. The background is white, so that it can be read on a dark page.
 *
 * @author The etcd-spring authors
 */
final class SvgPlot {

	private static final int WIDTH = 430;

	private static final int HEIGHT = 250;

	private static final int LEFT = 60;

	private static final int RIGHT = 20;

	private static final int TOP = 46;

	private static final int BOTTOM = 30;

	private static final int LEGEND_WIDTH = 200;

	private static final int LEGEND_HEIGHT = 20;

	private static final String[] COLOURS = { "#57606a", "#0969da", "#bc4c00", "#1a7f37", "#2da44e", "#8250df" };

	private static final String[] DASHES = { "6 3", "2 2", "8 3 2 3", "none", "4 2", "1 3" };

	private final List<String> subjects = new ArrayList<>();

	private final StringBuilder svg = new StringBuilder();

	private SvgPlot() {
	}

	static String draw(List<Panel> panels) {
		return new SvgPlot().drawAll(panels);
	}

	private String drawAll(List<Panel> panels) {
		panels.stream()
			.flatMap((panel) -> panel.lines().stream())
			.map(Line::subject)
			.distinct()
			.sorted(Subjects.ORDER)
			.forEach(this.subjects::add);
		int columns = Math.min(2, panels.size());
		int width = columns * WIDTH;
		int perLine = (width - LEFT) / LEGEND_WIDTH;
		int plots = (panels.size() + columns - 1) / columns * HEIGHT;
		int height = plots + ((this.subjects.size() + perLine - 1) / perLine + 1) * LEGEND_HEIGHT;
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
				+ "font-family=\"sans-serif\" font-size=\"11\" fill=\"#24292f\">", width, height, width, height);
		add("<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\"/>", width, height);
		for (int i = 0; i < panels.size(); i++) {
			add("<g transform=\"translate(%d %d)\">", i % columns * WIDTH, i / columns * HEIGHT);
			draw(panels.get(i).chart(), panels.get(i).lines());
			add("</g>");
		}
		drawLegend(plots + LEGEND_HEIGHT, perLine);
		add("</svg>");
		return this.svg.toString();
	}

	private void draw(Chart chart, List<Line> lines) {
		Scale x = Scale.of(lines, Point::size, LEFT, WIDTH - RIGHT);
		Scale y = Scale.of(lines, Point::value, HEIGHT - BOTTOM, TOP);
		add("<text x=\"%d\" y=\"18\" font-size=\"13\" font-weight=\"bold\">%s</text>", LEFT, escape(chart.title()));
		add("<text x=\"%d\" y=\"34\" fill=\"#57606a\">%s</text>", LEFT, escape(chart.scenario()));
		for (double tick : x.ticks()) {
			add("<path d=\"M%.1f %dV%d\" stroke=\"#d0d7de\"/>", x.position(tick), TOP, HEIGHT - BOTTOM);
			add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x.position(tick), HEIGHT - BOTTOM + 16,
					label(tick));
		}
		for (double tick : y.ticks()) {
			add("<path d=\"M%d %.1fH%d\" stroke=\"#d0d7de\"/>", LEFT, y.position(tick), WIDTH - RIGHT);
			add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y.position(tick) + 4, label(tick));
		}
		for (Line line : lines) {
			draw(line, x, y);
		}
	}

	private void draw(Line line, Scale x, Scale y) {
		int subject = this.subjects.indexOf(line.subject());
		StringBuilder path = new StringBuilder();
		for (Point point : line.points()) {
			path.append(String.format(Locale.ROOT, "%s%.1f %.1f", (path.isEmpty()) ? "M" : "L",
					x.position(point.size()), y.position(point.value())));
		}
		add("<path d=\"%s\" %s/>", path, style(subject));
		for (Point point : line.points()) {
			add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %s</title></circle>",
					x.position(point.size()), y.position(point.value()), colour(subject), escape(line.subject()),
					Spread.format(point.value()));
		}
	}

	private void drawLegend(int top, int perLine) {
		for (int i = 0; i < this.subjects.size(); i++) {
			int x = LEFT + i % perLine * LEGEND_WIDTH;
			int y = top + i / perLine * LEGEND_HEIGHT;
			add("<path d=\"M%d %dh24\" %s/>", x, y, style(i));
			add("<text x=\"%d\" y=\"%d\">%s</text>", x + 30, y + 4, escape(this.subjects.get(i)));
		}
	}

	private String style(int subject) {
		return "fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\"".formatted(colour(subject),
				(this.subjects.get(subject).equals(Subjects.OWN)) ? "3" : "1.5", DASHES[place(subject)]);
	}

	private String colour(int subject) {
		return COLOURS[place(subject)];
	}

	// The same client looks the same in all plots
	private int place(int subject) {
		int known = Subjects.place(this.subjects.get(subject));
		return (known >= 0) ? known : (COLOURS.length - 1 + subject) % COLOURS.length;
	}

	private void add(String line, Object... values) {
		this.svg.append(String.format(Locale.ROOT, line, values)).append('\n');
	}

	private static String label(double tick) {
		if (tick >= 1_000_000) {
			return trim(tick / 1_000_000) + "M";
		}
		return (tick >= 1000) ? trim(tick / 1000) + "k" : trim(tick);
	}

	private static String trim(double number) {
		return new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString();
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	/**
	 * A chart and what is drawn in it.
	 *
	 * @param chart the chart
	 * @param lines a line for each client
	 */
	record Panel(Chart chart, List<Line> lines) {

		static Panel of(Chart chart, Results results) {
			return new Panel(chart, chart.lines(results));
		}

	}

	/**
	 * A logarithmic scale.
	 *
	 * @param low the lowest number
	 * @param high the highest one
	 * @param from where the lowest is drawn
	 * @param to where the highest is drawn
	 */
	private record Scale(double low, double high, int from, int to) {

		private static final int[] COARSE = { 1 };

		private static final int[] FINE = { 1, 2, 5 };

		static Scale of(List<Line> lines, ToDoubleFunction<Point> number, int from, int to) {
			double[] sorted = lines.stream()
				.flatMap((line) -> line.points().stream())
				.mapToDouble(number)
				.sorted()
				.toArray();
			double low = sorted[0];
			double high = sorted[sorted.length - 1];
			// So that there are at least two ticks, and a line that is level is level
			return (high / low > 10) ? new Scale(low * 0.9, high * 1.1, from, to)
					: new Scale(low / 2, Math.max(high * 2, low * 5), from, to);
		}

		double position(double number) {
			return this.from + (this.to - this.from) * Math.log(number / this.low) / Math.log(this.high / this.low);
		}

		List<Double> ticks() {
			List<Double> ticks = new ArrayList<>();
			int[] digits = (this.high / this.low > 300) ? COARSE : FINE;
			for (int power = (int) Math.floor(Math.log10(this.low)); Math.pow(10, power) <= this.high; power++) {
				for (int digit : digits) {
					double tick = digit * Math.pow(10, power);
					if (tick >= this.low && tick <= this.high) {
						ticks.add(tick);
					}
				}
			}
			return ticks;
		}

	}

}
