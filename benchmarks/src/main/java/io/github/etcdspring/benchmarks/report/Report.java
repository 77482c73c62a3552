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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.etcdspring.benchmarks.report.SvgPlot.Panel;

/**
 * Writes what people read from what was measured: a page of tables and a file of plots
 * for each file of results, and into the page {@code README.md} which goals are met.
 *
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public final class Report {

	private static final String README = "README.md";

	private static final String BEGIN = "<!-- begin of what the command writes -->\n";

	private static final String END = "<!-- end of what the command writes -->\n";

	private Report() {
	}

	/**
	 * Write the report.
	 * @param directory where the results are, and where the report is written
	 * @return the texts that were written, by the names of their files
	 * @throws IOException if it cannot be written
	 */
	public static Map<String, String> write(Path directory) throws IOException {
		Map<String, String> texts = texts(directory);
		for (Map.Entry<String, String> text : texts.entrySet()) {
			Files.writeString(directory.resolve(text.getKey()), text.getValue());
		}
		return texts;
	}

	static Map<String, String> texts(Path directory) throws IOException {
		List<Results> all = Results.readAll(directory);
		Map<String, String> texts = new TreeMap<>();
		StringBuilder summary = new StringBuilder(BEGIN).append("\n");
		for (Results results : all) {
			Section section = results.section();
			List<Chart> charts = Charts.of(results);
			String plots = section.fileName() + ".svg";
			if (!charts.isEmpty()) {
				texts.put(plots, SvgPlot.draw(charts.stream().map((chart) -> Panel.of(chart, results)).toList()));
			}
			texts.put(section.fileName() + ".md", new MarkdownTables(results).write(charts, plots));
			summary.append(
					"- [%s](%s.md), %s\n".formatted(section.title(), section.fileName(), results.environment().date()));
		}
		Map<String, String> growth = GrowthPage.write(all);
		if (!growth.isEmpty()) {
			texts.putAll(growth);
			summary.append("- [What one more costs, as watches, keys and clients grow](growth.md)\n");
		}
		summary.append("\n").append(Goals.toMarkdown(all)).append("\n").append(END);
		texts.put(README, replace(directory.resolve(README), summary.toString()));
		return texts;
	}

	private static String replace(Path readme, String summary) throws IOException {
		String text = (Files.exists(readme)) ? Files.readString(readme) : "# Benchmarks\n\n" + BEGIN + END;
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException("'%s' has no place between '%s' and '%s' for what was measured"
				.formatted(readme, BEGIN.trim(), END.trim()));
		}
		return text.substring(0, begin) + summary + text.substring(end + END.length());
	}

}
