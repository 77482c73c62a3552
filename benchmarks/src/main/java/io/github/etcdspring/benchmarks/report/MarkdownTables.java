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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Results for people: tables of medians with their ranges, and ratios.
 *
 * @author The etcd-spring authors
 */
final class MarkdownTables {

	private final Results results;

	private final @Nullable String reference;

	private final StringBuilder text = new StringBuilder();

	MarkdownTables(Results results) {
		this.results = results;
		this.reference = results.section().reference();
	}

	String write(List<Chart> charts, String plots) {
		this.text
			.append("# %s\n\n%s\n\n".formatted(this.results.section().title(), this.results.environment().describe()));
		if (!this.results.environment().options().isEmpty()) {
			this.text.append("Options: `%s`.\n".formatted(this.results.environment().options()));
		}
		this.text.append("Medians of the rounds, with their range");
		this.text.append((this.reference != null) ? "; × is the ratio of the medians to %s.\n".formatted(this.reference)
				: ".\n");
		if (!charts.isEmpty()) {
			this.text.append("\n![%s](%s)\n\n".formatted(this.results.section().title(), plots));
			charts.stream()
				.filter((chart) -> chart.hasCurve(this.results))
				.forEach((chart) -> this.text.append("- %s\n".formatted(chart.explain(this.results))));
		}
		for (String scenario : this.results.scenarios()) {
			this.text.append("\n## %s\n".formatted(heading(scenario)));
			for (List<String> figures : this.results.section().tables()) {
				List<String> measured = figures.stream().filter((figure) -> isMeasured(scenario, figure)).toList();
				if (!measured.isEmpty()) {
					table(scenario, measured);
				}
			}
		}
		return this.text.toString();
	}

	private String heading(String scenario) {
		List<Long> sizes = this.results.sizes(scenario);
		String heading = (sizes.size() == 1) ? Sample.describe(scenario, sizes.get(0)) : scenario;
		return heading.substring(0, 1).toUpperCase(Locale.ROOT) + heading.substring(1);
	}

	private boolean isMeasured(String scenario, String figure) {
		return this.results.samples()
			.stream()
			.anyMatch((sample) -> sample.scenario().equals(scenario) && sample.figures().containsKey(figure));
	}

	private void table(String scenario, List<String> figures) {
		boolean sized = this.results.sizes(scenario).size() > 1;
		boolean compared = this.reference != null && this.results.subjects(scenario).contains(this.reference);
		this.text.append((sized) ? "\n| N | " : "\n| ");
		figures.forEach((figure) -> this.text.append("| %s ".formatted((compared) ? figure + " | ×" : figure)));
		this.text.append("|\n").append((sized) ? "|--:|---|" : "|---|");
		this.text.append(((compared) ? "--:|--:|" : "--:|").repeat(figures.size())).append('\n');
		for (long size : this.results.sizes(scenario)) {
			for (String subject : this.results.subjects(scenario)) {
				row(scenario, size, subject, figures, sized, compared);
			}
		}
	}

	private void row(String scenario, long size, String subject, List<String> figures, boolean sized,
			boolean compared) {
		List<@Nullable Spread> spreads = figures.stream()
			.<@Nullable Spread>map((figure) -> this.results.spread(scenario, size, subject, figure))
			.toList();
		if (spreads.stream().allMatch(Objects::isNull)) {
			return;
		}
		this.text.append((sized) ? "| %s ".formatted(String.format(Locale.ROOT, "%,d", size)) : "");
		this.text.append("| %s ".formatted(Subjects.emphasize(subject)));
		for (int i = 0; i < figures.size(); i++) {
			Spread spread = spreads.get(i);
			this.text.append("| %s ".formatted((spread != null) ? spread.describe() : ""));
			if (compared) {
				this.text.append("| %s ".formatted(ratio(spread, scenario, size, figures.get(i))));
			}
		}
		this.text.append("|\n");
	}

	private String ratio(@Nullable Spread spread, String scenario, long size, String figure) {
		Spread other = this.results.spread(scenario, size, Objects.requireNonNull(this.reference), figure);
		return (spread == null || other == null || other.median() == 0) ? ""
				: String.format(Locale.ROOT, "%.2f", spread.median() / other.median());
	}

}
