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
import java.util.Map;

import io.github.etcdspring.benchmarks.report.SvgPlot.Panel;

/**
 * The page that shows how the cost grows with watches, keys and clients.
 *
 * @author The etcd-spring authors
 */
final class GrowthPage {

	private static final List<Section> SECTIONS = List.of(Section.WATCHES, Section.KEYS, Section.CLIENTS);

	private GrowthPage() {
	}

	/**
	 * Write the page and its plots.
	 * @param all all results
	 * @return the texts by the names of their files, none if there are no curves
	 */
	static Map<String, String> write(List<Results> all) {
		List<Panel> panels = new ArrayList<>();
		StringBuilder text = new StringBuilder("""
				# Growth

				What one more costs as watches, keys and clients become ten times as many, and again: medians, with
				logarithmic scales. Where the line of etcd-spring bends is computed from the figures.

				![Growth](growth.svg)
				""");
		for (Section section : SECTIONS) {
			all.stream().filter((results) -> results.section() == section).findFirst().ifPresent((results) -> {
				List<Chart> charts = Charts.of(results).stream().filter((chart) -> chart.hasCurve(results)).toList();
				if (!charts.isEmpty()) {
					text.append("\n## %s\n\n".formatted(section.title()));
				}
				for (Chart chart : charts) {
					panels.add(Panel.of(chart, results));
					text.append("- %s\n".formatted(chart.explain(results)));
				}
			});
		}
		return (panels.isEmpty()) ? Map.of() : Map.of("growth.md", text.toString(), "growth.svg", SvgPlot.draw(panels));
	}

}
