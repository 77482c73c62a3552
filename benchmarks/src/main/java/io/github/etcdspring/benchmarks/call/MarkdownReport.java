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

package io.github.etcdspring.benchmarks.call;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.etcdspring.benchmarks.subject.SubjectKind;

/**
 * Tables: each figure of each client, and how it relates to that of raw jetcd.
 *
 * @author The etcd-spring authors
 */
final class MarkdownReport {

	private final Results results;

	MarkdownReport(Results results) {
		this.results = results;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("# Calls\n\n");
		text.append(this.results.environment().describe()).append(".\n");
		text.append("Medians of the rounds, with their range; × is the ratio of the medians to raw jetcd.\n");
		for (Cell cell : this.results.cells()) {
			text.append("\n## ").append(cell.describe()).append("\n\n");
			text.append("| client | calls/s | × | p50 µs | × | p99 µs | × | client CPU µs/call | × |\n");
			text.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
			this.results.subjects(cell).forEach((subject) -> append(text, cell, subject));
		}
		return text.toString();
	}

	private void append(StringBuilder text, Cell cell, SubjectKind subject) {
		text.append("| ").append(subject.title());
		append(text, cell, subject, Measurement::callsPerSecond, ",.0f");
		append(text, cell, subject, Measurement::p50Micros, ",.0f");
		append(text, cell, subject, Measurement::p99Micros, ",.0f");
		append(text, cell, subject, Measurement::cpuMicrosPerCall, ".1f");
		text.append(" |\n");
	}

	private void append(StringBuilder text, Cell cell, SubjectKind subject, ToDoubleFunction<Measurement> figure,
			String format) {
		Spread spread = this.results.spread(subject, cell, figure);
		double ratio = spread.median() / this.results.spread(SubjectKind.JETCD, cell, figure).median();
		text.append(" | ").append(spread.describe(format));
		text.append(" | ").append((Double.isNaN(ratio)) ? "" : String.format(Locale.ROOT, "%.2f", ratio));
	}

}
