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
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one client showed in one round.
 *
 * @param scenario what was measured, with an {@code N} for the size if it has one, such
 * as {@code read by N threads}
 * @param size how many there were of what the scenario counts
 * @param subject the client
 * @param round the number of the round
 * @param figures the figures by their names
 * @author The etcd-spring authors
 * @since 0.1.0
 */
public record Sample(String scenario, long size, String subject, int round, Map<String, Double> figures) {

	private static final MathContext DIGITS = new MathContext(4);

	/**
	 * Create a sample.
	 */
	public Sample {
		Map<String, Double> rounded = new TreeMap<>();
		figures.forEach((name, figure) -> rounded.put(name,
				(Double.isFinite(figure)) ? new BigDecimal(figure).round(DIGITS).doubleValue() : 0));
		figures = rounded;
	}

	/**
	 * Describe what was measured.
	 * @return the scenario with its size
	 */
	public String describe() {
		return describe(this.scenario, this.size);
	}

	String progress() {
		return "%s, round %d, %s: %s".formatted(describe(), this.round, this.subject,
				this.figures.entrySet()
					.stream()
					.map((figure) -> "%s %s".formatted(Spread.format(figure.getValue()), figure.getKey()))
					.collect(Collectors.joining(", ")));
	}

	/**
	 * Describe a scenario of a size.
	 * @param scenario the scenario
	 * @param size its size
	 * @return the description
	 */
	static String describe(String scenario, long size) {
		String text = scenario.replaceAll("\\bN\\b",
				new DecimalFormat("#,###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(size));
		return (size == 1) ? text.replaceAll("\\b1 (virtual )?(thread|watche|lease|key|client|contender)s\\b", "1 $1$2")
			.replace("1 watche", "1 watch") : text;
	}

}
